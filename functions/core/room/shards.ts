// A fan-out to so many that one invocation would be slow: cut into shards that workers serve at the
// same time. It is over only when all of them have answered or are sure to have ended, and no shard
// goes unserved: so each connection's order is kept.

import type {
  Clock,
  ConnectionId,
  Cut,
  FanOutWorkers,
  Gateway,
  Seat,
  Served,
  Shard,
} from '../ports.ts';
import { timing } from '../settings.ts';
import type { Lease } from './lease.ts';
import { postEach, type Posts } from './post-each.ts';

interface Sharing {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly workers: FanOutWorkers;
  readonly receivers: readonly Seat[];
  /** The same object for all who get the same. */
  readonly framesFor: (seat: Seat) => readonly string[];
  readonly lease: Lease | undefined;
  /**
   * The room's: from then on no worker begins with anybody, and who is left counts as not reached.
   */
  readonly end: number;
}

const nobody: Posts<Seat> = { gone: [], failed: [], left: [] };

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
  lease,
  end,
}: Sharing): Promise<Posts<Seat>> {
  if (lease !== undefined && !(await lease.holds())) return nobody;
  const until = Math.min(end, lease?.baton.until ?? clock.now() + timing.batonMilliseconds);
  const [own = [], ...others] = shardsOf(receivers, workers.cut);
  const goOn = lease?.holds;

  const handOn = async (seats: readonly Seat[]): Promise<Posts<Seat>> => {
    const answer = await workers
      .serve({ audiences: audiencesOf(seats, framesFor), until })
      .catch(() => 'unknown' as const);
    if (answer === 'unknown') await clock.wait(Math.max(0, until - clock.now()));
    return typeof answer === 'string' ? { ...nobody, left: seats } : postsIn(seats, answer);
  };

  const handed = Promise.all(others.map(handOn));
  const posted = await postEach({ gateway, receivers: own, framesFor, goOn });
  const answers = await whileHeld(handed, { lease, clock });
  if (answers === 'lost') return nobody;
  const all = [posted, ...answers];
  // Who is left may have got it all from a worker whose answer was lost: a client takes no seq
  // twice.
  const left = answers.flatMap((answer) => answer.left);
  if (clock.now() >= end) all.push({ ...nobody, failed: left });
  else if (left.length > 0) all.push(await postEach({ gateway, receivers: left, framesFor, goOn }));
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
  const goOn = (begun: boolean): boolean => begun || clock.now() < until;
  const { gone, failed, left } = await postEach({
    gateway,
    receivers,
    framesFor: ({ frames }) => frames,
    goOn,
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
function shardsOf(receivers: readonly Seat[], { least, most }: Cut): (readonly Seat[])[] {
  const count = Math.max(1, Math.min(most, Math.floor(receivers.length / least)));
  return Array.from({ length: count }, (_, index) =>
    receivers.slice(
      Math.floor((receivers.length * index) / count),
      Math.floor((receivers.length * (index + 1)) / count),
    ),
  );
}

function audiencesOf(seats: readonly Seat[], framesFor: Sharing['framesFor']): Shard['audiences'] {
  const audiences = new Map<readonly string[], ConnectionId[]>();
  for (const seat of seats) {
    const frames = framesFor(seat);
    const connections = audiences.get(frames) ?? [];
    connections.push(seat.connection);
    audiences.set(frames, connections);
  }
  return [...audiences].map(([frames, connections]) => ({ frames, connections }));
}

function postsIn(seats: readonly Seat[], { gone, failed, left }: Served): Posts<Seat> {
  const among = (connections: readonly ConnectionId[]): readonly Seat[] => {
    const named = new Set(connections);
    return named.size === 0 ? [] : seats.filter(({ connection }) => named.has(connection));
  };
  return { gone: among(gone), failed: among(failed), left: among(left) };
}

/** Waits, and renews the lease meanwhile. */
async function whileHeld<Result>(
  work: Promise<Result>,
  { lease, clock }: Pick<Sharing, 'lease' | 'clock'>,
): Promise<Result | 'lost'> {
  if (lease === undefined) return work;
  for (;;) {
    const result = await Promise.race([
      work,
      clock.wait(timing.batonMilliseconds / 4).then(() => 'still' as const),
    ]);
    if (result !== 'still') return result;
    if (!(await lease.holds())) return 'lost';
  }
}
