// Token buckets: how fast one sender, member or room may go. Kept in the process's memory, where
// every frame passes anyway; in the cloud each warm function keeps its own, so the limit there is
// per function.

import { setBounded } from '../bounded-map.ts';
import type { Clock } from '../ports.ts';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** Refusals since the last time something passed. */
  readonly refusals: number;
}

export type Paced =
  | { readonly ok: true; readonly bucket: Bucket }
  | { readonly ok: false; readonly bucket: Bucket; readonly retryAfter: number };

/** Takes one token at `now`. `retryAfter` is in seconds, to a tenth. @internal */
export function pace(bucket: Bucket | undefined, { perSecond, burst }: Rate, now: number): Paced {
  const { tokens, at, refusals } = bucket ?? { tokens: burst, at: now, refusals: 0 };
  const refilled = Math.min(burst, tokens + (Math.max(0, now - at) / 1_000) * perSecond);
  if (refilled >= 1) return { ok: true, bucket: { tokens: refilled - 1, at: now, refusals: 0 } };
  const retryAfter = Math.ceil(((1 - refilled) / perSecond) * 10) / 10;
  return { ok: false, bucket: { tokens: refilled, at: now, refusals: refusals + 1 }, retryAfter };
}

interface Turns {
  readonly memory: { readonly buckets: Map<string, Bucket> };
  readonly clock: Clock;
}

/** One use of `key` at this moment, counted in the process's memory. */
export function consumeToken({ memory, clock }: Turns, key: string, rate: Rate): Paced {
  const paced = pace(memory.buckets.get(key), rate, clock.now());
  setBounded(memory.buckets, key, paced.bucket);
  return paced;
}
