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
  parseLease,
  countBytes,
  closed,
  heldLines,
  roomKey,
  parseRoom,
  listUndelivered,
} from './room-item.ts';

// A DynamoDB expression has at most 4 KB, and one removal takes up to 8 characters.
const maxRemovals = 250;

/** Takes the delivery lease if it is still `from`. A retry after a lost response finds its own. */
export async function takeLease(
  table: Table,
  { leases, cids }: WarmMemory,
  { room, from, to, now }: TakeLeaseInput,
): Promise<Room | undefined> {
  const unchanged = from === undefined ? 'attribute_not_exists(b)' : 'b.i = :from AND b.u = :until';
  const written = await updateIf(table, roomKey(room), {
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
  const item = written.ok ? written.item : written.current;
  if (item === undefined) return undefined;
  // If the client retried after a lost response, it finds our own lease.
  if (!written.ok && !isSameLease(parseLease(item), to)) return undefined;
  leases.setItem(to.id, item);
  cids.addFromItem(item);
  return parseRoom(item);
}

const isSameLease = (current: DeliveryLease | undefined, lease: DeliveryLease): boolean =>
  current?.id === lease.id && current.until === lease.until;

const lost: ReleaseLeaseResult = { state: 'lost' };

/**
 * Removes delivered messages, and releases the lease or renews it. Forgets what this function
 * remembers of a lease that is gone.
 */
export async function release(
  table: Table,
  memory: WarmMemory,
  input: ReleaseLeaseInput,
): Promise<ReleaseLeaseResult> {
  const released = await releaseOrRenew(table, memory, input);
  if (released.state !== 'renewed') memory.leases.delete(input.lease.id);
  return released;
}

async function releaseOrRenew(
  table: Table,
  { leases, cids }: WarmMemory,
  input: ReleaseLeaseInput,
): Promise<ReleaseLeaseResult> {
  const { room, lease, count } = input;
  const known = leases.getItem(lease.id);
  // The remembered item must have all messages of the batch.
  const seen =
    known !== undefined && listUndelivered(known).length >= count
      ? known
      : await getItem(table, roomKey(room));
  if (
    seen === undefined ||
    parseLease(seen)?.id !== lease.id ||
    listUndelivered(seen).length < count
  ) {
    return lost;
  }

  // The write that removes the messages also drops their cids, and not earlier: admit relies on the
  // item having the last `cidsBehind` cids. The next release drops the rest.
  const forget = droppableCids(seen, number(seen, 'd') + count).slice(0, maxRemovals);

  // Only the lease holder changes the held messages, so they cannot change in between.
  const held = linesAttribute(await linesToHold(table, leases, { seen, lease, count }));

  const removals = ['b', ...forget.map((_, index) => `q.#${index}`)];
  const freed = await updateIf(table, roomKey(room), {
    UpdateExpression:
      'SET p = :none, w = :zero, l = :held, d = d + :count' + ` REMOVE ${removals.join(', ')}`,
    ConditionExpression: 'b.i = :lease AND size(p) = :count',
    ...(forget.length === 0 ? {} : { ExpressionAttributeNames: toPlaceholderNames(forget) }),
    ExpressionAttributeValues: {
      ':none': { L: [] },
      ':zero': N(0),
      ':held': held,
      ':count': N(count),
      ':lease': S(lease.id),
    },
  });
  if (freed.ok) {
    cids.addFromItem(freed.item);
    return { state: 'released' };
  }
  const { current } = freed;
  if (
    current === undefined ||
    parseLease(current)?.id !== lease.id ||
    listUndelivered(current).length <= count
  ) {
    return lost;
  }
  // Remembers new cids before the removal drops them.
  cids.addFromItem(current);

  const rest = await removeFront(table, { ...input, seen: current, forget, held });
  if (rest === undefined) return lost;
  leases.setItem(lease.id, rest);
  cids.addFromItem(rest);
  return { state: 'renewed', room: parseRoom(rest) };
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
  table: Table,
  leases: LeaseMemory,
  { seen, lease, count }: Delivered,
): Promise<readonly string[]> {
  const room = parseRoom(seen);
  const messages = room.undelivered.slice(0, count);
  const batch = leases.getBatch(lease.id);
  const isLogged =
    batch?.lastSeq === room.deliveredSeq + count
      ? batch.isLogged
      : await placeBatch(table, { item: seen, room, messages });
  return isLogged ? [] : [...heldLines(seen), ...toLines(room, messages)];
}

type Removal = ReleaseLeaseInput & {
  readonly seen: Item;
  readonly forget: readonly string[];
  readonly held: AttributeValue;
};

/**
 * Removes the first `count` undelivered messages and some cids, and keeps the lease. The condition
 * contains `deliveredSeq`, so a retry after a lost response never removes twice. Returns the item
 * afterwards; undefined if the lease is lost.
 */
async function removeFront(
  table: Table,
  { room, lease, renewed, count, seen, forget, held }: Removal,
): Promise<Item | undefined> {
  const undelivered = listUndelivered(seen);
  const deliveredSeq = number(seen, 'd');
  let removed = 0;
  let cids = forget;
  let item: Item;
  do {
    const step = Math.min(count - removed, maxRemovals);
    const dropped = cids.slice(0, maxRemovals - step);
    // From the highest index down, because the embedded engine shifts the list after each removal.
    // For DynamoDB the order does not matter.
    const indexes = Array.from({ length: step }, (_, index) => `p[${step - 1 - index}]`);
    const removals = [...indexes, ...dropped.map((_, index) => `q.#${index}`)];
    const written = await updateIf(table, roomKey(room), {
      UpdateExpression:
        'SET d = d + :step, w = w - :bytes, l = :held, b.u = :until' +
        (removals.length === 0 ? '' : ` REMOVE ${removals.join(', ')}`),
      ConditionExpression: 'b.i = :lease AND d = :delivered',
      ...(dropped.length === 0 ? {} : { ExpressionAttributeNames: toPlaceholderNames(dropped) }),
      ExpressionAttributeValues: {
        ':step': N(step),
        ':bytes': N(countBytes(undelivered.slice(removed, removed + step))),
        ':held': held,
        ':until': N(renewed.until),
        ':lease': S(lease.id),
        ':delivered': N(deliveredSeq + removed),
      },
    });
    removed += step;
    cids = cids.slice(dropped.length);
    const current = written.ok ? written.item : written.current;
    if (
      current === undefined ||
      parseLease(current)?.id !== lease.id ||
      number(current, 'd') !== deliveredSeq + removed
    ) {
      return undefined;
    }
    item = current;
  } while (removed < count || cids.length > 0);
  return item;
}

const toPlaceholderNames = (keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key, index) => [`#${index}`, key]));
