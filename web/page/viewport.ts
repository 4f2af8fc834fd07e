// Fits the page into the visible part of the window. A phone's keyboard covers the page or pushes
// it up, which would hide the composer or the header.

export function fitVisualViewport(): void {
  const { visualViewport } = window;
  if (visualViewport === null) return;
  const fit = (): void => {
    // While the user has zoomed in, the visible part does not show the keyboard.
    if (visualViewport.scale > 1.01) return;
    const { style } = document.documentElement;
    style.setProperty('--visible-height', `${String(Math.round(visualViewport.height))}px`);
    style.setProperty('--visible-top', `${String(Math.round(visualViewport.offsetTop))}px`);
  };
  visualViewport.addEventListener('resize', fit);
  visualViewport.addEventListener('scroll', fit);
  fit();
}
