// The receive channel's log: one item per drained batch, under the seq of its first message. Nothing of the send channel is ever here.

import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Accepted, RoomId, RoomStore } from '../../core/ports.ts';
import { N, number, putIf, S, text, ttlAfter, type Item, type Table } from './items.ts';
import { keyOf, packMessage, unpackMessage } from './room-item.ts';

// An item holds 400 KB, and a reader pays for what it reads.
const batchBytesMost = 300 * 1024;
const seqDigits = 12;
const seqMost = 10 ** seqDigits - 1;

const logItem = (epoch: string, first: number): string => `log#${epoch}#${String(Math.min(first, seqMost)).padStart(seqDigits, '0')}`;

/** e epoch · z last seq · x the log's end · l the messages, as one text. */
export async function append(at: Table, { room, epoch, messages, expiresAt }: Parameters<RoomStore['append']>[0]): Promise<void> {
  for (const batch of batches(messages)) await appendBatch(at, { room, epoch, batch, expiresAt });
}

interface Batch {
  readonly first: number;
  readonly last: number;
  readonly packed: readonly string[];
}

// Always split at the same places from the same start, so that a batch written again by the baton's next holder falls upon the first.
function batches(messages: readonly Accepted[]): Batch[] {
  const all: { first: number; last: number; packed: string[]; bytes: number }[] = [];
  for (const message of messages) {
    const packed = packMessage(message);
    const bytes = Buffer.byteLength(packed) + 1;
    const current = all.at(-1);
    if (current === undefined || current.bytes + bytes > batchBytesMost) all.push({ first: message.seq, last: message.seq, packed: [packed], bytes });
    else {
      current.packed.push(packed);
      current.last = message.seq;
      current.bytes += bytes;
    }
  }
  return all;
}

async function appendBatch(at: Table, { room, epoch, batch, expiresAt }: {
  readonly room: RoomId; readonly epoch: string; readonly batch: Batch; readonly expiresAt: number;
}): Promise<void> {
  // A holder that lost the baton may come late with less than its successor has written from the same start: that must stay.
  await putIf(at, {
    key: keyOf(room, logItem(epoch, batch.first)),
    item: { e: S(epoch), z: N(batch.last), x: N(expiresAt), l: S(batch.packed.join('\n')), ttl: ttlAfter(expiresAt) },
    ConditionExpression: 'attribute_not_exists(z) OR z < :last',
    ExpressionAttributeValues: { ':last': N(batch.last) },
  });
}

export async function log({ client, table }: Table, { room, epoch, after, before, limit, now }: Parameters<RoomStore['log']>[0]): Promise<readonly Accepted[]> {
  const newestFirst: Accepted[] = [];
  let from: Item | undefined;
  let next = before;
  if (limit <= 0 || before <= 1) return [];
  do {
    const page = await client.send(new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: Math.min(limit, 100),
      KeyConditionExpression: '#room = :room AND #item BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#room': 'room', '#item': 'item' },
      ExpressionAttributeValues: { ':room': S(room), ':from': S(logItem(epoch, 0)), ':to': S(logItem(epoch, before - 1)) },
      ExclusiveStartKey: from,
    }));
    for (const item of page.Items ?? []) {
      if (number(item, 'x') <= now) continue;
      for (const message of messagesOf(item).reverse()) {
        // Batches of two holders may overlap: what a later one told is not told again.
        if (message.seq >= next) continue;
        if (message.seq <= after || newestFirst.length === limit) return newestFirst.reverse();
        newestFirst.push(message);
        next = message.seq;
      }
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return newestFirst.reverse();
}

function messagesOf(item: Item): Accepted[] {
  const packed = text(item, 'l').split('\n');
  const first = number(item, 'z') - packed.length + 1;
  return packed.map((one, index) => unpackMessage(one, first + index));
}
