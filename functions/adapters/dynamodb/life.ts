// A room's beginning and end: create, close, erase. What happens between is in the files beside.

import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Room, RoomId, RoomStore } from '../../core/ports.ts';
import { getItem, N, number, putIf, S, take, text, updateIf, type Item, type Table } from './items.ts';
import { closed, isClosed, keyOf, roomItem, roomKey, roomOf } from './room-item.ts';
import { seatPrefix } from './seats.ts';

const deletesAtOnce = 25;

export async function create(at: Table, { room, now }: Parameters<RoomStore['create']>[0]): Promise<'created' | 'exists'> {
  const key = roomKey(room.id);
  const item = roomItem(room);
  const names = { '#room': 'room' };
  const first = await putIf(at, { key, item, ConditionExpression: 'attribute_not_exists(#room)', ExpressionAttributeNames: names });
  if (first.ok) return 'created';
  const { stands } = first;
  if (stands !== undefined) {
    if (number(stands, 'x') > now) return 'exists';
    // Before the new incarnation is there, for its own seats would have the same keys. Names and logs carry the epoch.
    await sweep(at, { room: room.id, epoch: text(stands, 'e'), prefix: seatPrefix });
  }
  const again = await putIf(at, {
    key,
    item,
    ConditionExpression: stands === undefined ? 'attribute_not_exists(#room)' : 'attribute_not_exists(#room) OR e = :epoch',
    ExpressionAttributeNames: names,
    ...(stands === undefined ? {} : { ExpressionAttributeValues: { ':epoch': S(text(stands, 'e')) } }),
  });
  return again.ok ? 'created' : 'exists';
}

export async function read(at: Table, room: RoomId): Promise<Room | undefined> {
  const item = await getItem(at, roomKey(room));
  return item === undefined ? undefined : roomOf(item);
}

export async function close(at: Table, { room, epoch }: Parameters<RoomStore['close']>[0]): Promise<Room | undefined> {
  const written = await updateIf(at, roomKey(room), {
    UpdateExpression: 'SET s = :closed, p = :none, w = :zero, d = n, q = :forgotten REMOVE b',
    ConditionExpression: 'e = :epoch AND s <> :closed',
    ExpressionAttributeValues: { ':closed': closed, ':none': { L: [] }, ':zero': N(0), ':forgotten': { M: {} }, ':epoch': S(epoch) },
  });
  return written.ok ? roomOf(written.item) : undefined;
}

export async function erase(at: Table, room: RoomId): Promise<void> {
  const item = await getItem(at, roomKey(room));
  if (item === undefined || !isClosed(item)) return;
  await sweep(at, { room, epoch: text(item, 'e'), prefix: '' });
}

/** Deletes the items of one incarnation, not the room item; each under its epoch, for the room may open anew meanwhile. */
async function sweep(at: Table, { room, epoch, prefix }: { readonly room: RoomId; readonly epoch: string; readonly prefix: string }): Promise<void> {
  let from: Item | undefined;
  do {
    const page = await at.client.send(new QueryCommand({
      TableName: at.table,
      ConsistentRead: true,
      KeyConditionExpression: `#room = :room${prefix === '' ? '' : ' AND begins_with(#item, :prefix)'}`,
      ProjectionExpression: '#item',
      ExpressionAttributeNames: { '#room': 'room', '#item': 'item' },
      ExpressionAttributeValues: { ':room': S(room), ...(prefix === '' ? {} : { ':prefix': S(prefix) }) },
      ExclusiveStartKey: from,
    }));
    const items = (page.Items ?? []).map((item) => text(item, 'item')).filter((item) => item !== 'room');
    for (let start = 0; start < items.length; start += deletesAtOnce) {
      await Promise.all(items.slice(start, start + deletesAtOnce).map((item) => take(at, keyOf(room, item), {
        ConditionExpression: 'e = :epoch', ExpressionAttributeValues: { ':epoch': S(epoch) },
      })));
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
