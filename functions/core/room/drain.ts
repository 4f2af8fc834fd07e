// The baton's holder carries what was accepted to the receive channel: log, fan-out, release, until nothing waits.
// Rules of the baton: RoomStore in ports.ts. A holder that dies leaves its messages in `pending`, and whoever next
// touches the room takes the baton over when its lease has run out.

import { note, type Context } from '../context.ts';
import type { Baton, Room } from '../ports.ts';
import { bounds, timing } from '../settings.ts';
import { broadcastMessages } from './fan-out.ts';
import { depart, seatsAt } from './members.ts';
import { messageView } from './view.ts';

export const newBaton = ({ random, clock }: Pick<Context, 'random' | 'clock'>): Baton => ({ id: random.id(10), until: clock.now() + timing.batonMilliseconds });

/** Drains while `mine` holds. Returns when nothing waits, the room is over, or the baton went to somebody else. */
export async function drain(context: Context, room: Room, mine: Baton): Promise<void> {
  let current = room;
  let held = mine;
  // A holder that is slow, not dead, renews its lease as it posts: the next one would deliver the same messages again.
  let renewing: Promise<boolean> | undefined;
  const renew = async (): Promise<boolean> => {
    const now = context.clock.now();
    const renewed = { id: mine.id, until: now + timing.batonMilliseconds };
    // A store that fails counts as a lost baton: what waits stays pending, and the next holder carries it.
    const taken = await context.rooms.takeBaton({ room: room.id, from: held, to: renewed, now }).catch(() => undefined);
    renewing = undefined;
    if (taken !== undefined) held = renewed;
    return taken !== undefined;
  };
  const holds = (): Promise<boolean> | true => {
    if (renewing !== undefined) return renewing;
    if (held.until - context.clock.now() > timing.batonMilliseconds / 2) return true;
    renewing = renew();
    return renewing;
  };
  while (current.pending.length > 0 && current.expiresAt > context.clock.now()) {
    const count = await deliver(context, current, holds);
    if (count === 'lost') return;
    const renewed = { id: mine.id, until: context.clock.now() + timing.batonMilliseconds };
    const outcome = await context.rooms.release({
      room: current.id,
      baton: mine,
      renewed,
      count,
      forgetUpTo: current.drained + count - bounds.rememberedCids,
    });
    if (outcome.state !== 'more') return;
    current = outcome.room;
    held = renewed;
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
 * Delivers as much of what waits as is sure to be done long before the lease ends, and says how many messages that was. A lease that
 * ran out while its holder still posts would have the next holder deliver the same messages again.
 * The log comes before the posts: a member who returns finds everything that anybody was shown.
 */
async function deliver(context: Context, room: Room, holds: () => Promise<boolean> | true): Promise<number | 'lost'> {
  const { id, epoch, capacity, expiresAt, membership } = room;
  const seats = await seatsAt(context, id, membership);
  const single = seats.filter((seat) => !seat.batch).length;
  const share = room.pending.slice(0, Math.max(1, Math.floor(bounds.postsOfDelivery / Math.max(1, single))));
  if (capacity > 0) await context.rooms.append({ room: id, epoch, messages: share, expiresAt });
  const messages = share.map((message) => messageView(epoch, message));
  const now = context.clock.now();
  if (now >= expiresAt) return share.length;
  const kept = { lost: false };
  const goOn = async (): Promise<boolean> => {
    if (!kept.lost && !(await holds())) kept.lost = true;
    return !kept.lost;
  };
  const gone = await broadcastMessages({ gateway: context.gateway, room: id, seats, now, messages, goOn });
  if (kept.lost) return 'lost';
  if (gone.length === 0) return share.length;
  const left = new Set(gone);
  note(context.memory.seats, id, { membership, seats: seats.filter((seat) => !left.has(seat.connection)) });
  await depart(context, gone);
  return share.length;
}
