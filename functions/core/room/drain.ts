// The baton's holder carries what was accepted to the receive channel: log, fan-out, release, until
// nothing waits. A holder that dies leaves its messages in `pending`; whoever next touches the
// room, at the latest the tail alarm, takes the baton over when its lease has run out.

import type { Context } from '../context.ts';
import type { Baton, Room, RoomId } from '../ports.ts';
import { bounds, timing } from '../settings.ts';
import { isLive } from './create.ts';
import { broadcastMessages } from './fan-out.ts';
import { leaseOf, newBaton, type Lease } from './lease.ts';
import { dismissUnreachable, seatsAt } from './members.ts';
import { lookAgain, watchTail } from './tail.ts';

/**
 * Drains while `mine` holds. Returns when nothing waits, the room is over, or the baton went to
 * somebody else.
 */
export async function drain(context: Context, room: Room, mine: Baton): Promise<void> {
  const lease = leaseOf(context, room.id, mine);
  let current = (await context.gather?.(room.id)) ?? room;
  // Meanwhile it may have ended and begun anew.
  if (current.baton?.id !== mine.id) return;
  while (current.pending.length > 0 && current.expiresAt > context.clock.now()) {
    const delivered = await deliver(context, current, lease);
    if (delivered === 'lost') return;
    const renewed = lease.renewed();
    const outcome = await context.rooms.release({
      room: current.id,
      baton: mine,
      renewed,
      ...delivered,
    });
    if (outcome.state !== 'more') return;
    current = outcome.room;
    lease.keep(renewed);
  }
}

/**
 * Takes over a tail whose holder is gone (or was never there) and drains it. While a holder's lease
 * runs it is left to it, but not without an alarm: the holder may have died before it could set
 * one.
 */
export async function rescue(context: Context, room: Room): Promise<void> {
  if (room.pending.length === 0) return;
  await watchTail(context, room);
  await takeOver(context, room);
}

/**
 * The tail alarm rings: delivers what waits without a deliverer, and looks again as long as
 * anything waits.
 */
export async function lookAtTail(
  context: Context,
  { room: id, epoch }: { readonly room: RoomId; readonly epoch: string },
): Promise<void> {
  const room = await context.rooms.read(id);
  const now = context.clock.now();
  if (room?.epoch !== epoch || !isLive(room, now) || room.pending.length === 0) return;
  // No lease is longer than its term, whatever another function's clock says. Set before taking
  // over: who takes over may die too.
  const free = Math.min(room.baton?.until ?? now, now + timing.batonMilliseconds);
  await lookAgain(context, room, free > now ? free : now + timing.tailMilliseconds);
  await takeOver(context, room);
}

async function takeOver(context: Context, room: Room): Promise<void> {
  const now = context.clock.now();
  if (room.baton !== undefined && room.baton.until > now) return;
  const mine = newBaton(context);
  const taken = await context.rooms.takeBaton({ room: room.id, from: room.baton, to: mine, now });
  if (taken !== undefined) await drain(context, taken, mine);
}

/**
 * Delivers as much of what waits as is sure to be done in one term of the lease, and says how many
 * messages that was and whether they are yet to be logged. The log comes before the posts: a member
 * who returns finds everything that anybody was shown, there or still in the room.
 */
async function deliver(
  context: Context,
  room: Room,
  lease: Lease,
): Promise<{ readonly count: number; readonly keep: boolean } | 'lost'> {
  const { id, expiresAt, membership } = room;
  const seats = await seatsAt(context, id, membership);
  const single = seats.filter((seat) => !seat.batch).length;
  const share = room.pending.slice(
    0,
    Math.max(1, Math.floor(bounds.postsOfDelivery / Math.max(1, single))),
  );
  const delivered = {
    count: share.length,
    keep: (await context.rooms.append({ room, messages: share })) === 'keep',
  };
  const now = context.clock.now();
  if (now >= expiresAt) return delivered;
  const unreachable = await broadcastMessages({
    world: context,
    room,
    epoch: room.epoch,
    seats,
    now,
    messages: share,
    lease,
  });
  if (lease.isLost()) return 'lost';
  await dismissUnreachable(context, id, unreachable);
  return delivered;
}
