// Creates, closes and deletes rooms.

import type {
  Room,
  RoomId,
  CloseRoomInput,
  CreateRoomInput,
  DeletedContent,
} from '../../../../core/ports.ts';
import {
  deleteIf,
  getItem,
  queryItems,
  hasMark,
  N,
  newMark,
  number,
  putIf,
  S,
  text,
  updateIf,
  type Item,
  type Table,
} from '../items.ts';
import { isLog, parseSpan } from './message-log-items.ts';
import { closed, isClosed, heldLines, keyOf, roomItem, roomKey, parseRoom } from './room-item.ts';
import { subscriptionPrefix } from './subscription-items.ts';

const maxConcurrentDeletes = 25;

export async function create(
  table: Table,
  { room, now }: CreateRoomInput,
): Promise<'created' | 'exists'> {
  const key = roomKey(room.id);
  const mark = newMark();
  const item = { ...roomItem(room), a: S(mark) };
  const names = { '#room': 'room' };
  const first = await putIf(table, {
    key,
    item,
    ConditionExpression: 'attribute_not_exists(#room)',
    ExpressionAttributeNames: names,
  });
  if (first.ok) return 'created';
  const { current } = first;
  if (hasMark(current, mark)) return 'created';
  if (current !== undefined) {
    if (number(current, 'x') > now) return 'exists';
    // Deletes the old subscriptions before the new incarnation exists, because its own will have
    // the same keys. The keys of names, links and logs contain the epoch.
    await sweep(table, { room: room.id, epoch: text(current, 'e'), where: subscriptionItems });
  }
  const again = await putIf(table, {
    key,
    item,
    ConditionExpression:
      current === undefined
        ? 'attribute_not_exists(#room)'
        : 'attribute_not_exists(#room) OR e = :epoch',
    ExpressionAttributeNames: names,
    ...(current === undefined
      ? {}
      : { ExpressionAttributeValues: { ':epoch': S(text(current, 'e')) } }),
  });
  return again.ok || hasMark(again.current, mark) ? 'created' : 'exists';
}

export async function get(table: Table, room: RoomId): Promise<Room | undefined> {
  const item = await getItem(table, roomKey(room));
  return item === undefined ? undefined : parseRoom(item);
}

export async function close(
  table: Table,
  { room, epoch, expiresAt }: CloseRoomInput,
): Promise<Room | undefined> {
  const mark = newMark();
  const written = await updateIf(table, roomKey(room), {
    UpdateExpression: 'SET s = :closed, q = :forgotten, a = :mark REMOVE b',
    ConditionExpression:
      'e = :epoch AND s <> :closed' + (expiresAt === undefined ? '' : ' AND x = :expiresAt'),
    ExpressionAttributeValues: {
      ...(expiresAt === undefined ? {} : { ':expiresAt': N(expiresAt) }),
      ':closed': closed,
      ':forgotten': { M: {} },
      ':epoch': S(epoch),
      ':mark': S(mark),
    },
  });
  if (written.ok) return parseRoom(written.item);
  return written.current !== undefined && hasMark(written.current, mark)
    ? parseRoom(written.current)
    : undefined;
}

export async function deleteContent(table: Table, room: RoomId): Promise<DeletedContent> {
  const item = await getItem(table, roomKey(room));
  const deleted = { messages: 0, names: 0 };
  if (item === undefined || !isClosed(item)) return deleted;
  const { epoch, capacity } = parseRoom(item);
  let counted = 0;
  const count = (one: Item): void => {
    if (text(one, 'item').startsWith('name#')) deleted.names += 1;
    if (!isLog(one)) return;
    // Batches of two holders may overlap. Their messages count once.
    const { first, last } = parseSpan(one);
    if (capacity > 0) deleted.messages += Math.max(0, last - Math.max(first - 1, counted));
    counted = Math.max(counted, last);
  };
  await sweep(table, { room, epoch, where: contentItems, each: count });
  const kept = heldLines(item).length;
  const { deliveredSeq, undelivered } = parseRoom(item);
  if (kept + undelivered.length === 0) return deleted;
  if (capacity > 0) {
    const last = deliveredSeq + undelivered.length;
    deleted.messages += Math.max(0, last - Math.max(deliveredSeq - kept, counted));
    deleted.messages = Math.min(capacity, deleted.messages);
  }
  await updateIf(table, roomKey(room), {
    UpdateExpression: 'SET l = :none, p = :none, w = :zero',
    ConditionExpression: 'e = :epoch AND s = :closed',
    ExpressionAttributeValues: {
      ':none': { L: [] },
      ':zero': N(0),
      ':epoch': S(epoch),
      ':closed': closed,
    },
  });
  return deleted;
}

export async function deleteSubscriptions(table: Table, room: RoomId): Promise<void> {
  const item = await getItem(table, roomKey(room));
  if (item !== undefined && isClosed(item)) {
    await sweep(table, { room, epoch: text(item, 'e'), where: subscriptionItems });
  }
}

interface ItemRange {
  readonly condition: string;
  readonly value: string;
}

const subscriptionItems: ItemRange = {
  condition: 'begins_with(#item, :value)',
  value: subscriptionPrefix,
};
// The keys of names, links and logs sort before `room`, those of subscriptions after it.
const contentItems: ItemRange = { condition: '#item < :value', value: 'room' };

/**
 * Deletes items of one incarnation, in the order of their keys. Each delete checks the epoch,
 * because the room may open again meanwhile.
 */
async function sweep(
  table: Table,
  {
    room,
    epoch,
    where,
    each,
  }: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly where: ItemRange;
    readonly each?: (item: Item) => void;
  },
): Promise<void> {
  const items = queryItems(table, {
    KeyConditionExpression: `#room = :room AND ${where.condition}`,
    ProjectionExpression: '#item, e, z',
    ExpressionAttributeNames: { '#room': 'room', '#item': 'item' },
    ExpressionAttributeValues: { ':room': S(room), ':value': S(where.value) },
  });
  const deleteAll = (names: readonly string[]) =>
    Promise.all(
      names.map((name) => deleteIf(table, keyOf(room, name), { name: 'e', value: epoch })),
    );
  let found: string[] = [];
  for await (const item of items) {
    if (text(item, 'e') !== epoch) continue;
    each?.(item);
    found.push(text(item, 'item'));
    if (found.length < maxConcurrentDeletes) continue;
    await deleteAll(found);
    found = [];
  }
  await deleteAll(found);
}
