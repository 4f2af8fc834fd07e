// Token buckets: the rate limits of connections, members and rooms. They are kept in the process's
// memory. In the cloud each warm function keeps its own, so a limit there is per function.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { setBounded } from '../bounded-map.ts';
import type { Clock } from '../ports.ts';

interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Bucket {
  readonly tokens: number;
  readonly at: number;
  /** Refusals since the last success. */
  readonly refusals: number;
}

interface TokenTaken {
  readonly ok: true;
  readonly bucket: Bucket;
}

interface BucketEmpty {
  readonly ok: false;
  readonly bucket: Bucket;
  /** Seconds, rounded up to a tenth. */
  readonly retryAfter: number;
}

/** `consecutiveRefusals`: how often in a row this connection exceeded its own limit. */
export interface RateRefusal extends Refusal {
  readonly consecutiveRefusals?: number;
}

/** Refills a bucket and takes one token at `now`. @internal */
export function refillAndTake(
  bucket: Bucket | undefined,
  { perSecond, burst }: Rate,
  now: number,
): TokenTaken | BucketEmpty {
  const { tokens, at, refusals } = bucket ?? { tokens: burst, at: now, refusals: 0 };
  const refilled = Math.min(burst, tokens + (Math.max(0, now - at) / 1_000) * perSecond);
  if (refilled >= 1) return { ok: true, bucket: { tokens: refilled - 1, at: now, refusals: 0 } };

  const retryAfter = Math.ceil(((1 - refilled) / perSecond) * 10) / 10;
  return { ok: false, bucket: { tokens: refilled, at: now, refusals: refusals + 1 }, retryAfter };
}

interface RateLimitContext {
  readonly memory: { readonly buckets: Map<string, Bucket> };
  readonly clock: Clock;
}

/** Takes one token from the bucket of `key`. */
export function consumeToken(
  { memory, clock }: RateLimitContext,
  key: string,
  rate: Rate,
): TokenTaken | BucketEmpty {
  const taken = refillAndTake(memory.buckets.get(key), rate, clock.now());
  setBounded(memory.buckets, key, taken.bucket);
  return taken;
}

export interface RateState {
  readonly name: string;
  readonly rate: Rate;
  readonly taken: TokenTaken | BucketEmpty;
}

/**
 * Describes limits in the headers of a response: how many requests each allows in how many seconds,
 * how many remain, and the seconds until its bucket is full.
 * Source: draft-ietf-httpapi-ratelimit-headers-10.
 *
 * @example
 * describeRates([{ name: 'token', rate: { perSecond: 20, burst: 120 }, taken }]);
 * // { 'ratelimit-policy': '"token";q=120;w=6', ratelimit: '"token";r=118;t=1' }
 */
export function describeRates(states: readonly RateState[]): Readonly<Record<string, string>> {
  if (states.length === 0) return {};
  const policies = states.map(
    ({ name, rate: { perSecond, burst } }) =>
      `"${name}";q=${burst};w=${Math.ceil(burst / perSecond)}`,
  );
  const remaining = states.map(({ name, rate: { perSecond, burst }, taken: { bucket } }) => {
    const left = Math.max(0, Math.floor(bucket.tokens));
    return `"${name}";r=${left};t=${Math.ceil((burst - bucket.tokens) / perSecond)}`;
  });
  return { 'ratelimit-policy': policies.join(', '), ratelimit: remaining.join(', ') };
}

interface Spending {
  readonly key: string;
  readonly rate: Rate;
  readonly amount: number;
}

/**
 * Takes tokens for work that is done. The bucket may owe some afterwards, so the next work waits
 * until it has been paid.
 */
export function spendTokens(
  { memory, clock }: RateLimitContext,
  { key, rate, amount }: Spending,
): void {
  const { bucket } = refillAndTake(memory.buckets.get(key), rate, clock.now());
  setBounded(memory.buckets, key, { ...bucket, tokens: bucket.tokens - amount });
}

/** Returns the refusal of a connection that exceeded its own limit. */
export const refuseRate = ({ bucket, retryAfter }: BucketEmpty): RateRefusal => ({
  ...refuse('rate_limited'),
  retryAfter,
  consecutiveRefusals: bucket.refusals,
});
