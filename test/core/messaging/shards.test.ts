// Sharded fan-outs: everyone gets every message, for any limits, any failures and any interleaving.

import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../functions/protocol/events.ts';
import type {
  ConnectionId,
  ShardLimits,
  FanOutWorkers,
  Gateway,
  Subscription,
} from '../../../functions/core/ports.ts';
import { fanOutEvents, fanOutMessages } from '../../../functions/core/messaging/fan-out.ts';
import type { HeldLease } from '../../../functions/core/messaging/lease.ts';
import { postShard } from '../../../functions/core/messaging/shards.ts';
import { timing } from '../../../functions/core/settings.ts';
import {
  parseFrame,
  joinTestRoom,
  findPayloads,
  createTestRoom,
  start,
  createTestPorts,
} from '../test-ports.ts';
import {
  outcomes,
  createHeldLease,
  createMessage,
  room,
  createSubscription,
  createSubscriptions,
  createStage,
  createWorkers,
  type Outcome,
} from './shards-setup.ts';

const small: ShardLimits = { beyond: 2, min: 1, max: 8 };

const allShardLimits = fc.record({
  beyond: fc.nat(6),
  min: fc.integer({ min: 1, max: 5 }),
  max: fc.integer({ min: 1, max: 8 }),
});
const kinds = fc.array(
  fc.record({ batch: fc.boolean(), version: fc.constantFrom(1 as const, 2 as const) }),
  { minLength: 1, maxLength: 24 },
);
const batches = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
const scheduler = fc.scheduler();

interface Drawn {
  readonly shardLimits: ShardLimits;
  readonly kinds: readonly Pick<Subscription, 'batch' | 'version'>[];
  readonly batches: readonly number[];
  readonly fate: () => Outcome;
  readonly scheduler: Scheduler;
}

/** Delivers batches of these sizes in turn, and returns everyone's messages. */
async function deliver({ shardLimits, kinds, batches, fate, scheduler }: Drawn) {
  const stage = createStage(() => scheduler.schedule(Promise.resolve()));
  const subscriptions = kinds.map((kind, index) => createSubscription(index, kind));
  const ports = {
    gateway: stage.gateway,
    clock: stage.clock,
    workers: createWorkers(stage, shardLimits, fate),
  };
  const all = (async () => {
    let seq = 0;
    for (const count of batches) {
      const messages = Array.from({ length: count }, () => createMessage((seq += 1)));
      const unreachable = await fanOutMessages({
        ports,
        room,
        epoch: 'e',
        subscriptions,
        now: start,
        messages,
        heldLease: createHeldLease(stage),
      });
      expect(unreachable).toMatchObject({ gone: [], failed: [] });
    }
    return seq;
  })();
  const last = await scheduler.waitFor(all);
  return { last, got: subscriptions.map(({ connection }) => stage.posted.get(connection) ?? []) };
}

const upTo = (last: number): readonly number[] =>
  Array.from({ length: last }, (_, index) => index + 1);

