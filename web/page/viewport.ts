// Keeps the page as high as what can be seen, and where it can be seen: phones that lay their
// keyboard over the page, or push the page up for it, would hide the composer or the header.

export function fitVisualViewport(): void {
  const { visualViewport } = window;
  if (visualViewport === null) return;
  const fit = (): void => {
    // Zoomed in, the visible part says nothing about the keyboard.
    if (visualViewport.scale > 1.01) return;
    const { style } = document.documentElement;
    style.setProperty('--visible-height', `${String(Math.round(visualViewport.height))}px`);
    style.setProperty('--visible-top', `${String(Math.round(visualViewport.offsetTop))}px`);
  };
  visualViewport.addEventListener('resize', fit);
  visualViewport.addEventListener('scroll', fit);
  fit();
}
