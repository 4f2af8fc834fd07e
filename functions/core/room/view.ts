// How a room, a message and a member look from outside: stored forms turned into the wire's.

import type { Message, Meta, PresenceState, RoomView } from '../../protocol/events.ts';
import type { Accepted, MemberId, Room, Seat } from '../ports.ts';

export const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const roomView = (
  room: Room,
  { seats, now }: { readonly seats: readonly Seat[]; readonly now: number },
): RoomView => ({
  id: room.id,
  title: room.title,
  state: room.state,
  createdAt: timeOf(room.createdAt),
  expiresAt: timeOf(room.expiresAt),
  serverTime: timeOf(now),
  capacity: room.capacity,
  slow: room.slow,
  members: new Set(seats.flatMap(({ member }) => member?.id ?? [])).size,
  watchers: seats.filter(({ member }) => member === undefined).length,
});

export const messageView = (
  epoch: string,
  { seq, cid, body, name, member, at, to }: Accepted,
): Message => ({
  seq,
  epoch,
  cid,
  body,
  name,
  member,
  channel: 'receive',
  at: timeOf(at),
  ...(to === undefined ? {} : { to: to.id, toName: to.name }),
});

/** Whether a reader (undefined: one who is no member) may see a message. */
export const isFor = ({ to, member }: Accepted, reader: MemberId | undefined): boolean =>
  to === undefined || member === reader || to.id === reader;

// A seat is never changed, only replaced, so its meta is made once: a thousand joins would else
// make half a million of them.
const metas = new WeakMap<Seat, Meta>();

function metaOf(seat: Seat, { id, name }: NonNullable<Seat['member']>): Meta {
  const known = metas.get(seat);
  if (known !== undefined) return known;
  const meta: Meta = {
    phx_ref: seat.phxRef,
    username: name,
    member: id,
    typing: seat.typing,
    online_at: timeOf(seat.onlineAt),
  };
  metas.set(seat, meta);
  return meta;
}

/** All members who hold a seat, keyed by name, one meta for each of their connections. */
export function presenceOf(seats: readonly Seat[]): PresenceState {
  const state: PresenceState = Object.create(null) as PresenceState;
  for (const seat of seats) {
    if (seat.member === undefined) continue;
    (state[seat.member.name] ??= { metas: [] }).metas.push(metaOf(seat, seat.member));
  }
  return state;
}
