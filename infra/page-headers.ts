// The response headers of the page, for the local engines and CloudFront.
// `connect-src 'self'` covers WebSockets of the same origin (CSP Level 3, section 6.7.2.8: ws and
// wss match http and https). The only Trusted Types policy, `shell`, creates the address of the
// service worker (web/page/register-service-worker.ts).

export const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types shell",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // Other sites can't reach the page's window, nor embed its files.
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), ' +
    'gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), ' +
    'picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), ' +
    'usb=(), xr-spatial-tracking=()',
} as const satisfies Record<string, string>;

/** Built assets have a hash of their content in their names, so only the page must stay fresh. */
export const cacheControl = {
  page: 'no-store',
  assets: 'public, max-age=31536000, immutable',
  others: 'no-cache',
} as const satisfies Record<string, string>;
