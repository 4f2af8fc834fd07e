// The room item, and the meaning of its attributes' short names. DynamoDB bills a write by the
// whole item's size. So names have one letter, everything that never changes is one text, and so is
// each undelivered message. Remembered cids are in cid-memory.ts.

import type {
  AcceptedMessage,
  DeliveryLease,
  MemberId,
  Room,
  RoomId,
} from '../../../../core/ports.ts';
import type { TrackChoice } from '../../../../protocol/events.ts';
import { N, number, S, text, ttlAfter, type Item } from '../items.ts';

/**
 * e epoch · s state (o, l, c) · x expiresAt · n seq · d delivered seq · p undelivered messages · w
 * their bytes · b delivery lease {i id, u until} · l delivered, not yet logged messages · m
 * membership · k claimed names · q remembered cids (cid-memory.ts) · f facts [title, createdAt,
 * capacity, linkSecret, track?] · g link generation · i slow mode in seconds · c messages changed
 * by the track · r kicked members, a set, absent when empty · t membership of the last presence
 * sync and u its time · v unpublished changes, a set, absent when empty · o published number of
 * watchers and h who recorded it · a mark of the last write (items.ts)
 */
const states = { open: 'o', locked: 'l', closed: 'c' } as const;
export const stateAttribute = (state: Room['state']) => S(states[state]);
export const closed = stateAttribute('closed');

/**
 * Maximum bytes of the undelivered messages in `p`. An item holds 400 KB, and the cids, the lease
 * and the counters need room too.
 */
export const maxUndeliveredBytes = 256 * 1024;

// A room can last an hour in total. Its item stays for another hour, because late end timers still
// need it.
const maxRoomMilliseconds = 3_600_000;
const keptAfterEndSeconds = 3_600;

/**
 * Returns the ttl of a room's items. It is after the room's end, however often the room is
 * extended.
 */
export const ttlWith = (
  { createdAt, expiresAt }: Pick<Room, 'createdAt' | 'expiresAt'>,
  seconds?: number,
) => ttlAfter(Math.max(expiresAt, createdAt + maxRoomMilliseconds), seconds);

/**
 * The table's key. Item kinds: `room`, `sub#<connection>`, and with the epoch `name#…#<digest>`,
 * `member#…#<id>`, `link#…#<digest>`, `log#…#<first seq>`.
 */
export const keyOf = (room: RoomId, item: string): Item => ({ room: S(room), item: S(item) });
export const roomKey = (room: RoomId): Item => keyOf(room, 'room');

/** Returns the item of a new room. */
export function roomItem(room: Room): Item {
  const undelivered = room.undelivered.map(packMessage);
  return {
    ...roomKey(room.id),
    e: S(room.epoch),
    s: stateAttribute(room.state),
    x: N(room.expiresAt),
    n: N(room.seq),
    d: N(room.deliveredSeq),
    p: { L: undelivered.map(S) },
    w: N(countBytes(undelivered)),
    l: { L: [] },
    m: N(room.membership),
    k: N(room.members),
    q: { M: {} },
    f: S(
      JSON.stringify([
        room.title,
        room.createdAt,
        room.capacity,
        room.linkSecret,
        ...(room.track === undefined ? [] : [room.track]),
      ]),
    ),
    i: N(room.slow),
    c: N(room.filtered),
    g: N(room.linkGeneration),
    t: N(room.lastPresenceSync.membership),
    u: N(room.lastPresenceSync.at),
    ttl: ttlWith(room, keptAfterEndSeconds),
    ...(room.kicked.length === 0 ? {} : { r: { SS: [...room.kicked] } }),
    ...(room.unpublished.length === 0 ? {} : { v: { SS: [...room.unpublished] } }),
    ...(room.lease === undefined ? {} : { b: leaseAttribute(room.lease) }),
  };
}

/** Returns the room of an item, and remembers the item: see `itemOf`. */
export function parseRoom(item: Item): Room {
  const [title, createdAt, capacity, linkSecret, track] = JSON.parse(text(item, 'f')) as [
    string,
    number,
    number,
    string,
    TrackChoice?,
  ];
  const deliveredSeq = number(item, 'd');
  const room: Room = {
    id: text(item, 'room') as RoomId,
    title,
    state: parseState(item),
    createdAt,
    expiresAt: number(item, 'x'),
    capacity,
    epoch: text(item, 'e'),
    seq: number(item, 'n'),
    deliveredSeq,
    undelivered: listUndelivered(item).map((packed, index) =>
      unpackMessage(packed, deliveredSeq + index + 1),
    ),
    lease: parseLease(item),
    membership: number(item, 'm'),
    members: number(item, 'k'),
    slow: number(item, 'i'),
    filtered: number(item, 'c'),
    kicked: (item['r']?.SS ?? []) as MemberId[],
    lastPresenceSync: { membership: number(item, 't'), at: number(item, 'u') },
    linkSecret,
    linkGeneration: number(item, 'g'),
    unpublished: item['v']?.SS ?? [],
    ...(track === undefined ? {} : { track }),
  };
  items.set(room, item);
  return room;
}

function parseState(item: Item): Room['state'] {
  if (isClosed(item)) return 'closed';
  return text(item, 's') === states.locked ? 'locked' : 'open';
}

// A `Room` has the number of delivered messages, but not the messages. Its item also has the last
// of them, so reading a room's messages needs no second read of the item.
const items = new WeakMap<Room, Item>();

/** Returns the item that a room was read from, or undefined for a room from elsewhere. */
export const itemOf = (room: Room): Item | undefined => items.get(room);

export const isClosed = (item: Item): boolean => text(item, 's') === states.closed;
/** Returns whether a room is closed or past its end. TTL may delete its item much later. */
export const isOver = (item: Item, now: number): boolean =>
  isClosed(item) || number(item, 'x') <= now;

export const leaseAttribute = ({ id, until }: DeliveryLease) => ({ M: { i: S(id), u: N(until) } });
export function parseLease(item: Item): DeliveryLease | undefined {
  const lease = item['b']?.M;
  return lease === undefined ? undefined : { id: text(lease, 'i'), until: number(lease, 'u') };
}

export const listUndelivered = (item: Item): string[] =>
  (item['p']?.L ?? []).map((entry) => entry.S ?? '');
/**
 * Returns the delivered messages that are not yet in the log (message-log-items.ts), one line each.
 */
export const heldLines = (item: Item): string[] =>
  (item['l']?.L ?? []).map((entry) => entry.S ?? '');
export const countBytes = (packed: readonly string[]): number =>
  packed.reduce((sum, one) => sum + Buffer.byteLength(one), 0);

type Packed = readonly [
  cid: string,
  body: string,
  name: string,
  member: MemberId,
  at: number,
  content: string,
  to?: readonly [id: MemberId, name: string],
];

/**
 * Packs a message into one text. Its seq follows from its place. JSON escapes lone surrogates,
 * which DynamoDB would refuse.
 */
export function packMessage({
  cid,
  body,
  name,
  member,
  at,
  content,
  to,
}: Omit<AcceptedMessage, 'seq'>): string {
  const all = [cid, body, name, member, at, content] as const;
  const packed: Packed = to === undefined ? all : [...all, [to.id, to.name]];
  return JSON.stringify(packed);
}

export function unpackMessage(packed: string, seq: number): AcceptedMessage {
  const [cid, body, name, member, at, content, to] = JSON.parse(packed) as Packed;
  return {
    seq,
    cid,
    body,
    name,
    member,
    at,
    content,
    ...(to === undefined ? {} : { to: { id: to[0], name: to[1] } }),
  };
}
