// The baton's holder carries what was accepted to the receive channel: log, fan-out, release, until
// nothing waits. A holder that dies leaves its messages in `undelivered`; whoever next touches the
// room, at the latest the tail alarm, takes the baton over when its lease has run out.

import type { Context } from '../context.ts';
import type { DeliveryLease, Room, RoomId } from '../ports.ts';
import { bounds, timing } from '../settings.ts';
import { isLive } from '../lifecycle/create-room.ts';
import { broadcastMessages } from './broadcast.ts';
import { holdLease, createLease, type HeldLease } from './lease.ts';
import { pruneUnreachable, readSubscriptions } from '../membership/members.ts';
import { setDeliveryTimer, ensureDeliveryTimer } from './delivery-timer.ts';

/**
 * Drains while `mine` holds. Returns when nothing waits, the room is over, or the baton went to
 * somebody else.
 */
export async function deliverUndelivered(
  context: Context,
  room: Room,
  mine: DeliveryLease,
): Promise<void> {
  const heldLease = holdLease(context, room.id, mine);
  let current = (await context.coalesce?.(room.id)) ?? room;
  // Meanwhile it may have ended and begun anew.
  if (current.lease?.id !== mine.id) return;
  while (current.undelivered.length > 0 && current.expiresAt > context.clock.now()) {
    const delivered = await deliver(context, current, heldLease);
    if (delivered === 'lost') return;
    const renewed = heldLease.renewed();
    const outcome = await context.rooms.release({
      room: current.id,
      lease: mine,
      renewed,
      ...delivered,
    });
    if (outcome.state !== 'renewed') return;
    current = outcome.room;
    heldLease.keep(renewed);
  }
}

/**
 * Takes over a tail whose holder is gone (or was never there) and drains it. While a holder's lease
 * runs it is left to it, but not without an alarm: the holder may have died before it could set
 * one.
 */
export async function resumeDelivery(context: Context, room: Room): Promise<void> {
  if (room.undelivered.length === 0) return;
  await ensureDeliveryTimer(context, room);
  await takeOver(context, room);
}

/**
 * The tail alarm rings: delivers what waits without a deliverer, and looks again as long as
 * anything waits.
 */
export async function runDeliveryTimer(
  context: Context,
  { room: id, epoch }: { readonly room: RoomId; readonly epoch: string },
): Promise<void> {
  const room = await context.rooms.get(id);
  const now = context.clock.now();
  if (room?.epoch !== epoch || !isLive(room, now) || room.undelivered.length === 0) return;
  // No lease is longer than its term, whatever another function's clock says. Set before taking
  // over: who takes over may die too.
  const free = Math.min(room.lease?.until ?? now, now + timing.leaseMilliseconds);
  await setDeliveryTimer(context, room, free > now ? free : now + timing.deliveryTimerMilliseconds);
  await takeOver(context, room);
}

async function takeOver(context: Context, room: Room): Promise<void> {
  const now = context.clock.now();
  if (room.lease !== undefined && room.lease.until > now) return;
  const mine = createLease(context);
  const taken = await context.rooms.takeLease({ room: room.id, from: room.lease, to: mine, now });
  if (taken !== undefined) await deliverUndelivered(context, taken, mine);
}

/**
 * Delivers as much of what waits as is sure to be done in one term of the lease, and says how many
 * messages that was and whether they are yet to be logged. The log comes before the posts: a member
 * who returns finds everything that anybody was shown, there or still in the room.
 */
async function deliver(
  context: Context,
  room: Room,
  heldLease: HeldLease,
): Promise<{ readonly count: number; readonly keep: boolean } | 'lost'> {
  const { id, expiresAt, membership } = room;
  const subscriptions = await readSubscriptions(context, id, membership);
  const single = subscriptions.filter((subscription) => !subscription.batch).length;
  const share = room.undelivered.slice(
    0,
    Math.max(1, Math.floor(bounds.postsOfDelivery / Math.max(1, single))),
  );
  const delivered = {
    count: share.length,
    keep: (await context.messages.append({ room, messages: share })) === 'keep',
  };
  const now = context.clock.now();
  if (now >= expiresAt) return delivered;
  const unreachable = await broadcastMessages({
    ports: context,
    room,
    epoch: room.epoch,
    subscriptions,
    now,
    messages: share,
    heldLease,
  });
  if (heldLease.isLost()) return 'lost';
  await pruneUnreachable(context, id, unreachable);
  return delivered;
}
