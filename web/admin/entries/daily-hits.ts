// Counts matches by day. Pure.

import type { HitsByDay } from '../lists/list-model.ts';

const dayMilliseconds = 86_400_000;

/** The number of days that the page shows. */
export const hitDays = 30;

/** Returns the matches of each of the last 30 UTC days, today last. */
export const countByDay = (hits: HitsByDay, now: number): readonly number[] =>
  Array.from({ length: hitDays }, (_, index) => {
    const time = now - (hitDays - 1 - index) * dayMilliseconds;
    return hits[new Date(time).toISOString().slice(0, 10)] ?? 0;
  });

export const sum = (counts: readonly number[]): number =>
  counts.reduce((total, count) => total + count, 0);
