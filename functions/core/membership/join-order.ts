// The order of two joins of one connection, by their refs. Frames may overtake each other, and a
// slow first try may end after the second. The Subscriptions port keeps the later one.

import type { Subscription } from '../ports.ts';

/**
 * Returns a join ref's place in the order of its connection. Phoenix clients count their refs up.
 * Undefined: the ref is not a number, so its place is unknown.
 */
export const parseJoinOrder = (joinRef: Subscription['joinRef']): number | undefined =>
  /^\d{1,15}$/.test(String(joinRef)) ? Number(joinRef) : undefined;

/** Whether a join is known to be earlier than another. */
export function isEarlierJoin(
  joinRef: Subscription['joinRef'],
  other: Subscription['joinRef'],
): boolean {
  const [order, otherOrder] = [parseJoinOrder(joinRef), parseJoinOrder(other)];
  return order !== undefined && otherOrder !== undefined && order < otherOrder;
}
