// Clients' addresses for rate limits, as a keyed hash that cannot be reversed without the key.
// Never log an address.

import { createHmac } from 'node:crypto';

/** Returns undefined for loopback, which has no limits. */
export function createAddressKey(address: string, secret: string): string | undefined {
  if (isLoopback(address)) return undefined;
  const hash = createHmac('sha256', secret).update(getNetwork(address)).digest('base64url');
  return hash.slice(0, 22);
}

const isLoopback = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\./.test(address);

/** Returns the /64 of an IPv6 address, which one customer has (RFC 6177), or an IPv4 address. */
function getNetwork(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [front = '', back] = address.split('::');
  const groups = front === '' ? [] : front.split(':');
  const groupsAfter = back === undefined || back === '' ? [] : back.split(':');
  const missing = back === undefined ? 0 : 8 - groups.length - groupsAfter.length;
  const zeros = Array.from({ length: missing }, () => '0');
  return [...groups, ...zeros, ...groupsAfter]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}

/** By name in lower case. */
export type RequestHeaders = Readonly<Record<string, string | undefined>>;

export interface RequestSource {
  readonly headers: RequestHeaders;
  /** The address that API Gateway sees: CloudFront's, unless the request bypassed it. */
  readonly sourceAddress: string;
  readonly originKey: string;
}

/**
 * Returns the viewer's address. CloudFront writes it into `x-viewer-address` and proves itself with
 * `x-origin-key` (infra/aws/edge/edge-functions.ts).
 */
export function getViewerAddress({ headers, sourceAddress, originKey }: RequestSource): string {
  const isFromCloudFront = originKey !== '' && headers['x-origin-key'] === originKey;
  return isFromCloudFront ? (headers['x-viewer-address'] ?? sourceAddress) : sourceAddress;
}
