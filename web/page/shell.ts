// Keeps the page's own files on the device, so that a reload without a network shows it. Where there are no service workers, it does not.

const address = '/service-worker.js';

/** Where the page's policy asks for trusted types, this one address is all that its only policy makes. */
interface TrustedTypes {
  readonly createPolicy: (name: 'shell', rules: { readonly createScriptURL: (url: string) => string }) => { readonly createScriptURL: (url: string) => string };
}

export function keepShell(): void {
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes };
  const trusted = trustedTypes?.createPolicy('shell', { createScriptURL: () => address }).createScriptURL(address) ?? address;
  navigator.serviceWorker.register(trusted).catch(() => undefined);
}
