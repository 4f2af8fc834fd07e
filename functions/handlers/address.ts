// A client's address as rate limits may know it: a hash that cannot be turned back without the key. Never log the address.

import { createHmac } from 'node:crypto';

/** `undefined` for loopback where `limitLoopback` is false: whoever runs this is on this machine. */
export const addressKeyOf = (address: string, { key, limitLoopback }: { readonly key: string; readonly limitLoopback: boolean }): string | undefined =>
  !limitLoopback && isLoopback(address) ? undefined : createHmac('sha256', key).update(address).digest('base64url').slice(0, 22);

const isLoopback = (address: string): boolean => address === '::1' || /^(::ffff:)?127\./.test(address);
