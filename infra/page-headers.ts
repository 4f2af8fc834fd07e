// What every answer of the page carries: read by the local engines and by the CloudFront stack. Plain data.
// connect-src 'self' covers WebSockets of the same origin (CSP Level 3, section 6.7.2.8: ws and wss match http and https).

export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const satisfies Record<string, string>;

/** Built assets carry a hash of their content in their names; the page that names them must always be fresh. */
export const cacheControl = {
  page: 'no-store',
  assets: 'public, max-age=31536000, immutable',
  others: 'no-cache',
} as const satisfies Record<string, string>;
