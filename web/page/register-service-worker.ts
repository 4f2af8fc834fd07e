// Caches the page's own files on the device, so a reload works without a network. Needs a browser
// with service workers.

const address = '/service-worker.js';

interface ScriptUrlPolicy {
  readonly createScriptURL: (url: string) => string;
}

/** The page's only Trusted Types policy (see infra/page-headers.ts) allows this one address. */
interface TrustedTypes {
  readonly createPolicy: (name: 'shell', rules: ScriptUrlPolicy) => ScriptUrlPolicy;
}

export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  register().catch(() => {
    // Browsers that forbid storage forbid this, too. A reload then needs the network.
  });
}

async function register(): Promise<void> {
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes };
  const trusted =
    trustedTypes
      ?.createPolicy('shell', { createScriptURL: () => address })
      .createScriptURL(address) ?? address;
  await navigator.serviceWorker.register(trusted);
  cacheLoadedFiles(await navigator.serviceWorker.ready);
}

/** Caches files that load later, such as a language. */
function cacheLoadedFiles({ active }: ServiceWorkerRegistration): void {
  new PerformanceObserver((list) => {
    const paths = list
      .getEntries()
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/assets/'));
    if (paths.length > 0) active?.postMessage(paths);
  }).observe({ type: 'resource', buffered: true });
}
