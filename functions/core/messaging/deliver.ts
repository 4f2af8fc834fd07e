// Delivers a room's undelivered messages: to the log, to the subscriptions, and out of the room, in
// batches until none remain. Only the holder of the room's delivery lease does this.
//
// If the holder dies, its messages stay undelivered. The next activity in the room, or the delivery
// timer, takes the lease over once it has expired.

import { setBounded } from '../bounded-map.ts';
import type { Context } from '../context.ts';
import { readSubscriptions } from '../membership/cached-subscriptions.ts';
import type { AcceptedMessage, DeliveryLease, FiredTimer, Room, Subscription } from '../ports.ts';
import { isLive } from '../room-views.ts';
import { serverLimits, timing } from '../settings.ts';
import { fanOutMessages } from './fan-out.ts';
import { createLease, holdLease, type HeldLease } from './lease.ts';
import { pruneUnreachable } from './publish.ts';

// A timer that fires too soon might look before the message is there.
const minTimerDelayMilliseconds = 1_000;

interface AdmittedToRoom {
  readonly room: Room;
  /** The lease that the admitting write offered. */
  readonly lease: DeliveryLease;
}

/** Delivers an admitted message if its write took the lease. Otherwise the holder delivers it. */
export const deliverAdmitted = (
  context: Context,
  { room, lease }: AdmittedToRoom,
): Promise<void> =>
  room.lease?.id === lease.id
    ? deliverUndelivered(context, room, lease)
    : resumeDelivery(context, room);

/**
 * Delivers until no message is undelivered, the room is over, or the lease is lost.
 */
async function deliverUndelivered(
  context: Context,
  room: Room,
  lease: DeliveryLease,
): Promise<void> {
  const heldLease = holdLease(context, room.id, lease);
  let current = (await context.coalesce?.(room.id)) ?? room;
  // The room may have ended and opened again meanwhile.
  if (current.lease?.id !== lease.id) return;

  while (current.undelivered.length > 0 && current.expiresAt > context.clock.now()) {
    const count = await deliverBatch(context, current, heldLease);
    if (count === 'lost') return;

    const renewed = heldLease.extended();
    const outcome = await context.rooms.release({
      room: current.id,
      lease,
      renewed,
      count,
    });
    if (outcome.state !== 'renewed') return;
    current = outcome.room;
    heldLease.setLease(renewed);
  }
}

/**
 * Delivers as many messages as can be posted within one term of the lease, and returns how many.
 * The log comes before the posts: a returning member finds every message that anyone has seen, in
 * the log or in the room.
 */
async function deliverBatch(
  context: Context,
  room: Room,
  heldLease: HeldLease,
): Promise<number | 'lost'> {
  const subscriptions = await readSubscriptions(context, room.id, room.membership);
  const messages = takeBatch(room.undelivered, subscriptions);
  await context.messages.append({ room, messages });

  const now = context.clock.now();
  if (now >= room.expiresAt) return messages.length;
  const unreachable = await fanOutMessages({
    ports: context,
    room,
    epoch: room.epoch,
    subscriptions,
    now,
    messages,
    heldLease,
  });
  if (heldLease.isLost()) return 'lost';

  await pruneUnreachable(context, room.id, unreachable);
  return messages.length;
}

/** A connection without `batch` costs one post per message. A bot has none. */
function takeBatch(
  undelivered: readonly AcceptedMessage[],
  subscriptions: readonly Subscription[],
): readonly AcceptedMessage[] {
  const unbatched = subscriptions.filter(({ batch, bot }) => !batch && bot === undefined).length;
  const size = Math.floor(serverLimits.maxPostsPerDelivery / Math.max(1, unbatched));
  return undelivered.slice(0, Math.max(1, size));
}

/**
 * Delivers undelivered messages that have no live deliverer. If another function holds the lease,
 * only makes sure that the delivery timer is set: the holder may have died before it set one.
 */
export async function resumeDelivery(context: Context, room: Room): Promise<void> {
  if (room.undelivered.length === 0) return;
  await ensureDeliveryTimer(context, room);
  await takeOverDelivery(context, room);
}

async function takeOverDelivery(context: Context, room: Room): Promise<void> {
  const now = context.clock.now();
  if (room.lease !== undefined && room.lease.until > now) return;

  const lease = createLease(context);
  const taken = await context.rooms.takeLease({ room: room.id, from: room.lease, to: lease, now });
  if (taken !== undefined) await deliverUndelivered(context, taken, lease);
}

type RoomIncarnation = Pick<Room, 'id' | 'epoch'>;

/**
 * Schedules a timer that delivers undelivered messages if their deliverer dies. One timer serves
 * all messages until shortly before it fires.
 */
export async function ensureDeliveryTimer(context: Context, room: RoomIncarnation): Promise<void> {
  const now = context.clock.now();
  const setTo = context.memory.timers.get(deliveryTimerKey(room)) ?? 0;
  if (setTo > now + minTimerDelayMilliseconds) return;
  await setDeliveryTimer(context, room, now + timing.deliveryTimerMilliseconds);
}

async function setDeliveryTimer(
  { timers, memory }: Context,
  room: RoomIncarnation,
  at: number,
): Promise<void> {
  await timers.set({ kind: 'delivery', room: room.id, epoch: room.epoch, at });
  setBounded(memory.timers, deliveryTimerKey(room), at);
}

const deliveryTimerKey = ({ id, epoch }: RoomIncarnation): string => `delivery ${id} ${epoch}`;

/**
 * Handles the delivery timer: delivers what is undelivered, and sets the timer again until then.
 */
export async function runDeliveryTimer(
  context: Context,
  { room: id, epoch }: FiredTimer,
): Promise<void> {
  const room = await context.rooms.get(id);
  const now = context.clock.now();
  if (room?.epoch !== epoch || !isLive(room, now) || room.undelivered.length === 0) return;

  // No lease outlasts its term, whatever another function's clock says. The timer is set first: we
  // may die too.
  const freeAt = Math.min(room.lease?.until ?? now, now + timing.leaseMilliseconds);
  const next = freeAt > now ? freeAt : now + timing.deliveryTimerMilliseconds;
  await setDeliveryTimer(context, room, next);
  await takeOverDelivery(context, room);
}
