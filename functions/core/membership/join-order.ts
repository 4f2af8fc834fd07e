// The order of two joins of one connection, by their refs. Frames may overtake each other, and a
// slow first try may end after the second. The Subscriptions port keeps the later one. A leave may
// overtake its join, too: the connection's record keeps it for the join to find.

import type { Frame } from '../../protocol/frames.ts';
import type { Connection, RoomId, Subscription } from '../ports.ts';
import { timing } from '../settings.ts';

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

interface JoinFrame extends Pick<Frame, 'joinRef' | 'ref'> {
  readonly room: RoomId;
}

/**
 * Whether a leave has overtaken this join. A leave without a join_ref ends only joins that are
 * known to be earlier.
 */
export const isOvertakenByLeave = (
  { earlyLeaves }: Connection,
  { room, joinRef, ref }: JoinFrame,
  now: number,
): boolean =>
  earlyLeaves.some((leave) => {
    if (leave.room !== room || leave.at + timing.earlyLeaveMilliseconds <= now) return false;
    return leave.joinRef === null
      ? isEarlierJoin(ref, leave.ref)
      : leave.joinRef === joinRef && !isEarlierJoin(leave.ref, ref);
  });
