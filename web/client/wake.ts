// When a browser's page may have missed something: it was hidden, frozen, or without a network.
// Elsewhere nothing tells.

/** What of a browser is looked at: the library is also compiled and run where there is none. */
interface Surroundings {
  readonly document?: EventTarget & { readonly visibilityState: string };
  readonly window?: EventTarget;
}

/** `networkBack`: by the device's own word. What comes back stops listening. */
export function onWake(wake: (networkBack: boolean) => void): () => void {
  const { document, window } = globalThis as Surroundings;
  if (document === undefined || window === undefined) return () => undefined;
  const shown = (): void => {
    if (document.visibilityState === 'visible') wake(false);
  };
  const online = (): void => wake(true);
  document.addEventListener('visibilitychange', shown);
  window.addEventListener('pageshow', shown);
  window.addEventListener('online', online);
  return () => {
    document.removeEventListener('visibilitychange', shown);
    window.removeEventListener('pageshow', shown);
    window.removeEventListener('online', online);
  };
}
