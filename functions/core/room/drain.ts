// The baton's holder carries what was accepted to the receive channel: log, fan-out, release, until nothing waits.
// A holder that dies leaves its messages in `pending`; whoever next touches the room, at the latest the tail alarm, takes the
// baton over when its lease has run out.

import type { Context } from '../context.ts';
import type { Baton, Room } from '../ports.ts';
import { bounds } from '../settings.ts';
import { broadcastMessages } from './fan-out.ts';
import { leaseOf, newBaton, type Lease } from './lease.ts';
import { dismissUnreachable, seatsAt } from './members.ts';

/** Drains while `mine` holds. Returns when nothing waits, the room is over, or the baton went to somebody else. */
export async function drain(context: Context, room: Room, mine: Baton): Promise<void> {
  const lease = leaseOf(context, room.id, mine);
  let current = room;
  while (current.pending.length > 0 && current.expiresAt > context.clock.now()) {
    const count = await deliver(context, current, lease);
    if (count === 'lost') return;
    const renewed = lease.renewed();
    const outcome = await context.rooms.release({ room: current.id, baton: mine, renewed, count });
    if (outcome.state !== 'more') return;
    current = outcome.room;
    lease.keep(renewed);
  }
}

/** Takes over a tail whose holder is gone (or was never there) and drains it. Does nothing while a holder's lease runs. */
export async function rescue(context: Context, room: Room): Promise<void> {
  const { clock, rooms } = context;
  const now = clock.now();
  if (room.pending.length === 0 || (room.baton !== undefined && room.baton.until > now)) return;
  const mine = newBaton(context);
  const taken = await rooms.takeBaton({ room: room.id, from: room.baton, to: mine, now });
  if (taken !== undefined) await drain(context, taken, mine);
}

/**
 * Delivers as much of what waits as is sure to be done in one term of the lease, and says how many messages that was.
 * The log comes before the posts: a member who returns finds everything that anybody was shown.
 */
async function deliver(context: Context, room: Room, lease: Lease): Promise<number | 'lost'> {
  const { id, expiresAt, membership } = room;
  const seats = await seatsAt(context, id, membership);
  const single = seats.filter((seat) => !seat.batch).length;
  const share = room.pending.slice(0, Math.max(1, Math.floor(bounds.postsOfDelivery / Math.max(1, single))));
  await context.rooms.append({ room, messages: share });
  const now = context.clock.now();
  if (now >= expiresAt) return share.length;
  const { gateway } = context;
  const unreachable = await broadcastMessages({ gateway, room: id, epoch: room.epoch, seats, now, messages: share, goOn: lease.holds });
  if (lease.isLost()) return 'lost';
  await dismissUnreachable(context, id, unreachable);
  return share.length;
}
