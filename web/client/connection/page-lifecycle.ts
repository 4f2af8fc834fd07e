// Tells when a browser's page may have missed something: it was hidden, frozen or offline. Outside
// of browsers, nothing happens.

import { getBrowserGlobals } from '../environment.ts';

export interface PageLifecycleListener {
  /** The page is visible again, or, with `isNetworkBack`, the device is online again. */
  readonly onWake: (isNetworkBack: boolean) => void;
  /** The page closes, or the browser freezes it in its back-forward cache. */
  readonly onHide: () => void;
}

/** Returns a function that stops listening. */
export function watchPageLifecycle({ onWake, onHide }: PageLifecycleListener): () => void {
  const { document, window } = getBrowserGlobals();
  if (document === undefined || window === undefined) return () => undefined;

  const onShow = (): void => {
    if (document.visibilityState === 'visible') onWake(false);
  };
  const onOnline = (): void => onWake(true);
  const listeners = [
    [document, 'visibilitychange', onShow],
    [document, 'resume', onShow],
    [window, 'pageshow', onShow],
    [window, 'pagehide', onHide],
    [window, 'online', onOnline],
  ] as const;

  for (const [target, event, listener] of listeners) target.addEventListener(event, listener);
  return () => {
    for (const [target, event, listener] of listeners) target.removeEventListener(event, listener);
  };
}

export const isPageHidden = (): boolean =>
  getBrowserGlobals().document?.visibilityState === 'hidden';
