// Whether whoever sits before the page is busy in the element: only then may its screens move the
// focus. Reading goes on elsewhere.

export interface Attention {
  readonly isHere: () => boolean;
  readonly stop: () => void;
}

export function watchAttention(element: HTMLElement): Attention {
  let here = false;
  const watching = new AbortController();
  const look = (event: Event): void => {
    here = event.composedPath().includes(element);
  };
  for (const event of ['focusin', 'pointerdown']) {
    element.ownerDocument.addEventListener(event, look, { capture: true, signal: watching.signal });
  }
  return { isHere: () => here, stop: () => watching.abort() };
}
