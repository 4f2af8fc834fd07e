// Simulates a cloud fan-out, alone and in shards, on a virtual clock. It runs the product's own
// fan-out, concurrency and retries over a model of their delays. On one machine all functions share
// its cores, so the gain from shards cannot be measured there.

import { pace } from '../../functions/adapters/aws/api-gateway/adaptive-concurrency.ts';
import { postBudget } from '../../functions/adapters/aws/api-gateway/signed-gateway.ts';
import { retry } from '../../functions/adapters/aws/client/retry.ts';
import type {
  Clock,
  ConnectionId,
  ShardLimits,
  FanOutWorkers,
  Gateway,
  RoomId,
  Subscription,
} from '../../functions/core/ports.ts';
import { fanOutEvents } from '../../functions/core/messaging/fan-out.ts';
import { postShard } from '../../functions/core/messaging/shards.ts';
import { serverLimits } from '../../functions/core/settings.ts';
import { createChance } from '../simulator/chance.ts';
import { createScheduler, inOwnTurn, type Scheduler } from '../simulator/scheduler.ts';
import { quantile, short, table } from './figures.ts';

/**
 * In milliseconds unless stated otherwise. Sources: `npm run bench -- posts` for the processor time
 * of a post; "Configure Lambda function memory" for the share of a processor (1 at 1,769 MB);
 * "Amazon API Gateway quotas" for requests and burst. Latencies are assumed: AWS promises none.
 */
const model = {
  cpuOfPost: 0.075,
  processor: 1_024 / 1_769,
  latencyOfPost: 10,
  tailOfPost: 5,
  latencyOfInvocation: 15,
  coldStart: 250,
  requestsPerSecond: 10_000,
  burst: 5_000,
} as const;

const sizes = [200, 400, 600, 1_000, 2_000, 5_000, 10_000] as const;

const ways: readonly {
  readonly name: string;
  readonly shardLimits: ShardLimits | undefined;
  readonly cold?: true;
}[] = [
  { name: 'alone', shardLimits: undefined },
  { name: 'as it is', shardLimits: serverLimits.shards },
  { name: 'as it is, cold', shardLimits: serverLimits.shards, cold: true },
  { name: 'at most 4', shardLimits: { ...serverLimits.shards, max: 4 } },
  { name: 'at most 16', shardLimits: { ...serverLimits.shards, max: 16 } },
];

interface Outcome {
  readonly name: string;
  readonly members: number;
  /** Milliseconds until half of the members, and all of them, have it. */
  readonly half: number;
  readonly last: number;
  readonly refused: number;
  readonly invocations: number;
}

export async function benchShards(
  quick: boolean,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const outcomes: Outcome[] = [];
  for (const members of quick ? sizes.slice(0, 4) : sizes) {
    for (const way of ways) outcomes.push(await inOwnTurn(() => run(members, way)));
  }
  return { text: formatRuns(outcomes), json: { simulated: true, model, outcomes } };
}

function run(members: number, { name, shardLimits, cold }: (typeof ways)[number]): Outcome {
  const scheduler = createScheduler();
  const chance = createChance(members);
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      scheduler.after(milliseconds, resolve);
    });
  const clock: Clock = { now: () => scheduler.now(), wait };
  const delivered: number[] = [];
  const account = bucket(scheduler);
  let invocations = 0;

  /** The resources of one function for posts: one processor and one concurrency limit. */
  const gateway = (): Gateway => {
    const its = pace({ now: () => scheduler.now() });
    let busyUntil = 0;
    const processor = (): Promise<void> => {
      busyUntil = Math.max(busyUntil, scheduler.now()) + model.cpuOfPost / model.processor;
      return wait(busyUntil - scheduler.now());
    };
    const attempt = async () => {
      await its.enter();
      const from = scheduler.now();
      await processor();
      const taken = account.take();
      await wait(model.latencyOfPost - Math.log(1 - chance.next()) * model.tailOfPost);
      its.leave(taken ? 'ok' : 'refused', scheduler.now() - from);
      if (!taken) return { retryable: new Error('429') };
      delivered.push(scheduler.now());
      return { done: 'sent' as const };
    };
    const pauses = { now: () => scheduler.now(), draw: () => chance.next(), wait };
    return { post: () => retry(postBudget, attempt, pauses), close: () => Promise.resolve() };
  };

  const workers: FanOutWorkers | undefined =
    shardLimits === undefined
      ? undefined
      : {
          shardLimits,
          postShard: async (shard) => {
            invocations += 1;
            await wait(model.latencyOfInvocation / 2 + (cold ? model.coldStart : 0));
            const served = await postShard({ gateway: gateway(), clock }, shard);
            await wait(model.latencyOfInvocation / 2);
            return served;
          },
        };
  const room = { id: 'room' as RoomId, expiresAt: Infinity };
  const events = [{ event: 'shout', payload: { body: 'Hello' } }];
  void fanOutEvents({
    ports: { gateway: gateway(), clock, workers },
    room,
    subscriptions: subscriptionsOfMember(members),
    now: 0,
    events,
  });
  scheduler.runUntil(60_000);
  if (delivered.length !== members) {
    throw new Error(`${delivered.length} of ${members} were reached.`);
  }
  return {
    name,
    members,
    half: quantile(delivered, 0.5),
    last: Math.max(...delivered),
    refused: account.refused(),
    invocations,
  };
}

function bucket(scheduler: Scheduler) {
  let tokens: number = model.burst;
  let at = 0;
  let refused = 0;
  return {
    take: (): boolean => {
      tokens = Math.min(
        model.burst,
        tokens + ((scheduler.now() - at) * model.requestsPerSecond) / 1_000,
      );
      at = scheduler.now();
      if (tokens < 1) {
        refused += 1;
        return false;
      }
      tokens -= 1;
      return true;
    },
    refused: () => refused,
  };
}

const subscriptionsOfMember = (count: number): readonly Subscription[] =>
  Array.from({ length: count }, (_, index): Subscription => ({
    room: 'room' as RoomId,
    connection: `c${index}` as ConnectionId,
    member: undefined,
    scopes: ['receive'],
    version: 2,
    joinRef: '1',
    batch: false,
    tokenExpiresAt: undefined,
    leaseExpiresAt: Infinity,
    from: 0,
    epoch: 'e1',
    membership: 0,
    phxRef: 'r',
    typing: false,
    onlineAt: 0,
  }));

function formatRuns(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, members, half, last, refused, invocations }) => [
    `${members.toLocaleString('en')}, ${name}`,
    short(half),
    short(last),
    short(invocations),
    short(refused),
  ]);
  const {
    latencyOfPost,
    tailOfPost,
    latencyOfInvocation,
    coldStart,
    cpuOfPost,
    processor,
    requestsPerSecond,
    burst,
  } = model;
  return [
    'One message to all members of a room: SIMULATED, on a virtual clock, with the account to ' +
      'itself.',
    `Assumed: a post takes ${latencyOfPost} ms and a slow tail of ${tailOfPost} ms on average, ` +
      `${cpuOfPost * 1_000} us of a processor of which a function has ${processor.toFixed(2)};`,
    `an invocation ${latencyOfInvocation} ms, a cold one ${coldStart} more; the account has ` +
      `${short(requestsPerSecond)} requests a second and a burst of ${short(burst)}.`,
    '',
    table(['members, shards', 'half (ms)', 'last (ms)', 'workers', 'refused posts'], rows),
  ].join('\n');
}
