// Subscriptions: one item per room and connection. Each change increments the room item's
// `membership` afterwards, so a list read at that version contains the change. There are no
// transactions: each step is safe to stop after and safe to repeat.

import type {
  ConnectionId,
  Member,
  Room,
  RoomId,
  SubscribeInput,
  Subscribed,
  SubscriptionKey,
  UnsubscribeInput,
  Unsubscribed,
  UpdateSubscriptionInput,
  Subscription,
} from '../../../../core/ports.ts';
import { parseJoinOrder } from '../../../../core/membership/join-order.ts';
import {
  deleteIf,
  getItem,
  queryItems,
  N,
  number,
  putIf,
  S,
  deleteOnce,
  text,
  updateIf,
  type Item,
  type Table,
} from '../items.ts';
import { closed, isOver, keyOf, roomKey, parseRoom, ttlWith } from './room-item.ts';

export const subscriptionPrefix = 'sub#';
const subscriptionKey = (room: RoomId, connection: ConnectionId): Item =>
  keyOf(room, `${subscriptionPrefix}${connection}`);

/**
 * Attributes that are written or compared separately: e the room's epoch · r phxRef · f from · o
 * joinRef · j everything else, as one text.
 */
type Facts = Omit<Subscription, 'room' | 'connection' | 'phxRef' | 'from' | 'epoch' | 'member'> & {
  readonly member?: Member;
};

function factsOf({
  room: _,
  connection: __,
  phxRef: ___,
  member,
  ...rest
}: Omit<Subscription, 'from' | 'epoch'>): string {
  const facts: Facts = member === undefined ? rest : { ...rest, member };
  return JSON.stringify({ ...facts, from: undefined, epoch: undefined });
}

function subscriptionFor(item: Item): Subscription {
  const { member, ...facts } = JSON.parse(text(item, 'j')) as Facts;
  return {
    ...facts,
    member,
    room: text(item, 'room') as RoomId,
    connection: text(item, 'item').slice(subscriptionPrefix.length) as ConnectionId,
    phxRef: text(item, 'r'),
    from: number(item, 'f'),
    epoch: text(item, 'e'),
  };
}

export async function subscribe(
  table: Table,
  { subscription, now }: SubscribeInput,
): Promise<Subscribed | 'overtaken' | undefined> {
  const current = await getItem(table, roomKey(subscription.room));
  if (current === undefined || isOver(current, now)) return undefined;
  const { epoch, seq, membership, ...before } = parseRoom(current);
  const key = subscriptionKey(subscription.room, subscription.connection);
  const item = {
    e: S(epoch),
    r: S(subscription.phxRef),
    f: N(seq),
    j: S(factsOf({ ...subscription, membership })),
    ttl: ttlWith(before),
  };
  const repeated = await takePlace(table, { key, item, joinRef: subscription.joinRef });
  if (repeated === 'overtaken') return 'overtaken';
  const bumped = await updateIf(table, roomKey(subscription.room), {
    UpdateExpression: 'SET m = m + :one',
    ConditionExpression: 'e = :epoch AND s <> :closed AND x > :now',
    ExpressionAttributeValues: {
      ':one': N(1),
      ':epoch': S(epoch),
      ':closed': closed,
      ':now': N(now),
    },
  });
  if (!bumped.ok) {
    // The room's end closes what subscribed before it, and needs its item.
    if (repeated === undefined) await deleteIf(table, key, { name: 'r', value: text(item, 'r') });
    return undefined;
  }
  const room = parseRoom(bumped.item);
  if (repeated !== undefined) return { room, subscription: repeated };
  const from = room.seq;
  if (from !== seq) {
    await updateIf(table, key, {
      UpdateExpression: 'SET f = :from',
      ConditionExpression: 'r = :ref',
      ExpressionAttributeValues: { ':from': N(from), ':ref': S(subscription.phxRef) },
    });
  }
  return { room, subscription: { ...subscription, from, epoch, membership } };
}

interface Place {
  readonly key: Item;
  readonly item: Item;
  readonly joinRef: Subscription['joinRef'];
}

