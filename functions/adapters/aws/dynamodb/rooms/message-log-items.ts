// The receive channel's log: one item per drained batch, under the seq of its first message.
// Nothing of the send channel is ever here. It also remembers the cids that the room item no longer
// holds; a room of capacity 0 logs these and nothing else.

import type {
  AcceptedMessage,
  Room,
  RoomId,
  AppendMessagesInput,
  ReadMessagesInput,
} from '../../../../core/ports.ts';
import { cidsBehind, rememberable } from './cid-memory.ts';
import type { Memory } from './warm-memory.ts';
import {
  getItem,
  itemBytes,
  itemsIn,
  N,
  number,
  putIf,
  S,
  text,
  type Item,
  type Table,
} from '../items.ts';
import {
  leaseIn,
  bytesOf,
  keptIn,
  keyOf,
  packMessage,
  roomKey,
  roomOf,
  ttlWith,
  unpackMessage,
  waitingIn,
} from './room-item.ts';

// An item holds 400 KB, and a reader pays for what it reads.
const batchBytesMost = 300 * 1024;
const seqDigits = 12;
const seqMost = 10 ** seqDigits - 1;

const logItem = (epoch: string, first: number): string =>
  `log#${epoch}#${String(Math.min(first, seqMost)).padStart(seqDigits, '0')}`;
export const isLog = (item: Item): boolean => text(item, 'item').startsWith('log#');
/** The seqs that a log item tells of. */
export const spanOf = (item: Item): { readonly first: number; readonly last: number } => ({
  first: Number(text(item, 'item').slice(-seqDigits)),
  last: number(item, 'z'),
});

/**
 * A write costs one unit for each KB begun, of whatever it changes: so few and small messages stay
 * in the room item, as long as it and the next one are within its first KB, and are written to the
 * log together. The cids of what is kept must be among those that the room item remembers.
 */
const roomBytesMost = 1_024 - 16;

/** Whether a holder's room item has room to keep this batch once it is delivered. */
function canKeep(item: Item, batch: readonly AcceptedMessage[]): boolean {
  const kept = [...keptIn(item), ...linesOf(roomOf(item), batch)];
  const next = bytesOf(waitingIn(item).slice(-1));
  const after = itemBytes({ ...item, l: linesAttribute(kept), p: linesAttribute([]) });
  return kept.length <= cidsBehind && after + next <= roomBytesMost;
}

export const linesAttribute = (lines: readonly string[]) => ({ L: lines.map(S) });

/**
 * One line for each message: the message, or in a room of capacity 0 its cid, and nothing where
 * nobody can repeat it.
 */
export const linesOf = (
  { capacity }: Pick<Room, 'capacity'>,
  messages: readonly AcceptedMessage[],
): readonly string[] => messages.map(capacity > 0 ? packMessage : packCid);

/**
 * e epoch · z last seq · l the messages, as one text · q where there are no messages: their cids,
 * as one text.
 */
export async function append(
  at: Table,
  { held }: Memory,
  { room, messages }: AppendMessagesInput,
): Promise<'logged' | 'keep'> {
  let kept: readonly string[] = [];
  if (room.lease !== undefined) {
    const item = held.item(room.lease.id) ?? (await getItem(at, roomKey(room.id)));
    // The baton is somebody else's by now, and so is all that waits or is kept. A batch logged
    // without what is kept before it would have readers take it that the log ends there.
    if (item === undefined || leaseIn(item)?.id !== room.lease.id) return 'logged';
    if (canKeep(item, messages)) return 'keep';
    if (messages.length > 0) kept = keptIn(item);
  }
  for (const { first, last, packed } of batches(
    [...kept, ...linesOf(room, messages)],
    (messages[0]?.seq ?? 1) - kept.length,
  )) {
    const lines = packed.filter((line) => line !== '').join('\n');
    // A holder that lost the baton may come late with less than its successor has written from the
    // same start: that must stay.
    await putIf(at, {
      key: keyOf(room.id, logItem(room.epoch, first)),
      item: {
        e: S(room.epoch),
        z: N(last),
        ttl: ttlWith(room),
        ...(lines === '' ? {} : room.capacity > 0 ? { l: S(lines) } : { q: S(lines) }),
      },
      ConditionExpression: 'attribute_not_exists(z) OR z < :last',
      ExpressionAttributeValues: { ':last': N(last) },
    });
  }
  return 'logged';
}

