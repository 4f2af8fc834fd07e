// Sharded fan-out, for rooms with too many receivers for one function. Workers post the shards
// concurrently. A fan-out ends only when every worker has answered or has surely stopped, and no
// shard stays unsent. That keeps each connection's order.

import type {
  Clock,
  ConnectionId,
  ShardLimits,
  FanOutWorkers,
  Gateway,
  ShardResult,
  Shard,
  Subscription,
} from '../ports.ts';
import { timing } from '../settings.ts';
import type { HeldLease } from './lease.ts';
import { postEach, type PostResults } from './post-each.ts';

interface ShardedPosting {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly workers: FanOutWorkers;
  readonly receivers: readonly Subscription[];
  /** Returns the same array for all receivers that get the same frames. */
  readonly framesFor: (subscription: Subscription) => readonly string[];
  readonly heldLease: HeldLease | undefined;
  /** The room's end. Workers begin nothing after it, and unsent receivers count as failed. */
  readonly end: number;
}

const nothing: PostResults<Subscription> = { gone: [], failed: [], unsent: [] };

/**
 * Posts one shard itself while workers post the others, then everything the workers left unsent.
 *
 * Workers get the end of the lease when they are called, and begin nothing after it. So they never
 * post at the same time as the next holder. If the lease is lost, this function stops waiting for
 * them.
 */
export async function postInShards({
  gateway,
  clock,
  workers,
  receivers,
  framesFor,
  heldLease,
  end,
}: ShardedPosting): Promise<PostResults<Subscription>> {
  if (heldLease !== undefined && !(await heldLease.holds())) return nothing;
  const until = Math.min(end, heldLease?.lease.until ?? clock.now() + timing.leaseMilliseconds);
  const [own = [], ...others] = splitIntoShards(receivers, workers.shardLimits);
  const shouldContinue = heldLease?.holds;

  const handOver = async (shard: readonly Subscription[]): Promise<PostResults<Subscription>> => {
    const answer = await workers
      .postShard({ audiences: groupByFrames(shard, framesFor), until })
      .catch(() => 'unknown' as const);
    if (answer === 'unknown') await clock.wait(Math.max(0, until - clock.now()));
    if (typeof answer === 'string') return { ...nothing, unsent: shard };
    return toPostResults(shard, answer);
  };

  const handedOver = Promise.all(others.map(handOver));
  const posted = await postEach({ gateway, receivers: own, framesFor, shouldContinue });
  const answers = await waitWhileHeld(handedOver, { heldLease, clock });
  if (answers === 'lost') return nothing;

  const results = [posted, ...answers];
  // A worker whose answer was lost may have posted to these. Clients ignore a seq that they know.
  const unsent = answers.flatMap((answer) => answer.unsent);
  if (clock.now() >= end) {
    results.push({ ...nothing, failed: unsent });
  } else if (unsent.length > 0) {
    results.push(await postEach({ gateway, receivers: unsent, framesFor, shouldContinue }));
  }
  return {
    gone: results.flatMap(({ gone }) => gone),
    failed: results.flatMap(({ failed }) => failed),
    unsent: [],
  };
}

/** Posts a worker's shard. A receiver that got one frame gets all. */
export async function postShard(
  { gateway, clock }: Pick<ShardedPosting, 'gateway' | 'clock'>,
  { audiences, until }: Shard,
): Promise<ShardResult> {
  const receivers = audiences.flatMap(({ frames, connections }) =>
    connections.map((connection) => ({ connection, frames })),
  );
  const { gone, failed, unsent } = await postEach({
    gateway,
    receivers,
    framesFor: ({ frames }) => frames,
    shouldContinue: (hasBegun) => hasBegun || clock.now() < until,
  });
  return {
    gone: listConnections(gone),
    failed: listConnections(failed),
    unsent: listConnections(unsent),
  };
}

const listConnections = (
  receivers: readonly { readonly connection: ConnectionId }[],
): readonly ConnectionId[] => receivers.map(({ connection }) => connection);

/** Splits receivers into shards that differ in size by one at most. */
function splitIntoShards(
  receivers: readonly Subscription[],
  { min, max }: ShardLimits,
): (readonly Subscription[])[] {
  const count = Math.max(1, Math.min(max, Math.floor(receivers.length / min)));
  return Array.from({ length: count }, (_, index) =>
    receivers.slice(
      Math.floor((receivers.length * index) / count),
      Math.floor((receivers.length * (index + 1)) / count),
    ),
  );
}

function groupByFrames(
  shard: readonly Subscription[],
  framesFor: ShardedPosting['framesFor'],
): Shard['audiences'] {
  const audiences = new Map<readonly string[], ConnectionId[]>();
  for (const subscription of shard) {
    const frames = framesFor(subscription);
    const connections = audiences.get(frames) ?? [];
    connections.push(subscription.connection);
    audiences.set(frames, connections);
  }
  return [...audiences].map(([frames, connections]) => ({ frames, connections }));
}

function toPostResults(
  shard: readonly Subscription[],
  { gone, failed, unsent }: ShardResult,
): PostResults<Subscription> {
  const find = (connections: readonly ConnectionId[]): readonly Subscription[] => {
    const wanted = new Set(connections);
    return wanted.size === 0 ? [] : shard.filter(({ connection }) => wanted.has(connection));
  };
  return { gone: find(gone), failed: find(failed), unsent: find(unsent) };
}

/** Waits for `work`, and renews the lease meanwhile. */
async function waitWhileHeld<Result>(
  work: Promise<Result>,
  { heldLease, clock }: Pick<ShardedPosting, 'heldLease' | 'clock'>,
): Promise<Result | 'lost'> {
  if (heldLease === undefined) return work;
  for (;;) {
    const result = await Promise.race([
      work,
      clock.wait(timing.leaseMilliseconds / 4).then(() => 'pending' as const),
    ]);
    if (result !== 'pending') return result;
    if (!(await heldLease.holds())) return 'lost';
  }
}
