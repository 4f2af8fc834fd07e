// Seats: who sits in a room by which connection. Each change of who sits moves the room item's
// `membership` after it, so that a list read at that version holds it. There are no transactions
// here: each step is safe to stop after, or to do twice.

import type { ConnectionId, MemberId, Room, RoomId, RoomStore, Seat } from '../../core/ports.ts';
import { orderOf } from '../../core/room/join-order.ts';
import {
  deleteIf,
  getItem,
  itemsIn,
  N,
  number,
  putIf,
  S,
  take,
  text,
  updateIf,
  type Item,
  type Table,
} from './items.ts';
import { closed, isOver, keyOf, roomKey, roomOf, ttlWith } from './room-item.ts';

export const seatPrefix = 'seat#';
const seatKey = (room: RoomId, connection: ConnectionId): Item =>
  keyOf(room, `${seatPrefix}${connection}`);

/**
 * What is written or compared on its own stands apart: e the room's epoch · r phxRef · f from · o
 * joinRef · j all else, as one text.
 */
type Facts = Omit<Seat, 'room' | 'connection' | 'phxRef' | 'from' | 'member'> & {
  readonly member?: { readonly id: MemberId; readonly name: string };
};

function factsOf({
  room: _,
  connection: __,
  phxRef: ___,
  member,
  ...rest
}: Omit<Seat, 'from'>): string {
  const facts: Facts = member === undefined ? rest : { ...rest, member };
  return JSON.stringify({ ...facts, from: undefined });
}

function seatOf(item: Item): Seat {
  const { member, ...facts } = JSON.parse(text(item, 'j')) as Facts;
  return {
    ...facts,
    member,
    room: text(item, 'room') as RoomId,
    connection: text(item, 'item').slice(seatPrefix.length) as ConnectionId,
    phxRef: text(item, 'r'),
    from: number(item, 'f'),
  };
}

type Sat = Awaited<ReturnType<RoomStore['sit']>>;

export async function sit(at: Table, { seat, now }: Parameters<RoomStore['sit']>[0]): Promise<Sat> {
  const stands = await getItem(at, roomKey(seat.room));
  if (stands === undefined || isOver(stands, now)) return undefined;
  const { epoch, seq, ...before } = roomOf(stands);
  const key = seatKey(seat.room, seat.connection);
  const item = {
    e: S(epoch),
    r: S(seat.phxRef),
    f: N(seq),
    j: S(factsOf(seat)),
    ttl: ttlWith(before),
  };
  const stood = await takePlace(at, { key, item, joinRef: seat.joinRef });
  if (stood === 'overtaken') return 'overtaken';
  const moved = await updateIf(at, roomKey(seat.room), {
    UpdateExpression: 'SET m = m + :one',
    ConditionExpression: 'e = :epoch AND s <> :closed AND x > :now',
    ExpressionAttributeValues: {
      ':one': N(1),
      ':epoch': S(epoch),
      ':closed': closed,
      ':now': N(now),
    },
  });
  if (!moved.ok) {
    await deleteIf(at, key, { name: 'e', value: epoch });
    return undefined;
  }
  const room = roomOf(moved.item);
  if (stood !== undefined) return { room, seat: stood };
  const from = room.seq;
  if (from !== seq) {
    await updateIf(at, key, {
      UpdateExpression: 'SET f = :from',
      ConditionExpression: 'r = :ref',
      ExpressionAttributeValues: { ':from': N(from), ':ref': S(seat.phxRef) },
    });
  }
  return { room, seat: { ...seat, from } };
}

interface Place {
  readonly key: Item;
  readonly item: Item;
  readonly joinRef: Seat['joinRef'];
}

/**
 * Puts the item there, unless a seat of the same join (which is told) or of a later one stands
 * there.
 */
async function takePlace(
  at: Table,
  { key, item, joinRef }: Place,
): Promise<Seat | 'overtaken' | undefined> {
  const order = orderOf(joinRef);
  const o = order === undefined ? S(String(joinRef)) : N(order);
  const written =
    joinRef === null
      ? await putIf(at, { key, item })
      : await putIf(at, {
          key,
          item: { ...item, o },
          // A number and a text are never compared: then the later one sits.
          ConditionExpression: `attribute_not_exists(o) OR e <> :e OR NOT o ${order === undefined ? '=' : '>='} :o`,
          ExpressionAttributeValues: { ':e': S(text(item, 'e')), ':o': o },
        });
  // The SDK repeats a write whose answer was lost: then it is our own that stands there.
  if (
    written.ok ||
    (written.stands !== undefined && text(written.stands, 'r') === text(item, 'r'))
  ) {
    return undefined;
  }
  const stands = written.stands === undefined ? undefined : seatOf(written.stands);
  return stands?.joinRef === joinRef ? stands : 'overtaken';
}

export async function stand(
  at: Table,
  { room, connection, phxRef }: Parameters<RoomStore['stand']>[0],
): ReturnType<RoomStore['stand']> {
  const left = await take(
    at,
    seatKey(room, connection),
    phxRef === undefined ? undefined : { name: 'r', value: phxRef },
  );
  return left === undefined ? undefined : { seat: seatOf(left), room: await move(at, room, left) };
}

// Not if another incarnation stands there: the seat was none of its own.
async function move(at: Table, room: RoomId, seat: Item): Promise<Room | undefined> {
  const moved = await updateIf(at, roomKey(room), {
    UpdateExpression: 'SET m = m + :one',
    ConditionExpression: 'e = :epoch',
    ExpressionAttributeValues: { ':one': N(1), ':epoch': S(text(seat, 'e')) },
  });
  return moved.ok ? roomOf(moved.item) : undefined;
}

export async function seat(
  at: Table,
  { room, connection }: Parameters<RoomStore['seat']>[0],
): Promise<Seat | undefined> {
  const item = await getItem(at, seatKey(room, connection));
  return item === undefined ? undefined : seatOf(item);
}

export async function seats(at: Table, room: RoomId): Promise<readonly Seat[]> {
  const found: Seat[] = [];
  const query = {
    KeyConditionExpression: '#room = :room AND begins_with(#item, :prefix)',
    ExpressionAttributeNames: { '#room': 'room', '#item': 'item' },
    ExpressionAttributeValues: { ':room': S(room), ':prefix': S(seatPrefix) },
  };
  for await (const item of itemsIn(at, query)) found.push(seatOf(item));
  return found;
}

export async function changeSeat(
  at: Table,
  { before, after, moves }: Parameters<RoomStore['changeSeat']>[0],
): Promise<boolean> {
  // `before` may have been read while its taker had not yet raised `from`: that is left as it
  // stands.
  const raises = after.from !== before.from;
  const written = await updateIf(at, seatKey(before.room, before.connection), {
    UpdateExpression: `SET r = :to, j = :facts${raises ? ', f = :seq' : ''}`,
    ConditionExpression: 'r = :from',
    ExpressionAttributeValues: {
      ':from': S(before.phxRef),
      ':to': S(after.phxRef),
      ':facts': S(factsOf(after)),
      ...(raises ? { ':seq': N(after.from) } : {}),
    },
  });
  const stands = written.ok ? written.item : written.stands;
  // The SDK repeats a write whose answer was lost: then it is the new phxRef that refuses, and it
  // was done.
  if (stands === undefined || text(stands, 'r') !== after.phxRef) return false;
  if (moves) await move(at, before.room, stands);
  return true;
}
