// Tracks whether the visitor is using the element or the rest of the page. The element's screens
// may move the focus only while the visitor is using the element.

export interface InteractionTracker {
  readonly isActive: () => boolean;
  readonly stop: () => void;
}

export function trackInteraction(element: HTMLElement): InteractionTracker {
  let active = false;
  const listening = new AbortController();
  const update = (event: Event): void => {
    active = event.composedPath().includes(element);
  };
  for (const type of ['focusin', 'pointerdown']) {
    const options = { capture: true, signal: listening.signal };
    element.ownerDocument.addEventListener(type, update, options);
  }
  return { isActive: () => active, stop: () => listening.abort() };
}
