// Takes and frees the delivery lease, and removes delivered messages while the lease holds.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type {
  DeliveryLease,
  Room,
  ReleaseLeaseInput,
  ReleaseLeaseResult,
  TakeLeaseInput,
} from '../../../../core/ports.ts';
import { droppableCids } from './cid-memory.ts';
import type { LeaseMemory, WarmMemory } from './warm-memory.ts';
import { getItem, N, number, S, updateIf, type Item, type Table } from '../items.ts';
import { linesAttribute, placeBatch, toLines } from './message-log-items.ts';
import {
  leaseAttribute,
  leaseIn,
  bytesOf,
  closed,
  heldLines,
  roomKey,
  roomOf,
  waitingIn,
} from './room-item.ts';

// DynamoDB's expressions hold 4 KB; a removal costs up to 8 characters.
const removalsMost = 250;

export async function takeLease(
  at: Table,
  { leases, cids }: WarmMemory,
  { room, from, to, now }: TakeLeaseInput,
): Promise<Room | undefined> {
  const unchanged = from === undefined ? 'attribute_not_exists(b)' : 'b.i = :from AND b.u = :until';
  const written = await updateIf(at, roomKey(room), {
    UpdateExpression: 'SET b = :to',
    ConditionExpression: `attribute_exists(#room) AND s <> :closed AND x > :now AND ${unchanged}`,
    ExpressionAttributeNames: { '#room': 'room' },
    ExpressionAttributeValues: {
      ':to': leaseAttribute(to),
      ':closed': closed,
      ':now': N(now),
      ...(from === undefined ? {} : { ':from': S(from.id), ':until': N(from.until) }),
    },
  });
  const item = written.ok ? written.item : written.stands;
  if (item === undefined) return undefined;
  // A write repeated after a lost answer finds our own lease.
  if (!written.ok && !stillIs(leaseIn(item), to)) return undefined;
  leases.setItem(to.id, item);
  cids.learn(item);
  return roomOf(item);
}

const stillIs = (stands: DeliveryLease | undefined, lease: DeliveryLease): boolean =>
  stands?.id === lease.id && stands.until === lease.until;

const lost: ReleaseLeaseResult = { state: 'lost' };

export async function release(
  at: Table,
  memory: WarmMemory,
  input: ReleaseLeaseInput,
): Promise<ReleaseLeaseResult> {
  const released = await layDownOrGoOn(at, memory, input);
  if (released.state !== 'renewed') memory.leases.delete(input.lease.id);
  return released;
}

async function layDownOrGoOn(
  at: Table,
  { leases, cids }: WarmMemory,
  input: ReleaseLeaseInput,
): Promise<ReleaseLeaseResult> {
  const { room, lease, count } = input;
  const known = leases.getItem(lease.id);
  // It must have all that was delivered.
  const seen =
    known !== undefined && waitingIn(known).length >= count
      ? known
      : await getItem(at, roomKey(room));
  if (seen === undefined || leaseIn(seen)?.id !== lease.id || waitingIn(seen).length < count) {
    return lost;
  }

  // Dropped with the write that delivers, never before it: admit counts on those behind the last
  // delivered. The next release drops any rest.
  const forget = droppableCids(seen, number(seen, 'd') + count).slice(0, removalsMost);

  // Only the lease's holder changes what the room item holds.
  const held = linesAttribute(await linesToHold(at, leases, { seen, lease, count }));

  const removals = ['b', ...forget.map((_, index) => `q.#${index}`)];
  const laidDown = await updateIf(at, roomKey(room), {
    UpdateExpression:
      'SET p = :none, w = :zero, l = :held, d = d + :count' + ` REMOVE ${removals.join(', ')}`,
    ConditionExpression: 'b.i = :baton AND size(p) = :count',
    ...(forget.length === 0 ? {} : { ExpressionAttributeNames: namesOf(forget) }),
    ExpressionAttributeValues: {
      ':none': { L: [] },
      ':zero': N(0),
      ':held': held,
      ':count': N(count),
      ':baton': S(lease.id),
    },
  });
  if (laidDown.ok) {
    cids.learn(laidDown.item);
    return { state: 'released' };
  }
  const { stands } = laidDown;
  if (
    stands === undefined ||
    leaseIn(stands)?.id !== lease.id ||
    waitingIn(stands).length <= count
  ) {
    return lost;
  }
  // Learns new cids before the removal drops them.
  cids.learn(stands);

  const rest = await removeFront(at, { ...input, seen: stands, forget, held });
  if (rest === undefined) return lost;
  leases.setItem(lease.id, rest);
  cids.learn(rest);
  return { state: 'renewed', room: roomOf(rest) };
}

interface Delivered {
  readonly seen: Item;
  readonly lease: DeliveryLease;
  readonly count: number;
}

/**
 * Returns the lines that the room item holds after this release. There are none if the log has the
 * batch, as `append` noted. Without that note the batch is placed now.
 */
async function linesToHold(
  at: Table,
  leases: LeaseMemory,
  { seen, lease, count }: Delivered,
): Promise<readonly string[]> {
  const room = roomOf(seen);
  const messages = room.undelivered.slice(0, count);
  const batch = leases.getBatch(lease.id);
  const isLogged =
    batch?.lastSeq === room.deliveredSeq + count
      ? batch.isLogged
      : await placeBatch(at, { item: seen, room, messages });
  return isLogged ? [] : [...heldLines(seen), ...toLines(room, messages)];
}

type Removal = ReleaseLeaseInput & {
  readonly seen: Item;
  readonly forget: readonly string[];
  readonly held: AttributeValue;
};

/**
 * Removes the first `count` undelivered messages and some cids, and keeps the lease. The condition
 * contains `deliveredSeq`, so a write repeated after a lost answer never removes twice. Returns the
 * item afterwards; undefined if the lease is lost.
 */
async function removeFront(
  at: Table,
  { room, lease, renewed, count, seen, forget, held }: Removal,
): Promise<Item | undefined> {
  const waiting = waitingIn(seen);
  const deliveredSeq = number(seen, 'd');
  let removed = 0;
  let cids = forget;
  let item: Item;
  do {
    const step = Math.min(count - removed, removalsMost);
    const some = cids.slice(0, removalsMost - step);
    // From the highest index down: the embedded engine shifts the list as it goes, DynamoDB does
    // not; so it is right on both.
    const indexes = Array.from({ length: step }, (_, index) => `p[${step - 1 - index}]`);
    const removals = [...indexes, ...some.map((_, index) => `q.#${index}`)];
    const written = await updateIf(at, roomKey(room), {
      UpdateExpression:
        'SET d = d + :step, w = w - :bytes, l = :held, b.u = :until' +
        (removals.length === 0 ? '' : ` REMOVE ${removals.join(', ')}`),
      ConditionExpression: 'b.i = :baton AND d = :drained',
      ...(some.length === 0 ? {} : { ExpressionAttributeNames: namesOf(some) }),
      ExpressionAttributeValues: {
        ':step': N(step),
        ':bytes': N(bytesOf(waiting.slice(removed, removed + step))),
        ':held': held,
        ':until': N(renewed.until),
        ':baton': S(lease.id),
        ':drained': N(deliveredSeq + removed),
      },
    });
    removed += step;
    cids = cids.slice(some.length);
    const stands = written.ok ? written.item : written.stands;
    if (
      stands === undefined ||
      leaseIn(stands)?.id !== lease.id ||
      number(stands, 'd') !== deliveredSeq + removed
    ) {
      return undefined;
    }
    item = stands;
  } while (removed < count || cids.length > 0);
  return item;
}

const namesOf = (keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key, index) => [`#${index}`, key]));
