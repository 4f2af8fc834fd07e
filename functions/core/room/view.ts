// How a room, a message and a member look from outside: stored forms turned into the wire's.

import type { Message, Meta, PresenceState, RoomView } from '../../protocol/events.ts';
import type { Accepted, Room, Seat } from '../ports.ts';

export const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const roomView = (room: Room, { seats, now }: { readonly seats: readonly Seat[]; readonly now: number }): RoomView => ({
  id: room.id,
  title: room.title,
  state: room.state,
  createdAt: timeOf(room.createdAt),
  expiresAt: timeOf(room.expiresAt),
  serverTime: timeOf(now),
  capacity: room.capacity,
  members: new Set(seats.flatMap(({ member }) => member?.id ?? [])).size,
  watchers: seats.filter(({ member }) => member === undefined).length,
});

export const messageView = (epoch: string, { seq, cid, body, name, member, at }: Accepted): Message => ({
  seq, epoch, cid, body, name, member, channel: 'receive', at: timeOf(at),
});

export const metaOf = (seat: Seat, name: string): Meta => ({
  phx_ref: seat.phxRef, username: name, typing: seat.typing, online_at: timeOf(seat.onlineAt),
});

/** All members who hold a seat, keyed by name, one meta for each of their connections. */
export function presenceOf(seats: readonly Seat[]): PresenceState {
  const state: PresenceState = Object.create(null) as PresenceState;
  for (const seat of seats) {
    if (seat.member === undefined) continue;
    const { name } = seat.member;
    (state[name] ??= { metas: [] }).metas.push(metaOf(seat, name));
  }
  return state;
}
