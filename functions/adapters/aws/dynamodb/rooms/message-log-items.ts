// The receive channel's log: one item per delivered batch, under the seq of its first message. The
// send channel is never stored. The log also has the cids that the room item has dropped; in a room
// of capacity 0 it has nothing else.

import type {
  AcceptedMessage,
  Room,
  RoomId,
  AppendMessagesInput,
  ReadMessagesInput,
} from '../../../../core/ports.ts';
import { cidsBehind, toCidRecord } from './cid-memory.ts';
import type { WarmMemory } from './warm-memory.ts';
import {
  getItem,
  itemBytes,
  queryItems,
  N,
  number,
  putIf,
  S,
  text,
  type Item,
  type Table,
} from '../items.ts';
import {
  parseLease,
  countBytes,
  heldLines,
  itemOf,
  keyOf,
  packMessage,
  roomKey,
  parseRoom,
  ttlWith,
  unpackMessage,
  listUndelivered,
} from './room-item.ts';

// DynamoDB allows 400 KB an item. Smaller items let a reader of a few messages pay less.
const maxBatchBytes = 300 * 1024;
const seqDigits = 12;
const maxSeq = 10 ** seqDigits - 1;

const logItem = (epoch: string, first: number): string =>
  `log#${epoch}#${String(Math.min(first, maxSeq)).padStart(seqDigits, '0')}`;
export const isLog = (item: Item): boolean => text(item, 'item').startsWith('log#');
/** Returns the first and the last seq of a log item. */
export const parseSpan = (item: Item): { readonly first: number; readonly last: number } => ({
  first: Number(text(item, 'item').slice(-seqDigits)),
  last: number(item, 'z'),
});

/**
 * DynamoDB bills a write by each started KB of the whole item. So the room item holds a few small
 * delivered messages until they are worth a write to the log, while it and its next message fit
 * into the first KB. It also keeps the cids of these messages.
 */
const maxRoomItemBytes = 1_024 - 16;

/** Whether the room item can hold this batch once it is delivered. */
function canHold(item: Item, batch: readonly AcceptedMessage[]): boolean {
  const lines = [...heldLines(item), ...toLines(parseRoom(item), batch)];
  const nextBytes = countBytes(listUndelivered(item).slice(-1));
  const after = itemBytes({ ...item, l: linesAttribute(lines), p: linesAttribute([]) });
  return lines.length <= cidsBehind && after + nextBytes <= maxRoomItemBytes;
}

export const linesAttribute = (lines: readonly string[]) => ({ L: lines.map(S) });

/** Returns one line for each message: the message, or in a room of capacity 0 its cid. */
export const toLines = (
  { capacity }: Pick<Room, 'capacity'>,
  messages: readonly AcceptedMessage[],
): readonly string[] => messages.map(capacity > 0 ? packMessage : packCid);

/**
 * Appends a batch to the log, or leaves it to `release` if the room item can hold it. Does nothing
 * if the lease is lost.
 */
export async function append(
  table: Table,
  { leases }: WarmMemory,
  { room, messages }: AppendMessagesInput,
): Promise<void> {
  const last = messages.at(-1);
  if (last === undefined) return;
  if (room.lease === undefined) {
    await writeLog({ table, room }, toLines(room, messages), last.seq);
    return;
  }

  const item = leases.getItem(room.lease.id) ?? (await getItem(table, roomKey(room.id)));
  // Another function holds the lease, and with it the undelivered and the held messages. A batch
  // without the held messages before it would leave a hole in the log, which readers do not notice.
  if (item === undefined || parseLease(item)?.id !== room.lease.id) return;
  const isLogged = await placeBatch(table, { item, room, messages });
  leases.setItem(room.lease.id, item);
  leases.setBatch(room.lease.id, { lastSeq: last.seq, isLogged });
}

interface Placement {
  /** The room item as the lease holder knows it. */
  readonly item: Item;
  readonly room: Room;
  readonly messages: readonly AcceptedMessage[];
}

/**
 * Writes a batch and the messages held before it to the log, and returns true. Returns false if the
 * room item can hold the batch: `release` does that.
 */
export async function placeBatch(
  table: Table,
  { item, room, messages }: Placement,
): Promise<boolean> {
  const last = messages.at(-1);
  if (last === undefined || canHold(item, messages)) return false;
  await writeLog({ table, room }, [...heldLines(item), ...toLines(room, messages)], last.seq);
  return true;
}

interface Log {
  readonly table: Table;
  readonly room: Room;
}

/**
 * e epoch · z last seq · l the messages, as one text · q the cids instead, as one text, in a room
 * of capacity 0
 */
