// Who is in a room: the member list a process holds, presence told to the others, and what happens when a connection is gone.

import type { Meta } from '../../protocol/events.ts';
import { note, type Context } from '../context.ts';
import type { ConnectionId, RoomId, Seat } from '../ports.ts';
import { broadcast } from './fan-out.ts';
import { metaOf } from './view.ts';

/** The member list at this membership version, read again only when the version moved. */
export async function seatsAt(context: Context, room: RoomId, membership: number): Promise<readonly Seat[]> {
  const { memory, rooms } = context;
  const known = memory.seats.get(room);
  if (known?.membership === membership) return known.seats;
  const seats = await rooms.seats(room);
  // A list read after the version was is at least as new as the version says; it is noted under the older name, so a later move reads again.
  note(memory.seats, room, { membership, seats });
  return seats;
}

/** Tells everyone but the seat itself that it came. */
export const tellJoined = (context: Context, seat: Seat, seats: readonly Seat[]): Promise<void> =>
  tell(context, seat, { others: seats.filter((other) => other.connection !== seat.connection), joins: metas(seat), leaves: undefined });

/** Tells everyone left that a seat is empty. */
export const tellLeft = async (context: Context, seat: Seat): Promise<void> => {
  if (seat.member === undefined) return;
  await tell(context, seat, { others: await context.rooms.seats(seat.room), joins: undefined, leaves: metas(seat) });
};

/** Tells everyone, the member included, that a meta changed: the new one joins, the old one leaves, in one diff. */
export const tellChanged = async (context: Context, before: Seat, after: Seat): Promise<void> => {
  const joins = metas(after).map((meta): Meta => ({ ...meta, phx_ref_prev: before.phxRef }));
  await tell(context, after, { others: await context.rooms.seats(after.room), joins, leaves: metas(before) });
};

const metas = (seat: Seat): Meta[] => (seat.member === undefined ? [] : [metaOf(seat, seat.member.name)]);

async function tell(
  context: Context,
  { room, member }: Seat,
  { others, joins, leaves }: { readonly others: readonly Seat[]; readonly joins: Meta[] | undefined; readonly leaves: Meta[] | undefined },
): Promise<void> {
  if (member === undefined) return;
  const keyed = (list: Meta[] | undefined): Record<string, { metas: Meta[] }> => (list === undefined ? {} : { [member.name]: { metas: list } });
  const { gateway, clock } = context;
  const gone = await broadcast({ gateway, room, seats: others, now: clock.now(), event: 'presence_diff', payload: { joins: keyed(joins), leaves: keyed(leaves) } });
  await depart(context, gone);
}

/** Connections found gone leave every room they were in. */
export async function depart(context: Context, connections: readonly ConnectionId[]): Promise<void> {
  for (const id of connections) {
    const ended = await context.connections.end(id);
    for (const room of ended?.rooms ?? []) {
      const seat = await context.rooms.stand({ room, connection: id });
      if (seat !== undefined) await tellLeft(context, seat);
    }
  }
}
