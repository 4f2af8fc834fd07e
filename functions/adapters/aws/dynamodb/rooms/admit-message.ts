// Admits a message: one conditional write gives it its place in the room's order. delivery-lease.ts
// removes it once it is delivered.

import type {
  AdmitMessageInput,
  AdmitMessageResult,
  AdmittedMessage,
  FindAcceptedInput,
  FindAcceptedResult,
} from '../../../../core/ports.ts';
import {
  cidsBehind,
  toCidRecord,
  unpackCid,
  type CidMemory,
  type CidRecord,
  type CidSet,
  type UnpackedCid,
} from './cid-memory.ts';
import type { WarmMemory } from './warm-memory.ts';
import { getItem, N, number, S, updateIf, type Item, type Table, type Written } from '../items.ts';
import { cidIn, cidsInLog } from './message-log-items.ts';
import {
  leaseAttribute,
  countBytes,
  closed,
  isOver,
  heldLines,
  packMessage,
  roomKey,
  parseRoom,
  maxUndeliveredBytes,
  listUndelivered,
} from './room-item.ts';

// A failed try shows this function the current room. The next try can fail only if more than
// `cidsBehind` messages were delivered meanwhile.
const maxTries = 5;

/**
 * Admits a message as `Rooms.admit` says. A failed write is tried again if the item it returns
 * shows no reason to refuse the message.
 */
export async function admit(
  table: Table,
  memory: WarmMemory,
  input: AdmitMessageInput,
): Promise<AdmitMessageResult> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const result = await tryToAdmit(table, memory, input);
    if (result !== 'retry') return result;
  }
  return { ok: false, reason: 'busy' };
}

async function tryToAdmit(
  table: Table,
  memory: WarmMemory,
  input: AdmitMessageInput,
): Promise<AdmitMessageResult | 'retry'> {
  const { leases, cids } = memory;
  const cid = toCidRecord(input.message);
  const known = cids.get(input.room);
  if (known?.cids.has(cid.key) === true) {
    const item = await getItem(table, roomKey(input.room));
    return explainRefusal(table, memory, { input, cid, item });
  }

  const written = await write(table, { input, cid, known });
  if (written === 'too large') return { ok: false, reason: 'busy' };
  if (!written.ok) return explainRefusal(table, memory, { input, cid, item: written.current });

  const { item } = written;
  leases.setItem(input.lease.id, item);
  cids.addFromItem(item);
  return {
    ok: true,
    seq: number(item, 'n'),
    at: input.message.at,
    repeated: false,
    room: parseRoom(item),
  };
}

interface Attempt {
  readonly input: AdmitMessageInput;
  readonly cid: CidRecord;
  readonly known: CidSet | undefined;
}

async function write(table: Table, attempt: Attempt): Promise<Written | 'too large'> {
  try {
    return await updateIf(table, roomKey(attempt.input.room), updateFor(attempt));
  } catch (error) {
    const isTooLarge =
      error instanceof Error &&
      error.name === 'ValidationException' &&
      /item size/i.test(error.message);
    if (isTooLarge) return 'too large';
    throw error;
  }
}