describe('A sharded fan-out', () => {
  it('[R32] [G2] posts each frame to everyone once and in order, for any limits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ shardLimits: allShardLimits, kinds, batches, scheduler }),
        async (drawn) => {
          const { last, got } = await deliver({ ...drawn, fate: () => 'served' });
          for (const seqs of got) expect(seqs).toEqual(upTo(last));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('[R32] [G2] [G4] keeps the order without holes, whatever happens to workers', async () => {
    const drawnFates = fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ shardLimits: allShardLimits, kinds, batches, scheduler }),
        drawnFates,
        async (drawn, its) => {
          let calls = 0;
          const { last, got } = await deliver({
            ...drawn,
            fate: () => its[(calls += 1) % its.length] ?? 'served',
          });
          for (const seqs of got) {
            // Clients ignore a seq that they know.
            const shown: number[] = [];
            for (const seq of seqs) if (!shown.includes(seq)) shown.push(seq);
            expect(shown).toEqual(upTo(last));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('[R32] is not used if one function is as fast', async () => {
    const stage = createStage();
    const workers = createWorkers(stage, { beyond: 5, min: 1, max: 8 }, () => {
      throw new Error('Nobody was to be called.');
    });
    await fanOutMessages({
      ports: { ...stage, workers },
      room,
      epoch: 'e',
      subscriptions: createSubscriptions(5),
      now: start,
      messages: [createMessage(1)],
    });
    expect([...stage.posted.values()]).toEqual(Array.from({ length: 5 }, () => [1]));
  });

  it('[R32] has shards of similar size within the limits', async () => {
    const stage = createStage();
    const sizes: number[] = [];
    const shardLimits = { beyond: 400, min: 200, max: 8 };
    const sizesFor = async (count: number) => {
      sizes.length = 0;
      const workers: FanOutWorkers = {
        shardLimits,
        postShard: async (shard) => {
          sizes.push(shard.audiences.reduce((sum, { connections }) => sum + connections.length, 0));
          return postShard(stage, shard);
        },
      };
      stage.posted.clear();
      await fanOutMessages({
        ports: { ...stage, workers },
        room,
        epoch: 'e',
        subscriptions: createSubscriptions(count),
        now: start,
        messages: [createMessage(1)],
      });
      expect(stage.posted.size).toBe(count);
      return [...sizes];
    };
    expect(await sizesFor(400)).toEqual([]);
    expect(await sizesFor(401)).toEqual([201]);
    expect(await sizesFor(1_000)).toEqual([200, 200, 200, 200]);
    expect(await sizesFor(4_000)).toEqual(Array.from({ length: 7 }, () => 500));
  });

  it('[R32] reports the receivers that workers found gone or could not reach', async () => {
    const stage = createStage();
    const subscriptions = createSubscriptions(6);
    const answers = [
      ['c3', 'none'],
      ['c1', 'c4'],
    ].map((its) => its as ConnectionId[]);
    let calls = 0;
    const workers: FanOutWorkers = {
      shardLimits: { beyond: 2, min: 2, max: 3 },
      postShard: () => {
        const [gone = [], failed = []] = (answers[calls++] ?? []).map((connection) => [connection]);
        return Promise.resolve({ gone, failed, unsent: [] });
      },
    };
    const unreachable = await fanOutMessages({
      ports: { ...stage, workers },
      room,
      epoch: 'e',
      subscriptions,
      now: start,
      messages: [createMessage(1)],
    });
    // A worker cannot report connections that are not in its shard.
    expect(unreachable).toMatchObject({ gone: [subscriptions[3]], failed: [subscriptions[4]] });
  });

  it("[R32] stops waiting once the lease is lost; workers stop at the lease's end", async () => {
    const stage = createStage();
    let asked = 0;
    const until = start + 2_000;
    const heldLease: HeldLease = {
      ...createHeldLease(stage),
      lease: { id: 'b', until },
      holds: () => (asked += 1) <= 2,
    };
    const deadlines: number[] = [];
    const workers: FanOutWorkers = {
      shardLimits: { beyond: 2, min: 2, max: 2 },
      postShard: (shard) => {
        deadlines.push(shard.until);
        return new Promise(() => undefined);
      },
    };
    const ports = { ...stage, workers };
    const unreachable = await fanOutMessages({
      ports,
      room,
      epoch: 'e',
      subscriptions: createSubscriptions(4),
      now: start,
      messages: [createMessage(1)],
      heldLease,
    });
    expect(unreachable).toMatchObject({ gone: [], failed: [] });
    expect(deadlines).toEqual([until]);
  });

  it('[R32] renews the lease while its workers are slow', async () => {
    const stage = createStage();
    const heldAt: number[] = [];
    const heldLease: HeldLease = {
      ...createHeldLease(stage),
      holds: () => {
        heldAt.push(stage.clock.at);
        return true;
      },
    };
    const workers: FanOutWorkers = {
      shardLimits: { beyond: 2, min: 2, max: 2 },
      postShard: async (shard) => {
        while (stage.clock.at < start + 4_000) await Promise.resolve();
        return postShard(stage, { ...shard, until: Infinity });
      },
    };
    await fanOutMessages({
      ports: { ...stage, workers },
      room,
      epoch: 'e',
      subscriptions: createSubscriptions(4),
      now: start,
      messages: [createMessage(1)],
      heldLease,
    });
    const gaps = heldAt.map((at, index) => at - (heldAt[index - 1] ?? start));
    expect(heldAt.at(-1)).toBeGreaterThanOrEqual(start + 3_000);
    expect(Math.max(...gaps)).toBeLessThan(timing.leaseMilliseconds / 2);
    expect([...stage.posted.values()]).toEqual(Array.from({ length: 4 }, () => [1]));
  });

  it('[R32] posts an unknown shard again only after the worker must have stopped', async () => {
    const stage = createStage();
    const postedAt: number[] = [];
    const gateway: Gateway = {
      ...stage.gateway,
      post: (...post) => {
        postedAt.push(stage.clock.at);
        return stage.gateway.post(...post);
      },
    };
    const workers: FanOutWorkers = {
      shardLimits: { beyond: 2, min: 2, max: 2 },
      postShard: () => Promise.resolve('unknown'),
    };
    await fanOutEvents({
      ports: { gateway, clock: stage.clock, workers },
      room,
      subscriptions: createSubscriptions(4),
      now: start,
      events: [{ event: 'shout', payload: createMessage(1) }],
    });
    const over = start + timing.leaseMilliseconds;
    expect(postedAt).toEqual([start, start, over, over]);
  });

  it("[R32] [G7] posts nothing after the room's end", async () => {
    const stage = createStage();
    const end = start + 500;
    const subscriptions = createSubscriptions(4);
    const workers: FanOutWorkers = {
      shardLimits: { beyond: 2, min: 2, max: 2 },
      postShard: () => {
        stage.clock.at = end;
        return Promise.resolve('ended');
      },
    };
    const ports = { ...stage, workers };
    const unreachable = await fanOutMessages({
      ports,
      room: { ...room, expiresAt: end },
      epoch: 'e',
      subscriptions,
      now: start,
      messages: [createMessage(1)],
      heldLease: createHeldLease(stage),
    });
    expect(unreachable).toMatchObject({ gone: [], failed: subscriptions.slice(2) });
    expect(
      await postShard(stage, {
        audiences: [{ frames: ['x'], connections: ['c9' as ConnectionId] }],
        until: end,
      }),
    ).toMatchObject({ gone: [], failed: [], unsent: ['c9'] });
  });
});

describe('A worker', () => {
  it('[R32] begins no receiver after its deadline, but completes those it began', async () => {
    const stage = createStage();
    const got: string[] = [];
    const gateway: Gateway = {
      ...stage.gateway,
      post: (connection, frame) => {
        if (connection === 'bad') throw new Error('It does not answer.');
        stage.clock.at += 10;
        if (connection === 'gone') return 'gone';
        got.push(`${connection} ${frame}`);
        return Promise.resolve('sent');
      },
    };
    // The maximum of concurrent posts begins. The deadline has passed for the rest.
    const many = Array.from({ length: 70 }, (_, index) => `n${index}`);
    const connections = ['bad', 'gone', ...many] as ConnectionId[];
    const served = await postShard(
      { gateway, clock: stage.clock },
      { audiences: [{ frames: ['one', 'two'], connections }], until: start + 605 },
    );
    expect(served).toMatchObject({ gone: ['gone'], failed: ['bad'] });
    const reached = connections
      .slice(2)
      .filter((connection) => !served.unsent.includes(connection));
    expect(reached.length).toBeGreaterThan(0);
    expect(served.unsent.length).toBeGreaterThan(0);
    for (const connection of connections.slice(2)) {
      const its = got.filter((entry) => entry.startsWith(`${connection} `));
      expect(its).toEqual(
        reached.includes(connection) ? [`${connection} one`, `${connection} two`] : [],
      );
    }
  });
});

describe('A room with sharded fan-out', () => {
  it('[R32] [G2] [G4] [R13] gets every message in order, and learns who left', async () => {
    const stage = { gateway: undefined as Gateway | undefined };
    let shards = 0;
    const workers: FanOutWorkers = {
      shardLimits: small,
      postShard: (shard) => {
        shards += 1;
        if (stage.gateway === undefined) throw new Error('Too early.');
        return shards % 3 === 0
          ? Promise.resolve('ended')
          : postShard({ gateway: stage.gateway, clock: ports.context.clock }, shard);
      },
    };
    const ports = createTestPorts({
      ports: { workers, clock: { now: () => ports.now, wait: () => new Promise(() => undefined) } },
    });
    stage.gateway = ports.context.gateway;
    const { joinUrl } = await createTestRoom(ports);
    const members = [];
    for (const username of ['ann', 'bob', 'cleo', 'dan', 'eve']) {
      members.push(await joinTestRoom(ports, joinUrl, { username }));
    }
    const [ann, bob, , dan] = members;
    if (ann === undefined || bob === undefined || dan === undefined) {
      throw new Error('Nobody is here.');
    }
    for (const { id: connection } of members) ports.inbox(connection);
    await ann.push('shout', { body: 'one' });
    ports.ended.add(dan.id);
    await bob.push('shout', { body: 'two' });
    await bob.push('shout', { body: 'three' });
    expect(shards).toBeGreaterThan(3);
    for (const { id: connection } of members.filter((member) => member !== dan)) {
      const frames = ports.posted
        .filter((one) => one.connection === connection)
        .map(({ text }) => parseFrame(text));
      expect((findPayloads(frames, 'shout') as readonly Message[]).map(({ seq }) => seq)).toEqual([
        1, 2, 3,
      ]);
      expect(findPayloads(frames, 'presence_diff').at(-1)).toMatchObject({
        leaves: { dan: { metas: [{ username: 'dan' }] } },
      });
    }
  });
});
