// Seats: who sits in a room by which connection. Each change of who sits moves the room item's `membership` after it, so that a list read
// at that version holds it. There are no transactions here: each step is safe to stop after.

import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ConnectionId, MemberId, Room, RoomId, RoomStore, Seat } from '../../core/ports.ts';
import { getItem, N, putIf, S, take, text, ttlAfter, updateIf, type Item, type Table } from './items.ts';
import { closed, isOver, keyOf, roomKey, roomOf } from './room-item.ts';

export const seatPrefix = 'seat#';
const seatKey = (room: RoomId, connection: ConnectionId): Item => keyOf(room, `${seatPrefix}${connection}`);

/** What changes on its own stands apart: r phxRef · y typing · j facts, as one text · e the room's epoch. */
type Facts = Omit<Seat, 'room' | 'connection' | 'phxRef' | 'typing' | 'member'> & { readonly member?: { readonly id: MemberId; readonly name: string } };

function seatItem({ room: _, connection: __, phxRef, typing, member, ...rest }: Seat, { epoch, expiresAt }: Room): Item {
  const facts: Facts = member === undefined ? rest : { ...rest, member };
  return { e: S(epoch), r: S(phxRef), y: { BOOL: typing }, j: S(JSON.stringify(facts)), ttl: ttlAfter(expiresAt) };
}

function seatOf(item: Item): Seat {
  const { member, ...facts } = JSON.parse(text(item, 'j')) as Facts;
  return {
    ...facts,
    member,
    room: text(item, 'room') as RoomId,
    connection: text(item, 'item').slice(seatPrefix.length) as ConnectionId,
    phxRef: text(item, 'r'),
    typing: item['y']?.BOOL === true,
  };
}

export async function sit(at: Table, { seat, now }: Parameters<RoomStore['sit']>[0]): Promise<Room | undefined> {
  const stands = await getItem(at, roomKey(seat.room));
  if (stands === undefined || isOver(stands, now)) return undefined;
  const room = roomOf(stands);
  const key = seatKey(seat.room, seat.connection);
  await putIf(at, { key, item: seatItem(seat, room) });
  const moved = await updateIf(at, roomKey(seat.room), {
    UpdateExpression: 'SET m = m + :one',
    ConditionExpression: 'e = :epoch AND s <> :closed AND x > :now',
    ExpressionAttributeValues: { ':one': N(1), ':epoch': S(room.epoch), ':closed': closed, ':now': N(now) },
  });
  if (moved.ok) return roomOf(moved.item);
  await take(at, key, { ConditionExpression: 'e = :epoch', ExpressionAttributeValues: { ':epoch': S(room.epoch) } });
  return undefined;
}

export async function stand(at: Table, { room, connection, phxRef }: Parameters<RoomStore['stand']>[0]): Promise<Seat | undefined> {
  const left = await take(at, seatKey(room, connection), phxRef === undefined ? {} : {
    ConditionExpression: 'r = :ref', ExpressionAttributeValues: { ':ref': S(phxRef) },
  });
  if (left === undefined) return undefined;
  // Not if another incarnation stands there: this seat was none of its own.
  await updateIf(at, roomKey(room), {
    UpdateExpression: 'SET m = m + :one',
    ConditionExpression: 'e = :epoch',
    ExpressionAttributeValues: { ':one': N(1), ':epoch': S(text(left, 'e')) },
  });
  return seatOf(left);
}

export async function seat(at: Table, { room, connection }: Parameters<RoomStore['seat']>[0]): Promise<Seat | undefined> {
  const item = await getItem(at, seatKey(room, connection));
  return item === undefined ? undefined : seatOf(item);
}

export async function seats({ client, table }: Table, room: RoomId): Promise<readonly Seat[]> {
  const found: Seat[] = [];
  let from: Item | undefined;
  do {
    const page = await client.send(new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: '#room = :room AND begins_with(#item, :prefix)',
      ExpressionAttributeNames: { '#room': 'room', '#item': 'item' },
      ExpressionAttributeValues: { ':room': S(room), ':prefix': S(seatPrefix) },
      ExclusiveStartKey: from,
    }));
    for (const item of page.Items ?? []) found.push(seatOf(item));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

export async function setTyping(at: Table, { room, connection, typing, from, to }: Parameters<RoomStore['setTyping']>[0]): Promise<Seat | undefined> {
  const written = await updateIf(at, seatKey(room, connection), {
    UpdateExpression: 'SET r = :to, y = :typing',
    ConditionExpression: 'r = :from',
    ExpressionAttributeValues: { ':from': S(from), ':to': S(to), ':typing': { BOOL: typing } },
  });
  if (written.ok) return seatOf(written.item);
  // The SDK repeats a write whose answer was lost: then it was done.
  return written.stands !== undefined && text(written.stands, 'r') === to ? seatOf(written.stands) : undefined;
}
