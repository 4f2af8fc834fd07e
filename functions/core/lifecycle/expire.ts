// The end of a room: everyone in it gets `phx_close` with a receipt, their connections are closed,
// and its content is deleted.

import type { CloseReason, Receipt } from '../../protocol/events.ts';
import type { Context } from '../context.ts';
import {
  closeSubscription,
  getEndReason,
  type Farewell,
} from '../membership/close-subscription.ts';
import { fanOutMessages } from '../messaging/fan-out.ts';
import type { FiredTimer, Room, Subscription } from '../ports.ts';
import { isLive } from '../room-views.ts';
import { serverLimits, timing } from '../settings.ts';

/**
 * Handles the timer of a room's end. If it fires early, because the queue cannot delay longer or
 * the room was extended, sets it again. Late and repeated calls are harmless.
 */
export async function expire(context: Context, { room: id, epoch }: FiredTimer): Promise<void> {
  const { clock, rooms, timers } = context;
  const room = await rooms.get(id);
  if (room?.epoch !== epoch) return;
  const { expiresAt } = room;
  if (isLive(room, clock.now())) {
    await timers.set({ kind: 'end', room: id, epoch, at: expiresAt });
    return;
  }
  const reason = getEndReason(room, clock.now());
  // An extension that was allowed before the end may be written only now.
  const closed = (await rooms.close({ room: id, epoch, expiresAt })) ?? (await rooms.get(id));
  if (closed?.epoch !== epoch) return;
  if (closed.state === 'closed') await deleteAndCloseEach(context, closed, reason);
  else await timers.set({ kind: 'end', room: id, epoch, at: closed.expiresAt });
}

/**
 * Closes a room before its end. Sets a timer first, which completes the work if this process dies.
 */
export async function closeRoom(context: Context, { id, epoch }: Room): Promise<Room | undefined> {
  await context.timers.set({
    kind: 'close',
    room: id,
    epoch,
    at: context.clock.now() + timing.closeRetryMilliseconds,
  });
  return context.rooms.close({ room: id, epoch });
}

/**
 * Handles the timer of an owner's close. If the owner's call died before it closed the room, closes
 * it now.
 */
export async function retryClose(context: Context, { room: id, epoch }: FiredTimer): Promise<void> {
  const room = await context.rooms.get(id);
  if (room?.epoch === epoch) await endRoom(context, room);
}

/**
 * Ends a room for good. Safe to repeat: the subscriptions stay until every one of them was closed.
 * Returns false if a connection could not be reached.
 */
export async function endRoom(context: Context, room: Room): Promise<boolean> {
  const { clock, rooms } = context;
  const { id, epoch } = room;
  const reason = getEndReason(room, clock.now());
  const closed = (await rooms.close({ room: id, epoch })) ?? (await rooms.get(id));
  return closed?.epoch === epoch ? deleteAndCloseEach(context, closed, reason) : true;
}

/** Deletes the content of a closed room, and closes its connections. Returns as `endRoom` does. */
async function deleteAndCloseEach(
  context: Context,
  closed: Room,
  reason: CloseReason,
): Promise<boolean> {
  const { timers, clock, rooms, memory } = context;
  const { id, epoch } = closed;
  // An open room may have opened again meanwhile.
  const listed = await context.subscriptions.list(id);
  const subscriptions = listed.filter((subscription) => subscription.epoch === epoch);
  const delivered = await deliverLast(context, closed, subscriptions);
  const { messages, names } = await rooms.deleteContent(id);
  const receipt: Receipt = {
    accepted: closed.seq,
    delivered: closed.deliveredSeq + delivered,
    filtered: closed.filtered,
    deleted: { messages, names, connections: countConnections(subscriptions) },
  };
  const isEveryoneClosed = await closeEach(context, subscriptions, { reason, receipt });

  memory.subscriptions.delete(id);
  if (isEveryoneClosed) {
    await context.subscriptions.deleteAll(id);
  } else {
    const at = clock.now() + timing.closeRetryMilliseconds;
    await timers.set({ kind: 'end', room: id, epoch, at });
  }
  return isEveryoneClosed;
}

/**
 * Delivers the last messages of a room that its owner closed: their senders may have the reply. The
 * deliverer lost its lease, so some may be delivered twice, but in order. Returns how many there
 * were. From the room's end on, nothing is delivered.
 */
async function deliverLast(
  context: Context,
  room: Room,
  subscriptions: readonly Subscription[],
): Promise<number> {
  const { undelivered: messages, epoch, expiresAt } = room;
  const now = context.clock.now();
  if (messages.length === 0 || now >= expiresAt) return 0;
  await fanOutMessages({ ports: context, room, epoch, subscriptions, now, messages });
  return messages.length;
}

const countConnections = (subscriptions: readonly Subscription[]): number =>
  subscriptions.filter(({ bot }) => bot === undefined).length;

/** Returns false if a connection could not be reached. */
async function closeEach(
  context: Context,
  subscriptions: readonly Subscription[],
  farewell: Farewell,
): Promise<boolean> {
  const remaining = subscriptions.values();
  let isEveryoneClosed = true;
  const closeInTurn = async (): Promise<void> => {
    for (const subscription of remaining) {
      if (!(await closeSubscription(context, subscription, farewell))) isEveryoneClosed = false;
    }
  };
  await Promise.all(Array.from({ length: serverLimits.maxConcurrentCloses }, closeInTurn));
  return isEveryoneClosed;
}
