// The room item: the one place where its attributes' short names stand. Every write pays for the whole item's size, so names are one letter,
// what never changes is one text, a waiting message is one text, and a remembered cid is one number. The verbs are in the files beside.

import type { Accepted, Baton, MemberId, Room, RoomId } from '../../core/ports.ts';
import { digest, N, number, S, sha256, text, ttlAfter, type Item } from './items.ts';

/**
 * e epoch · s state (o, l, c) · x expiresAt · n seq · d drained · p pending · w bytes waiting in p · b baton {i id, u until}
 * m membership · k names claimed · q remembered cids {digest: content, at and seq in one number} · f facts [title, createdAt, capacity]
 */
const states = { open: 'o', locked: 'l', closed: 'c' } as const;
export const closed = S(states.closed);

/** Bytes that may wait in `pending`: an item holds 400 KB, and the cids, the baton and the counters need room beside. */
export const waitingBytesMost = 256 * 1024;

// A link to a room that is over is told so for an hour.
const tellOverSeconds = 3_600;

/** The table's key. Item kinds: `room`, `seat#<connection>`, `name#<epoch>#<digest>`, `log#<epoch>#<first seq>`. */
export const keyOf = (room: RoomId, item: string): Item => ({ room: S(room), item: S(item) });
export const roomKey = (room: RoomId): Item => keyOf(room, 'room');

export function roomItem(room: Room): Item {
  const pending = room.pending.map(packMessage);
  return {
    ...roomKey(room.id),
    e: S(room.epoch),
    s: S(states[room.state]),
    x: N(room.expiresAt),
    n: N(room.seq),
    d: N(room.drained),
    p: { L: pending.map(S) },
    w: N(bytesOf(pending)),
    m: N(room.membership),
    k: N(room.members),
    q: { M: {} },
    f: S(JSON.stringify([room.title, room.createdAt, room.capacity])),
    ttl: ttlAfter(room.expiresAt, tellOverSeconds),
    ...(room.baton === undefined ? {} : { b: batonAttribute(room.baton) }),
  };
}

export function roomOf(item: Item): Room {
  const [title, createdAt, capacity] = JSON.parse(text(item, 'f')) as [string, number, number];
  const drained = number(item, 'd');
  return {
    id: text(item, 'room') as RoomId,
    title,
    state: isClosed(item) ? 'closed' : text(item, 's') === states.locked ? 'locked' : 'open',
    createdAt,
    expiresAt: number(item, 'x'),
    capacity,
    epoch: text(item, 'e'),
    seq: number(item, 'n'),
    drained,
    pending: waitingIn(item).map((packed, index) => unpackMessage(packed, drained + index + 1)),
    baton: batonIn(item),
    membership: number(item, 'm'),
    members: number(item, 'k'),
  };
}

export const isClosed = (item: Item): boolean => text(item, 's') === states.closed;
/** Over: closed, or past its end, whatever TTL deletion does. */
export const isOver = (item: Item, now: number): boolean => isClosed(item) || number(item, 'x') <= now;

export const batonAttribute = ({ id, until }: Baton) => ({ M: { i: S(id), u: N(until) } });
export function batonIn(item: Item): Baton | undefined {
  const baton = item['b']?.M;
  return baton === undefined ? undefined : { id: text(baton, 'i'), until: number(baton, 'u') };
}

export const waitingIn = (item: Item): string[] => (item['p']?.L ?? []).map((entry) => entry.S ?? '');
export const bytesOf = (packed: readonly string[]): number => packed.reduce((sum, one) => sum + Buffer.byteLength(one), 0);

/** A message as one text. Its seq is its place. JSON writes a lone surrogate as an escape, which DynamoDB would refuse as it is. */
export const packMessage = ({ cid, body, name, member, at }: Omit<Accepted, 'seq'>): string => JSON.stringify([cid, body, name, member, at]);
export function unpackMessage(packed: string, seq: number): Accepted {
  const [cid, body, name, member, at] = JSON.parse(packed) as [string, string, string, MemberId, number];
  return { seq, cid, body, name, member, at };
}

// A remembered cid is one number of DynamoDB's 38 digits: 15 of the content's digest, 13 of the time, 10 of the seq. The seq is not known
// before the write, so the write adds the room's `n` to the rest. A text and a number beside it would cost twice the size and twice the removals.
const seqDigits = 10n ** 10n;
const timeDigits = 10n ** 13n;

export interface Remembered {
  readonly content: bigint;
  readonly at: number;
  readonly seq: number;
}

export const cidKey = digest;
export const contentDigest = (content: string): bigint => BigInt(sha256(content).readUIntBE(0, 6));
/** The number to which the room's `n` before the write is added. */
export const packRemembered = (content: string, at: number): string => String((contentDigest(content) * timeDigits + BigInt(at)) * seqDigits + 1n);
export function rememberedIn(item: Item, key: string): Remembered | undefined {
  const packed = item['q']?.M?.[key]?.N;
  if (packed === undefined) return undefined;
  const all = BigInt(packed);
  return { content: all / seqDigits / timeDigits, at: Number(all / seqDigits % timeDigits), seq: Number(all % seqDigits) };
}
/** Keys of the cids whose seq is at or below `seq`. */
export const rememberedUpTo = (item: Item, seq: number): string[] =>
  Object.keys(item['q']?.M ?? {}).filter((key) => (rememberedIn(item, key)?.seq ?? Infinity) <= seq);
