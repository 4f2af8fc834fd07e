// A client's address as rate limits may know it: a hash that cannot be turned back without the key.
// Never log the address.

import { createHmac } from 'node:crypto';

/** `undefined` for loopback: whoever runs this is on this machine. */
export const createAddressKey = (address: string, key: string): string | undefined =>
  isLoopback(address)
    ? undefined
    : createHmac('sha256', key).update(networkOf(address)).digest('base64url').slice(0, 22);

const isLoopback = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\./.test(address);

/**
 * One IPv6 customer has a /64 of addresses and counts as one (RFC 6177); IPv4 addresses stand for
 * themselves.
 */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [front = '', back] = address.split('::');
  const groups = front === '' ? [] : front.split(':');
  const after = back === undefined || back === '' ? [] : back.split(':');
  const zeros = Array.from(
    { length: back === undefined ? 0 : 8 - groups.length - after.length },
    () => '0',
  );
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}

interface Asking {
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly sourceAddress: string;
  readonly originKey: string;
}

/**
 * The viewer's address behind CloudFront, which writes it into `x-viewer-address` and proves itself
 * by `x-origin-key` (infra/aws/edge-functions.ts); for whoever calls past it, the address API Gateway saw.
 */
export const viewerAddress = ({ headers, sourceAddress, originKey }: Asking): string =>
  originKey !== '' && headers['x-origin-key'] === originKey
    ? (headers['x-viewer-address'] ?? sourceAddress)
    : sourceAddress;
