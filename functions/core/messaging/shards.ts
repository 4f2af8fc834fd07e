// A fan-out to so many that one invocation would be slow: cut into shards that workers serve at the
// same time. It is over only when all of them have answered or are sure to have ended, and no shard
// goes unserved: so each connection's order is kept.

import type {
  Clock,
  ConnectionId,
  Cut,
  FanOutWorkers,
  Gateway,
  Subscription,
  Served,
  Shard,
} from '../ports.ts';
import { timing } from '../settings.ts';
import type { HeldLease } from './lease.ts';
import { postEach, type Posts } from './post-each.ts';

interface Sharing {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly workers: FanOutWorkers;
  readonly receivers: readonly Subscription[];
  /** The same object for all who get the same. */
  readonly framesFor: (subscription: Subscription) => readonly string[];
  readonly heldLease: HeldLease | undefined;
  /**
   * The room's: from then on no worker begins with anybody, and who is left counts as not reached.
   */
  readonly end: number;
}

const nobody: Posts<Subscription> = { gone: [], failed: [], left: [] };

/**
 * Serves one shard itself while workers serve the others, and then whatever these have not. Workers
 * begin nothing after the lease's end as it was when they were called, so that they do not post
 * beside the next holder. If the lease is lost nobody waits for them.
 */
export async function postInShards({
  gateway,
  clock,
  workers,
  receivers,
  framesFor,
  heldLease,
  end,
}: Sharing): Promise<Posts<Subscription>> {
  if (heldLease !== undefined && !(await heldLease.holds())) return nobody;
  const until = Math.min(end, heldLease?.lease.until ?? clock.now() + timing.leaseMilliseconds);
  const [own = [], ...others] = shardsOf(receivers, workers.cut);
  const shouldContinue = heldLease?.holds;

  const handOn = async (subscriptions: readonly Subscription[]): Promise<Posts<Subscription>> => {
    const answer = await workers
      .serve({ audiences: audiencesOf(subscriptions, framesFor), until })
      .catch(() => 'unknown' as const);
    if (answer === 'unknown') await clock.wait(Math.max(0, until - clock.now()));
    return typeof answer === 'string'
      ? { ...nobody, left: subscriptions }
      : postsIn(subscriptions, answer);
  };

  const handed = Promise.all(others.map(handOn));
  const posted = await postEach({ gateway, receivers: own, framesFor, shouldContinue });
  const answers = await whileHeld(handed, { heldLease, clock });
  if (answers === 'lost') return nobody;
  const all = [posted, ...answers];
  // Who is left may have got it all from a worker whose answer was lost: a client takes no seq
  // twice.
  const left = answers.flatMap((answer) => answer.left);
  if (clock.now() >= end) all.push({ ...nobody, failed: left });
  else if (left.length > 0)
    all.push(await postEach({ gateway, receivers: left, framesFor, shouldContinue }));
  return {
    ...nobody,
    gone: all.flatMap(({ gone }) => gone),
    failed: all.flatMap(({ failed }) => failed),
  };
}

/** What a worker does with its shard. Who is begun with gets all. */
export async function serveShard(
  { gateway, clock }: Pick<Sharing, 'gateway' | 'clock'>,
  { audiences, until }: Shard,
): Promise<Served> {
  const receivers = audiences.flatMap(({ frames, connections }) =>
    connections.map((connection) => ({ connection, frames })),
  );
  const shouldContinue = (begun: boolean): boolean => begun || clock.now() < until;
  const { gone, failed, left } = await postEach({
    gateway,
    receivers,
    framesFor: ({ frames }) => frames,
    shouldContinue,
  });
  return {
    gone: gone.map(connectionOf),
    failed: failed.map(connectionOf),
    left: left.map(connectionOf),
  };
}

const connectionOf = ({ connection }: { readonly connection: ConnectionId }): ConnectionId =>
  connection;

/** All of them, in shards of the same size, give or take one. */
function shardsOf(
  receivers: readonly Subscription[],
  { min, max }: Cut,
): (readonly Subscription[])[] {
  const count = Math.max(1, Math.min(max, Math.floor(receivers.length / min)));
  return Array.from({ length: count }, (_, index) =>
    receivers.slice(
      Math.floor((receivers.length * index) / count),
      Math.floor((receivers.length * (index + 1)) / count),
    ),
  );
}

function audiencesOf(
  subscriptions: readonly Subscription[],
  framesFor: Sharing['framesFor'],
): Shard['audiences'] {
  const audiences = new Map<readonly string[], ConnectionId[]>();
  for (const subscription of subscriptions) {
    const frames = framesFor(subscription);
    const connections = audiences.get(frames) ?? [];
    connections.push(subscription.connection);
    audiences.set(frames, connections);
  }
  return [...audiences].map(([frames, connections]) => ({ frames, connections }));
}

function postsIn(
  subscriptions: readonly Subscription[],
  { gone, failed, left }: Served,
): Posts<Subscription> {
  const among = (connections: readonly ConnectionId[]): readonly Subscription[] => {
    const named = new Set(connections);
    return named.size === 0 ? [] : subscriptions.filter(({ connection }) => named.has(connection));
  };
  return { gone: among(gone), failed: among(failed), left: among(left) };
}

/** Waits, and renews the lease meanwhile. */
async function whileHeld<Result>(
  work: Promise<Result>,
  { heldLease, clock }: Pick<Sharing, 'heldLease' | 'clock'>,
): Promise<Result | 'lost'> {
  if (heldLease === undefined) return work;
  for (;;) {
    const result = await Promise.race([
      work,
      clock.wait(timing.leaseMilliseconds / 4).then(() => 'still' as const),
    ]);
    if (result !== 'still') return result;
    if (!(await heldLease.holds())) return 'lost';
  }
}
