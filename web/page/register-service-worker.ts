// Keeps the page's own files on the device, so that a reload without a network shows it. Where
// there are no service workers, it does not.

const address = '/service-worker.js';

/**
 * Where the page's policy asks for trusted types, this one address is all that its only policy
 * makes.
 */
interface TrustedTypes {
  readonly createPolicy: (
    name: 'shell',
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes };
  const trusted =
    trustedTypes
      ?.createPolicy('shell', { createScriptURL: () => address })
      .createScriptURL(address) ?? address;
  navigator.serviceWorker
    .register(trusted)
    .then(() => navigator.serviceWorker.ready)
    .then(cacheLoadedFiles)
    .catch(() => undefined);
}

/** What is loaded only when it is wanted, such as a language, is kept from then on. */
function cacheLoadedFiles({ active }: ServiceWorkerRegistration): void {
  new PerformanceObserver((list) => {
    const paths = list
      .getEntries()
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/assets/'));
    if (paths.length > 0) active?.postMessage(paths);
  }).observe({ type: 'resource', buffered: true });
}