function packCid(message: AcceptedMessage): string {
  const cid = rememberable(message);
  return cid === undefined ? '' : `${cid.key} ${cid.packed(message.seq)}`;
}

/** The cid, packed, of a line's message. */
export function cidIn(
  line: string,
  { capacity, seq }: Pick<Room, 'capacity' | 'seq'>,
): string | undefined {
  if (capacity > 0) return rememberable(unpackMessage(line, seq))?.packed(seq);
  return line === '' ? undefined : line.slice(line.indexOf(' ') + 1);
}

interface Batch {
  readonly first: number;
  readonly last: number;
  readonly packed: readonly string[];
}

// Always split at the same places from the same start, so that a batch written again by the baton's
// next holder falls upon the first.
function batches(lines: readonly string[], first: number): Batch[] {
  const all: { first: number; last: number; packed: string[]; bytes: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const seq = first + index;
    const bytes = Buffer.byteLength(line) + 1;
    const current = all.at(-1);
    if (current === undefined || current.bytes + bytes > batchBytesMost) {
      all.push({ first: seq, last: seq, packed: [line], bytes });
    } else {
      current.packed.push(line);
      current.last = seq;
      current.bytes += bytes;
    }
  }
  return all;
}

export async function readLog(
  at: Table,
  { room, epoch, after, before, limit }: ReadMessagesInput,
): Promise<readonly AcceptedMessage[]> {
  const newestFirst: AcceptedMessage[] = [];
  let next = before;
  if (limit <= 0 || before <= 1) return [];
  for await (const item of newestItems(at, {
    room,
    epoch,
    before,
    pageItems: Math.min(limit, 100),
  })) {
    for (const message of messagesOf(item).reverse()) {
      // Batches of two holders may overlap: what a later one told is not told again.
      if (message.seq >= next) continue;
      if (message.seq <= after || newestFirst.length === limit) return newestFirst.reverse();
      newestFirst.push(message);
      next = message.seq;
    }
  }
  return newestFirst.reverse();
}

/**
 * The cids, packed, by key, of at least all logged messages with `after < seq <= upTo`, which must
 * all be logged. Read a few items at a time if few.
 */
export async function cidsInLog(
  at: Table,
  {
    room,
    epoch,
    after,
    upTo,
  }: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly after: number;
    readonly upTo: number;
  },
): Promise<Map<string, string>> {
  const cids = new Map<string, string>();
  let covered = upTo + 1;
  for await (const item of newestItems(at, {
    room,
    epoch,
    before: upTo + 1,
    ...(upTo - after === 1 ? { pageItems: 1 } : {}),
  })) {
    for (const [key, packed] of cidsOf(item)) cids.set(key, packed);
    const { first, last } = spanOf(item);
    // One that leaves a gap above it lies within another that begins before it.
    if (last >= covered - 1) covered = Math.min(covered, first);
    if (covered <= after + 1) break;
  }
  return cids;
}

const newestItems = (
  at: Table,
  {
    room,
    epoch,
    before,
    pageItems,
  }: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly before: number;
    readonly pageItems?: number;
  },
): AsyncGenerator<Item> =>
  itemsIn(at, {
    ScanIndexForward: false,
    Limit: pageItems,
    KeyConditionExpression: '#room = :room AND #item BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#room': 'room', '#item': 'item' },
    ExpressionAttributeValues: {
      ':room': S(room),
      ':from': S(logItem(epoch, 0)),
      ':to': S(logItem(epoch, before - 1)),
    },
  });

function messagesOf(item: Item): AcceptedMessage[] {
  const packed = item['l']?.S?.split('\n') ?? [];
  const first = spanOf(item).last - packed.length + 1;
  return packed.map((one, index) => unpackMessage(one, first + index));
}

function cidsOf(item: Item): (readonly [key: string, packed: string])[] {
  const lastPresenceSync =
    item['q']?.S?.split('\n') ??
    messagesOf(item)
      .map(packCid)
      .filter((line) => line !== '');
  return lastPresenceSync.map(
    (line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const,
  );
}
