// Token buckets: how fast one sender may send. Kept in the process's memory, where every message passes anyway; in the
// cloud each warm function keeps its own, so the limit there is per sender and function.

import { limits } from '../../protocol/limits.ts';

export interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** Refusals since the last accepted message. */
  readonly refusals: number;
}

export type Paced = { readonly ok: true; readonly bucket: Bucket } | { readonly ok: false; readonly bucket: Bucket; readonly retryAfter: number };

/** Takes one token at `now`. `retryAfter` is in seconds, to a tenth. */
export function pace(bucket: Bucket | undefined, now: number): Paced {
  const { tokens, at, refusals } = bucket ?? { tokens: limits.messagesBurst, at: now, refusals: 0 };
  const refilled = Math.min(limits.messagesBurst, tokens + (Math.max(0, now - at) / 1_000) * limits.messagesPerSecond);
  if (refilled >= 1) return { ok: true, bucket: { tokens: refilled - 1, at: now, refusals: 0 } };
  const retryAfter = Math.ceil(((1 - refilled) / limits.messagesPerSecond) * 10) / 10;
  return { ok: false, bucket: { tokens: refilled, at: now, refusals: refusals + 1 }, retryAfter };
}