async function writeLog(
  { table, room }: Log,
  lines: readonly string[],
  lastSeq: number,
): Promise<void> {
  for (const { first, last, packed } of splitIntoBatches(lines, lastSeq - lines.length + 1)) {
    // A holder that lost its lease may write late. It must not overwrite the longer batch that its
    // successor wrote from the same start.
    await putIf(table, {
      key: keyOf(room.id, logItem(room.epoch, first)),
      item: {
        e: S(room.epoch),
        z: N(last),
        ttl: ttlWith(room),
        [room.capacity > 0 ? 'l' : 'q']: S(packed.join('\n')),
      },
      ConditionExpression: 'attribute_not_exists(z) OR z < :last',
      ExpressionAttributeValues: { ':last': N(last) },
    });
  }
}

function packCid(message: AcceptedMessage): string {
  const cid = toCidRecord(message);
  return `${cid.key} ${cid.packed(message.seq)}`;
}

/** Returns the packed cid of a line's message. */
export const cidIn = (line: string, { capacity, seq }: Pick<Room, 'capacity' | 'seq'>): string =>
  capacity > 0
    ? toCidRecord(unpackMessage(line, seq)).packed(seq)
    : line.slice(line.indexOf(' ') + 1);

interface Batch {
  readonly first: number;
  readonly last: number;
  readonly packed: readonly string[];
}

// Always splits at the same places from the same start, so if the next holder writes the same
// messages again, it overwrites the same items.
function splitIntoBatches(lines: readonly string[], first: number): Batch[] {
  const all: { first: number; last: number; packed: string[]; bytes: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const seq = first + index;
    const bytes = Buffer.byteLength(line) + 1;
    const current = all.at(-1);
    if (current === undefined || current.bytes + bytes > maxBatchBytes) {
      all.push({ first: seq, last: seq, packed: [line], bytes });
    } else {
      current.packed.push(line);
      current.last = seq;
      current.bytes += bytes;
    }
  }
  return all;
}

/** Reads delivered messages: the held ones from the room item, older ones from the log. */
export async function readMessages(
  table: Table,
  { room, after, before, limit }: ReadMessagesInput,
): Promise<readonly AcceptedMessage[]> {
  if (limit <= 0 || before <= 1) return [];
  const { id, epoch } = room;
  const item = itemOf(room) ?? (await getItem(table, roomKey(id)));
  const held = item === undefined ? [] : heldMessages(item, epoch);
  const newest = held.filter(({ seq }) => seq > after && seq < before).slice(-limit);
  const firstHeld = Math.min(before, held[0]?.seq ?? before);
  if (newest.length === limit || after + 1 >= firstHeld) return newest;

  const rest = { room: id, epoch, after, before: firstHeld, limit: limit - newest.length };
  return [...(await readLog(table, rest)), ...newest];
}

function heldMessages(item: Item, epoch: string): readonly AcceptedMessage[] {
  const room = parseRoom(item);
  if (room.epoch !== epoch || room.capacity === 0 || room.state === 'closed') return [];
  const lines = heldLines(item);
  const first = room.deliveredSeq - lines.length + 1;
  return lines.map((line, index) => unpackMessage(line, first + index));
}

interface LogPage {
  readonly room: RoomId;
  readonly epoch: string;
  readonly after: number;
  readonly before: number;
  readonly limit: number;
}

async function readLog(
  table: Table,
  { room, epoch, after, before, limit }: LogPage,
): Promise<readonly AcceptedMessage[]> {
  const newestFirst: AcceptedMessage[] = [];
  let next = before;
  const pageItems = Math.min(limit, 100);
  for await (const item of newestItems(table, { room, epoch, before, pageItems })) {
    for (const message of unpackMessages(item).reverse()) {
      // The batches of two holders may overlap. The one with the later start already has these
      // messages.
      if (message.seq >= next) continue;
      if (message.seq <= after || newestFirst.length === limit) return newestFirst.reverse();
      newestFirst.push(message);
      next = message.seq;
    }
  }
  return newestFirst.reverse();
}

/**
 * Returns the packed cids by key of all messages with `after < seq <= upTo`, and perhaps of others.
 * All of these messages must be in the log.
 */
export async function cidsInLog(
  table: Table,
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
  for await (const item of newestItems(table, {
    room,
    epoch,
    before: upTo + 1,
    ...(upTo - after === 1 ? { pageItems: 1 } : {}),
  })) {
    for (const [key, packed] of unpackCids(item)) cids.set(key, packed);
    const { first, last } = parseSpan(item);
    // If an item does not reach up to the covered seqs, another one that begins earlier does.
    if (last >= covered - 1) covered = Math.min(covered, first);
    if (covered <= after + 1) break;
  }
  return cids;
}

const newestItems = (
  table: Table,
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
  queryItems(table, {
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

function unpackMessages(item: Item): AcceptedMessage[] {
  const packed = item['l']?.S?.split('\n') ?? [];
  const first = parseSpan(item).last - packed.length + 1;
  return packed.map((one, index) => unpackMessage(one, first + index));
}

function unpackCids(item: Item): (readonly [key: string, packed: string])[] {
  const lines = item['q']?.S?.split('\n') ?? unpackMessages(item).map(packCid);
  return lines.map(
    (line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const,
  );
}
