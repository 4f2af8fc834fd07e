// Counting hits over the last 30 days. Pure.

import type { Days } from '../lists/word-list.ts';

const dayMilliseconds = 86_400_000;
export const daysKept = 30;

/** Day by day, today last; in UTC, as the server counts. */
export const lastDays = (hits: Days, now: number): readonly number[] =>
  Array.from(
    { length: daysKept },
    (_, index) =>
      hits[new Date(now - (daysKept - 1 - index) * dayMilliseconds).toISOString().slice(0, 10)] ??
      0,
  );

export const sumOf = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + count, 0);