function updateFor({ input, cid, known }: Attempt): Parameters<typeof updateIf>[2] {
  const { message, changed, slow, membership, lease, maxUndelivered, now } = input;
  const packed = packMessage(message);
  const names = { '#room': 'room', '#cid': cid.key };
  const values: Item = {
    ':one': N(1),
    ':messages': { L: [S(packed)] },
    ':bytes': N(countBytes([packed])),
    ':lease': leaseAttribute(lease),
    ':closed': closed,
    ':now': N(now),
    ':max': N(maxUndelivered),
    ':maxBytes': N(maxUndeliveredBytes),
    ':known': N((known?.upTo ?? 0) + cidsBehind),
  };
  const sets = [
    'n = n + :one',
    'p = list_append(p, :messages)',
    'w = w + :bytes',
    'b = if_not_exists(b, :lease)',
    'q.#cid = n + :one',
  ];
  // DynamoDB deletes expired items late, so the condition checks the clock too. A cid is new if
  // neither the room item nor this function's memory has it, and the memory has everything that the
  // item has dropped.
  const conditions = [
    'attribute_exists(#room)',
    's <> :closed',
    'x > :now',
    'size(p) < :max',
    'w < :maxBytes',
    'attribute_not_exists(q.#cid)',
    'd <= :known',
  ];

  if (changed) sets.push('c = c + :one');
  if (slow !== undefined) {
    conditions.push('i = :slow');
    values[':slow'] = N(slow);
  }
  if (membership !== undefined) {
    conditions.push('m = :membership', 'NOT contains(r, :member)');
    values[':membership'] = N(membership);
    values[':member'] = S(message.member);
  }
  if (known !== undefined) {
    conditions.push('e = :epoch');
    values[':epoch'] = S(known.epoch);
  }
  return {
    UpdateExpression: `SET ${sets.join(', ')}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

interface RefusedAttempt {
  readonly input: AdmitMessageInput;
  readonly cid: CidRecord;
  /** The room item, which did not meet the conditions. */
  readonly item: Item | undefined;
}

async function explainRefusal(
  table: Table,
  { cids }: WarmMemory,
  { input, cid, item }: RefusedAttempt,
): Promise<AdmitMessageResult | 'retry'> {
  if (item === undefined || isOver(item, input.now)) return { ok: false, reason: 'expired' };
  // Checked first: only a sender with a current subscription may learn of its message.
  if (isMembershipStale(item, input)) return { ok: false, reason: 'stale-membership' };

  const known = await catchUp(table, cids, item);
  const earlier = await findByCid(table, { item, cid, known });
  if (earlier !== undefined) return earlier;

  const slow = number(item, 'i');
  if (input.slow !== undefined && input.slow !== slow) return { ok: false, reason: 'slow', slow };
  const isFull =
    listUndelivered(item).length >= input.maxUndelivered ||
    number(item, 'w') >= maxUndeliveredBytes;
  return isFull ? { ok: false, reason: 'busy' } : 'retry';
}

const isMembershipStale = (item: Item, { membership, message }: AdmitMessageInput): boolean =>
  membership !== undefined &&
  (number(item, 'm') !== membership || item['r']?.SS?.includes(message.member) === true);

/** Finds the message that was accepted under a cid, in the room item and in the log. */
export async function findAccepted(
  table: Table,
  { cids }: WarmMemory,
  { room, member, cid, content, now }: FindAcceptedInput,
): Promise<FindAcceptedResult> {
  const item = await getItem(table, roomKey(room));
  if (item === undefined || isOver(item, now)) return { ok: false, reason: 'expired' };

  const record = toCidRecord({ member, cid, content, at: now });
  const known = await catchUp(table, cids, item);
  const found = await findByCid(table, { item, cid: record, known });
  if (found === undefined || found.ok) return found;
  return found.reason === 'conflict' ? { ok: false, reason: 'conflict' } : undefined;
}

/** Adds the cids in the room item, and from the log those that the item has dropped. */
async function catchUp(table: Table, cids: CidMemory, item: Item): Promise<CidSet> {
  const known = cids.addFromItem(item);
  const deliveredSeq = number(item, 'd');
  if (known.upTo >= deliveredSeq - cidsBehind) return known;

  const { id: room, epoch } = parseRoom(item);
  // The item has the cids of all messages that it holds.
  const upTo = deliveredSeq - heldLines(item).length;
  cids.add(room, {
    epoch,
    cids: await cidsInLog(table, { room, epoch, after: known.upTo, upTo }),
    upTo,
  });
  return cids.addFromItem(item);
}

interface CidQuery {
  readonly item: Item;
  readonly cid: CidRecord;
  readonly known: CidSet;
}

type CidResult =
  AdmittedMessage | { readonly ok: false; readonly reason: 'conflict' | 'unavailable' } | undefined;

async function findByCid(table: Table, { item, cid, known }: CidQuery): Promise<CidResult> {
  const seq = Number(item['q']?.M?.[cid.key]?.N ?? known.cids.get(cid.key) ?? 0);
  if (seq === 0) return undefined;

  const first = await findCid(table, { item, cid, seq });
  // A message is in the log or held before it is removed, so this should not happen. If it does,
  // the sender must not get a wrong answer.
  if (first === undefined) return { ok: false, reason: 'unavailable' };
  if (first.content !== cid.content) return { ok: false, reason: 'conflict' };
  return { ok: true, seq: first.seq, at: first.at, repeated: true, room: parseRoom(item) };
}

interface SeqQuery {
  readonly item: Item;
  readonly cid: CidRecord;
  readonly seq: number;
}

/** Finds the message of a seq among the undelivered and held ones, and in the log. */
async function findCid(
  table: Table,
  { item, cid: { key }, seq }: SeqQuery,
): Promise<UnpackedCid | undefined> {
  const packed = packedIn(item, seq) ?? (await packedInLog(table, { item, seq })).get(key);
  return packed === undefined ? undefined : unpackCid(packed);
}

function packedIn(item: Item, seq: number): string | undefined {
  const room = parseRoom(item);
  const undelivered = room.undelivered.find((message) => message.seq === seq);
  if (undelivered !== undefined) return toCidRecord(undelivered).packed(seq);
  const held = heldLines(item);
  const line = held[seq - room.deliveredSeq + held.length - 1];
  return line === undefined ? undefined : cidIn(line, { ...room, seq });
}

function packedInLog(
  table: Table,
  { item, seq }: Pick<SeqQuery, 'item' | 'seq'>,
): Promise<Map<string, string>> {
  const { id, epoch } = parseRoom(item);
  return cidsInLog(table, { room: id, epoch, after: seq - 1, upTo: seq });
}
