// Computes how many rooms fit: superimposes the traces of a few rooms at many start times and
// passes the sum through the account's buckets. quotas-world.ts describes a trace;
// quotas-figures.ts shows that sums behave like whole runs.

import type { Chance } from '../simulator/chance.ts';
import {
  createBucket,
  series,
  slotMilliseconds,
  type Rate,
  type Series,
} from './quotas-buckets.ts';
import type { Limits } from './quotas-facts.ts';
import type { Trace } from './quotas-world.ts';

/** A limit that many rooms share. A level holds at each moment; a bucket over time. */
interface Shared {
  readonly name: string;
  readonly of: Series;
  readonly limit: { readonly bucket: Rate } | { readonly level: number };
}

const sharedLimits = ({
  requests,
  frames,
  connections,
  lambda,
  writes,
  reads,
}: Limits): readonly Shared[] => [
  { name: 'API Gateway requests', of: 'requests', limit: { bucket: requests } },
  { name: 'frames into our stage', of: 'frames', limit: { bucket: frames } },
  { name: 'new connections', of: 'connections', limit: { bucket: connections } },
  { name: 'Lambda at once', of: 'busy', limit: { level: lambda.concurrent } },
  { name: 'writes to rooms', of: 'roomWrites', limit: { bucket: writes } },
  { name: 'reads of rooms', of: 'roomReads', limit: { bucket: reads } },
  { name: 'writes to connections', of: 'connectionWrites', limit: { bucket: writes } },
  { name: 'reads of connections', of: 'connectionReads', limit: { bucket: reads } },
];

/**
 * The share of first requests that may be throttled while rooms still count as fitting. The real
 * adapters retry posts and commands within a second.
 */
export const maxRefusedShare = 1e-3;
/**
 * Up to this many rooms are summed one by one. Larger sums are scaled, since by then they are even.
 */
const maxSummedRooms = 4_000;

interface Sparse {
  readonly slots: Int32Array;
  readonly counts: Float64Array;
}

const sparse = (counts: Float64Array): Sparse => {
  const slots = Int32Array.from([...counts.keys()].filter((slot) => counts[slot] !== 0));
  return { slots, counts: Float64Array.from(slots, (slot) => counts[slot] ?? 0) };
};

export interface Crowd {
  /** The sum of this many rooms. Each one that ends is replaced by a new one, at random times. */
  sum(rooms: number, of: Series): Float64Array;
}

/**
 * `until`: the end of the part of a room that counts. Later work belongs to the rooms that follow.
 */
export function createCrowd(
  traces: readonly Trace[],
  { seconds, chance }: { readonly seconds: number; readonly chance: Chance },
): Crowd {
  const length = Math.round((seconds * 1_000) / slotMilliseconds);
  const kept = traces.map(
    ({ slots }) => new Map(series.map((name) => [name, sparse(slots[name])])),
  );
  /** The trace and start of each room. A smaller crowd is the beginning of a larger one. */
  const places: { readonly trace: number; readonly from: number }[] = [];
  const known = new Map<string, Float64Array>();
  const sum = (rooms: number, of: Series): Float64Array => {
    while (places.length < rooms) {
      places.push({ trace: chance.int(0, traces.length - 1), from: chance.int(0, length - 1) });
    }
    const total = new Float64Array(length);
    for (let room = 0; room < rooms; room += 1) {
      const { trace = 0, from = 0 } = places[room] ?? {};
      const { slots, counts } = kept[trace]?.get(of) ?? { slots: [], counts: [] };
      for (let index = 0; index < slots.length; index += 1) {
        const slot = ((slots[index] ?? 0) + from) % length;
        total[slot] = (total[slot] ?? 0) + (counts[index] ?? 0);
      }
    }
    return total;
  };
  return {
    sum(wanted, of) {
      const rooms = Math.min(wanted, maxSummedRooms);
      const name = `${of} ${rooms}`;
      const total = known.get(name) ?? sum(rooms, of);
      known.set(name, total);
      return rooms === wanted ? total : total.map((count) => (count * wanted) / rooms);
    },
  };
}

/** The share of requests that are refused. Refused requests are not retried here. */
function refusedShare(counts: Float64Array, limit: Shared['limit']): number {
  const asked = counts.reduce((sum, count) => sum + count, 0);
  if (asked === 0) return 0;
  if ('level' in limit) {
    // Milliseconds of invocations that fit a slot at full concurrency.
    const over = counts.reduce(
      (sum, count) => sum + Math.max(0, count - limit.level * slotMilliseconds),
      0,
    );
    return over / asked;
  }
  const bucket = createBucket(limit.bucket);
  let refused = 0;
  // Two passes: the second begins with the bucket as the first left it.
  for (let slot = 0; slot < 2 * counts.length; slot += 1) {
    const count = counts[slot % counts.length] ?? 0;
    const taken = takeSome(bucket, slot * slotMilliseconds, count);
    if (slot >= counts.length) refused += count - taken;
  }
  return refused / asked;
}

/** Takes as many tokens as there are. */
function takeSome(bucket: ReturnType<typeof createBucket>, now: number, count: number): number {
  if (count === 0 || bucket.take(now, count)) return count;
  let taken = 0;
  for (let step = 2 ** Math.floor(Math.log2(Math.max(1, count))); step >= 1; step /= 2) {
    if (taken + step <= count && bucket.take(now, step)) taken += step;
  }
  return taken;
}

export interface Fit {
  readonly name: string;
  /** Finds the most concurrent rooms for which this limit alone refuses almost nothing. */
  readonly rooms: number;
}

/** Computes the fit for each limit separately, the lowest first. */
export function findFits(crowd: Crowd, limits: Limits, max = 1_000_000): readonly Fit[] {
  const shares = sharedLimits(limits);
  return shares
    .map(({ name, of, limit }): Fit => {
      const fits = (rooms: number): boolean =>
        refusedShare(crowd.sum(rooms, of), limit) <= maxRefusedShare;
      let good = 0;
      let bad = 1;
      while (bad < max && fits(bad)) [good, bad] = [bad, bad * 2];
      if (bad >= max) return { name, rooms: max };
      // Precise to one in two hundred, since the sums are random.
      while (bad - good > Math.max(1, good / 200)) {
        const middle = Math.floor((good + bad) / 2);
        if (fits(middle)) good = middle;
        else bad = middle;
      }
      return { name, rooms: good };
    })
    .toSorted((one, other) => one.rooms - other.rooms);
}

/** The mean per second. */
export const perSecond = (counts: Float64Array): number =>
  counts.reduce((sum, count) => sum + count, 0) / ((counts.length * slotMilliseconds) / 1_000);