/**
 * Writes the item unless a subscription of the same join (which it returns) or of a later one
 * exists.
 */
async function takePlace(
  table: Table,
  { key, item, joinRef }: Place,
): Promise<Subscription | 'overtaken' | undefined> {
  const order = parseJoinOrder(joinRef);
  const o = order === undefined ? S(String(joinRef)) : N(order);
  // A comparison of a number with a text is never true, so the later write wins.
  const operator = order === undefined ? '=' : '>=';
  const written =
    joinRef === null
      ? await putIf(table, { key, item })
      : await putIf(table, {
          key,
          item: { ...item, o },
          ConditionExpression: `attribute_not_exists(o) OR e <> :e OR NOT o ${operator} :o`,
          ExpressionAttributeValues: { ':e': S(text(item, 'e')), ':o': o },
        });
  // If the client retried after a lost response, it finds our own item.
  if (
    written.ok ||
    (written.current !== undefined && text(written.current, 'r') === text(item, 'r'))
  ) {
    return undefined;
  }
  const current = written.current === undefined ? undefined : subscriptionFor(written.current);
  return current?.joinRef === joinRef ? current : 'overtaken';
}

export async function unsubscribe(
  table: Table,
  { room, connection, phxRef }: UnsubscribeInput,
): Promise<Unsubscribed | undefined> {
  const left = await deleteOnce(
    table,
    subscriptionKey(room, connection),
    phxRef === undefined ? undefined : { name: 'r', value: phxRef },
  );
  return left === undefined
    ? undefined
    : { subscription: subscriptionFor(left), room: await bumpMembership(table, room, left) };
}

// Another incarnation stays unchanged: the subscription did not belong to it.
async function bumpMembership(
  table: Table,
  room: RoomId,
  subscription: Item,
): Promise<Room | undefined> {
  const bumped = await updateIf(table, roomKey(room), {
    UpdateExpression: 'SET m = m + :one',
    ConditionExpression: 'e = :epoch',
    ExpressionAttributeValues: { ':one': N(1), ':epoch': S(text(subscription, 'e')) },
  });
  return bumped.ok ? parseRoom(bumped.item) : undefined;
}

export async function findSubscription(
  table: Table,
  { room, connection }: SubscriptionKey,
): Promise<Subscription | undefined> {
  const item = await getItem(table, subscriptionKey(room, connection));
  return item === undefined ? undefined : subscriptionFor(item);
}

export async function listSubscriptions(
  table: Table,
  room: RoomId,
): Promise<readonly Subscription[]> {
  const found: Subscription[] = [];
  const query = {
    KeyConditionExpression: '#room = :room AND begins_with(#item, :prefix)',
    ExpressionAttributeNames: { '#room': 'room', '#item': 'item' },
    ExpressionAttributeValues: { ':room': S(room), ':prefix': S(subscriptionPrefix) },
  };
  for await (const item of queryItems(table, query)) found.push(subscriptionFor(item));
  return found;
}

export async function updateSubscription(
  table: Table,
  { before, after, bumpsMembership }: UpdateSubscriptionInput,
): Promise<boolean> {
  // `before` may have an old `from`, so `from` is written only if this update changes it.
  const raises = after.from !== before.from;
  const written = await updateIf(table, subscriptionKey(before.room, before.connection), {
    UpdateExpression: `SET r = :to, j = :facts${raises ? ', f = :seq' : ''}`,
    ConditionExpression: 'r = :from',
    ExpressionAttributeValues: {
      ':from': S(before.phxRef),
      ':to': S(after.phxRef),
      ':facts': S(factsOf(after)),
      ...(raises ? { ':seq': N(after.from) } : {}),
    },
  });
  const current = written.ok ? written.item : written.current;
  // The client retries a write if its response was lost. The first write then succeeded, and its
  // new phxRef made the retry fail.
  if (current === undefined || text(current, 'r') !== after.phxRef) return false;
  if (bumpsMembership) await bumpMembership(table, before.room, current);
  return true;
}
