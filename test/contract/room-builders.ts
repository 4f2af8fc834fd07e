// Builders for the rooms' contracts: rooms with fresh ids, messages, leases, subscriptions, and
// messages that are admitted, logged and released.

import type {
  AcceptedMessage,
  AdmitMessageInput,
  DeliveryLease,
  ConnectionId,
  MemberId,
  Room,
  RoomId,
  RoomPorts,
  NewSubscription,
} from '../../functions/core/ports.ts';

export const now = 1_800_000_000_000;
export const end = now + 600_000;

let rooms = 0;
let leases = 0;

export const buildRoom = (changes: Partial<Room> = {}): Room => ({
  id: `room-${(rooms += 1)}` as RoomId,
  title: 'Tea',
  state: 'open',
  createdAt: now,
  expiresAt: end,
  capacity: 200,
  epoch: 'e1',
  seq: 0,
  deliveredSeq: 0,
  undelivered: [],
  lease: undefined,
  membership: 0,
  members: 0,
  slow: 0,
  filtered: 0,
  kicked: [],
  lastPresenceSync: { membership: 0, at: 0 },
  linkSecret: 'secret',
  linkGeneration: 0,
  unpublished: [],
  ...changes,
});

/** Creates an open room in the store. */
export async function createRoom(store: RoomPorts, changes: Partial<Room> = {}): Promise<Room> {
  const room = buildRoom(changes);
  if ((await store.rooms.create({ room, now })) !== 'created') {
    throw new Error('The room was there already');
  }
  return room;
}

export const toMemberId = (name: string): MemberId => `m-${name}` as MemberId;
export const buildMessage = (
  cid: string,
  { name = 'ann', content = `sent as ${cid}` } = {},
): Omit<AcceptedMessage, 'seq'> => ({
  cid,
  body: `body of ${cid}`,
  name,
  member: toMemberId(name),
  at: now + 1_234,
  content,
});
export const buildLease = (id: string): DeliveryLease => ({ id, until: now + 10_000 });

export const buildAdmission = (room: Room, cid: string, lease?: string): AdmitMessageInput => ({
  room: room.id,
  message: buildMessage(cid),
  changed: false,
  slow: undefined,
  lease: buildLease(lease ?? `lease-${(leases += 1)}`),
  maxUndelivered: 200,
  now,
});

/**
 * Admits, logs and releases messages `cid-1` to `cid-<count>`, fifty at a time. Returns their seqs
 * by cid.
 */
export async function deliverMessages(
  store: RoomPorts,
  room: Room,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const seqs = new Map<string, number>();
  for (let first = 1; first <= count; first += 50) {
    const cids = Array.from(
      { length: Math.min(50, count - first + 1) },
      (_, index) => `cid-${first + index}`,
    );
    const admitted = await Promise.all(
      cids.map((cid) => store.rooms.admit(buildAdmission(room, cid, 'carrier'))),
    );
    for (const [index, one] of admitted.entries()) {
      // On a slow engine the client may repeat a write, and finds its own.
      if (!one.ok) {
        throw new Error(`Not admitted: ${JSON.stringify({ ...one, room: undefined })}`);
      }
      seqs.set(cids[index] ?? '', one.seq);
    }
    await deliver(store, room, cids.length);
  }
  return seqs;
}

/** Logs and releases the first `count` undelivered messages as the lease's holder. */
export async function deliver(store: RoomPorts, { id }: Room, count: number): Promise<void> {
  const room = await store.rooms.get(id);
  if (room?.lease === undefined) throw new Error('Nobody holds the lease');
  await store.messages.append({ room, messages: room.undelivered.slice(0, count) });
  const { state } = await store.rooms.release({
    room: id,
    lease: room.lease,
    renewed: room.lease,
    count,
  });
  if (state === 'lost') throw new Error('The lease is lost');
}

export const buildSubscription = (
  room: Room,
  connection: string,
  changes: Partial<NewSubscription> = {},
): NewSubscription => ({
  room: room.id,
  connection: connection as ConnectionId,
  member: { id: toMemberId('ann'), name: 'ann' },
  scopes: ['send', 'receive'],
  version: 2,
  joinRef: '1',
  batch: false,
  tokenExpiresAt: end,
  leaseExpiresAt: now + 660_000,
  phxRef: 'ref-1',
  typing: false,
  onlineAt: now,
  ...changes,
});
