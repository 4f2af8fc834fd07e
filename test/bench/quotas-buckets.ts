// Token buckets, and an account's use of each per slot of time. They don't know what they limit.

import { byName } from './by-name.ts';

export interface Rate {
  readonly rate: number;
  readonly burst: number;
}

export interface Bucket {
  /**
   * Takes tokens at a moment, in milliseconds that never decrease. Returns false, and takes none,
   * if there are too few.
   */
  take(now: number, count?: number): boolean;
  /**
   * Takes tokens for completed work, since DynamoDB knows a request's size only after it ran.
   * Returns false, and takes none, if the bucket is empty.
   */
  use(now: number, count: number): boolean;
}

export function createBucket({ rate, burst }: Rate): Bucket {
  let tokens = burst;
  let filledAt = -Infinity;
  const fill = (now: number): void => {
    if (now > filledAt) {
      tokens =
        filledAt === -Infinity
          ? burst
          : Math.min(burst, tokens + (rate * (now - filledAt)) / 1_000);
    }
    filledAt = Math.max(filledAt, now);
  };
  return {
    take(now, count = 1) {
      fill(now);
      // Floating-point error must not cost a token.
      if (tokens < count - 1e-9) return false;
      tokens -= count;
      return true;
    },
    use(now, count) {
      fill(now);
      if (tokens <= 0) return false;
      tokens -= count;
      return true;
    },
  };
}

/** The counters of an account over time. */
export const series = [
  'requests',
  'frames',
  'connections',
  'busy',
  'roomWrites',
  'roomReads',
  'connectionWrites',
  'connectionReads',
] as const;
export type Series = (typeof series)[number];

export const slotMilliseconds = 200;

/** The amount of each counter in each slot. */
export type Slots = Readonly<Record<Series, Float64Array>>;

export interface Ledger {
  add(what: Series, at: number, count: number): void;
  /** Spreads an amount evenly over its duration, as milliseconds in each slot. */
  span(what: Series, from: number, to: number): void;
  slots(seconds: number): Slots;
}

export function createLedger(): Ledger {
  const counts = new Map<Series, number[]>(series.map((name) => [name, []]));
  const add = (what: Series, at: number, count: number): void => {
    const slots = counts.get(what);
    const slot = Math.max(0, Math.floor(at / slotMilliseconds));
    if (slots !== undefined) slots[slot] = (slots[slot] ?? 0) + count;
  };
  return {
    add,
    span(what, from, to) {
      for (let at = from; at < to;) {
        const end = Math.min(to, (Math.floor(at / slotMilliseconds) + 1) * slotMilliseconds);
        add(what, at, end - at);
        at = end;
      }
    },
    slots(seconds) {
      const length = Math.ceil((seconds * 1_000) / slotMilliseconds);
      return byName(series, (name) =>
        Float64Array.from({ length }, (_, slot) => counts.get(name)?.[slot] ?? 0),
      );
    },
  };
}
