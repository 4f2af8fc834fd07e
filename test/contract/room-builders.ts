// Builders of what the RoomStore's contract needs: rooms under fresh ids, messages, batons, seats.

import type { Accepted, Baton, ConnectionId, MemberId, Room, RoomId, RoomStore, Seat } from '../../functions/core/ports.ts';

export const now = 1_800_000_000_000;
export const end = now + 600_000;

let rooms = 0;
let batons = 0;

export const roomWith = (changes: Partial<Room> = {}): Room => ({
  id: `room-${rooms += 1}` as RoomId,
  title: 'Tea',
  state: 'open',
  createdAt: now,
  expiresAt: end,
  capacity: 200,
  epoch: 'e1',
  seq: 0,
  drained: 0,
  pending: [],
  baton: undefined,
  membership: 0,
  members: 0,
  ...changes,
});

/** A room that is there. */
export async function made(store: RoomStore, changes: Partial<Room> = {}): Promise<Room> {
  const room = roomWith(changes);
  if (await store.create({ room, now }) !== 'created') throw new Error('The room was there already');
  return room;
}

export const memberNamed = (name: string): MemberId => `m-${name}` as MemberId;
export const messageOf = (cid: string, name = 'ann'): Omit<Accepted, 'seq'> => ({ cid, body: `body of ${cid}`, name, member: memberNamed(name), at: now + 1_234 });
export const batonNamed = (id: string): Baton => ({ id, until: now + 10_000 });

export const admission = (room: Room, cid: string, baton?: string): Parameters<RoomStore['admit']>[0] => ({
  room: room.id,
  message: messageOf(cid),
  remember: { key: `m-ann ${cid}`, content: `body of ${cid}` },
  baton: batonNamed(baton ?? `baton-${batons += 1}`),
  pendingMost: 200,
  now,
});

export const seatIn = (room: Room, connection: string, changes: Partial<Seat> = {}): Seat => ({
  room: room.id,
  connection: connection as ConnectionId,
  member: { id: memberNamed('ann'), name: 'ann' },
  scopes: ['send', 'receive'],
  version: 2,
  joinRef: '1',
  batch: false,
  tokenExpiresAt: end,
  phxRef: 'ref-1',
  typing: false,
  onlineAt: now,
  ...changes,
});
