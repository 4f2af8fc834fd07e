// Which of two joins of one connection came later, as their refs tell: frames of one connection may
// overtake each other, and a slow first try may end after the second. Who sits by which join is the
// store's to keep (RoomStore.sit in ports.ts).

import type { Subscription } from '../ports.ts';

/**
 * A ref's place in the order of its connection. Phoenix clients count their refs up; of other refs
 * nobody can tell.
 */
export const orderOf = (joinRef: Subscription['joinRef']): number | undefined =>
  /^\d{1,15}$/.test(String(joinRef)) ? Number(joinRef) : undefined;

export function isEarlierJoin(
  joinRef: Subscription['joinRef'],
  standing: Subscription['joinRef'],
): boolean {
  const [order, other] = [orderOf(joinRef), orderOf(standing)];
  return order !== undefined && other !== undefined && order < other;
}
