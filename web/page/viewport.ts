// Keeps the page as high as what can be seen: phones that lay their keyboard over the page would hide the composer.

export function followViewport(): void {
  const { visualViewport } = window;
  if (visualViewport === null) return;
  const fit = (): void => {
    // Zoomed in, the visible part says nothing about the keyboard.
    if (visualViewport.scale > 1.01) return;
    document.documentElement.style.setProperty('--visible-height', `${String(Math.round(visualViewport.height))}px`);
  };
  visualViewport.addEventListener('resize', fit);
  fit();
}
