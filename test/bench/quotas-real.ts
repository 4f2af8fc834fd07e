// Runs the same script on real adapters over HTTP (dynalite, which reports units, and signed posts
// to a server) and in the simulation, and compares the counts. Core, clock and timer times are the
// same in both.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createSignedGateway } from '../../functions/adapters/aws/api-gateway/signed-gateway.ts';
import type { Command, DynamoDb } from '../../functions/adapters/aws/dynamodb/commands.ts';
import { createDynamoDbConnections } from '../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import { createDynamoDbQuotas } from '../../functions/adapters/aws/dynamodb/dynamodb-quotas.ts';
import { createDynamoDbRoomPorts } from '../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import { cryptoHash } from '../../functions/adapters/system/crypto-hash.ts';
import { cryptoRandom } from '../../functions/adapters/system/crypto-random.ts';
import { runTimer } from '../../functions/core/lifecycle/run-timer.ts';
import { handleRequest } from '../../functions/core/http/handle-request.ts';
import type { ApiRequest, ApiResponse } from '../../functions/core/http/api-request.ts';
import { connect } from '../../functions/core/access/handshake.ts';
import { createContext, type Context } from '../../functions/core/context.ts';
import type { Timer, ConnectionId, Gateway, Keys } from '../../functions/core/ports.ts';
import { handleDisconnect } from '../../functions/core/messaging/publish.ts';
import { receive } from '../../functions/core/receive.ts';
import type { Created } from '../../functions/core/lifecycle/create-room.ts';
import { names, startDynalite } from '../contract/dynamodb-start.ts';
import { createChance } from '../simulator/chance.ts';
import { createScheduler } from '../simulator/scheduler.ts';
import { byName } from './by-name.ts';
import { createAccount } from './quotas-account.ts';
import { createCloud, epochStart, activeLists, type Line } from './quotas-cloud.ts';
import { defaultSettings } from '../default-settings.ts';

export const counted = ['commands', 'writes', 'reads', 'posts', 'timers'] as const;
type Counted = Readonly<Record<(typeof counted)[number], number>>;

/**
 * A cloud in which a script runs step by step. Each step and its consequences end before the next
 * one starts, a second later.
 */
interface Stage {
  api(request: ApiRequest): Promise<ApiResponse | undefined>;
  open(member: number): Promise<void>;
  frame(member: number, frame: string): Promise<void>;
  leave(member: number): Promise<void>;
  passTime(seconds: number): Promise<void>;
  counts(): Counted;
}

export type Part = 'joins' | 'messages' | 'end';
type Counts = Readonly<Record<Part, Counted>>;

const settings = defaultSettings;
export const messages = 20;
const body =
  'the of and to in is you that it he was for on are as with his they at be this have'.slice(0, 80);

async function play(stage: Stage, members: number): Promise<Counts> {
  const request = {
    route: 'POST /api/rooms',
    parameters: {},
    query: {},
    body: '{}',
    bearer: undefined,
    addressKey: 'a'.repeat(22),
    origin: settings.publicOrigin,
  };
  const answer = await stage.api(request);
  if (answer?.status !== 201) throw new Error('The room could not be made.');
  const { room, joinUrl } = answer.body as Created;
  const topic = `room:${room.id}`;
  const token = joinUrl.slice(joinUrl.indexOf('#') + 1);
  for (let member = 0; member < members; member += 1) {
    await stage.open(member);
    const join = {
      token,
      username: `Member ${member}`,
      batch: true,
      claim: String(member).padStart(22, 'c'),
    };
    await stage.frame(member, JSON.stringify(['1', '1', topic, 'phx_join', join]));
  }
  await stage.passTime(5);
  const joined = stage.counts();
  for (let message = 0; message < messages; message += 1) {
    const [speaker, cid] = [message % members, `message-${String(message).padStart(8, '0')}`];
    const push = (event: string, payload: object): Promise<void> =>
      stage.frame(speaker, JSON.stringify(['1', `${message + 2}`, topic, event, payload]));
    await push('typing', { typing: true });
    await push('shout', { body, cid });
    await push('typing', { typing: false });
    // Otherwise the timer of each message would fire in the middle of the next one.
    await stage.passTime(1.5);
  }
  await stage.passTime(5);
  const talked = stage.counts();
  for (let member = 0; member < members; member += 5) await stage.leave(member);
  await stage.passTime(settings.roomSeconds);
  return {
    joins: joined,
    messages: difference(talked, joined),
    end: difference(stage.counts(), talked),
  };
}

const difference = (after: Counted, before: Counted): Counted =>
  byName(counted, (name) => after[name] - before[name]);

/** Only call it from a macrotask. */
async function createSimulatedCloud(members: number, keys: Keys): Promise<Counts> {
  const scheduler = createScheduler();
  const account = createAccount({ scheduler, chance: createChance(members), limits: undefined });
  const cloud = createCloud({ account, keys, settings, warm: 1, readsLists: false });
  const lines = new Map<number, Line>();
  // The scheduler runs promises only from a macrotask.
  const turn = (act: () => void, seconds = 1): Promise<void> =>
    new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          act();
          scheduler.runUntil(scheduler.now() + seconds * 1_000);
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  const nothing = (): void => undefined;
  return play(
    {
      async api(request) {
        let answer: ApiResponse | undefined;
        await turn(
          () =>
            void cloud.api(request).then((got) => {
              answer = got;
            }),
        );
        return answer;
      },
      open: (member) =>
        turn(() =>
          lines.set(member, cloud.open({ opened: nothing, received: nothing, ended: nothing })),
        ),
      frame: (member, frame) => turn(() => lines.get(member)?.send(frame)),
      leave: (member) => turn(() => lines.get(member)?.cut()),
      passTime: (seconds) => turn(nothing, seconds),
      counts: () => {
        const { commands, writeUnits: writes, readUnits: reads, posts, timers } = account.use;
        return { commands, writes, reads, posts, timers };
      },
    },
    members,
  );
}

interface RealThings {
  readonly keys: Keys;
  readonly client: DynamoDb;
  readonly endpoint: string;
}

async function createRealCloud(
  members: number,
  { keys, client, endpoint }: RealThings,
): Promise<Counts> {
  const counts = { commands: 0, writes: 0, reads: 0, posts: 0, timers: 0 };
  const signed = createSignedGateway({
    endpoint,
    region: 'local',
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
  });
  const gone = new Set<ConnectionId>();
  const gateway: Gateway = {
    async post(id, frame) {
      if (gone.has(id)) return 'gone';
      counts.posts += 1;
      return signed.post(id, frame);
    },
    close: async (id) => {
      await signed.close(id, 1000);
      const wasThere = !gone.has(id);
      gone.add(id);
      if (wasThere) await handleDisconnect(make(), id);
    },
  };
  const due: Timer[] = [];
  let now = epochStart;
  const asking = createMeteredClient(client, counts);
  const make = (): Context =>
    createContext(
      {
        ...createDynamoDbRoomPorts({ client: asking, name: names.rooms }),
        connections: createDynamoDbConnections({ client: asking, name: names.connections }),
        quotas: createDynamoDbQuotas({ client: asking, name: names.connections }),
        gateway,
        keys,
        random: cryptoRandom,
        hash: cryptoHash,
        timers: {
          async set(timer) {
            counts.timers += 1;
            // A queue delays by whole seconds.
            due.push({
              ...timer,
              at: now + Math.max(0, Math.ceil((timer.at - now) / 1_000)) * 1_000,
            });
          },
        },
        lists: { read: () => Promise.resolve(activeLists), count: () => undefined } as Partial<
          Context['lists']
        > as Context['lists'],
        clock: { now: () => now, wait: () => Promise.resolve() },
      },
      settings,
    );
  // One environment per function, as in the simulation.
  const [connecting, defaulting, leaving, timerSet, http] = [
    make(),
    make(),
    make(),
    make(),
    make(),
  ];
  const idOf = (member: number): ConnectionId =>
    `${String(member).padStart(15, 'c')}=` as ConnectionId;
  const pass = async (seconds: number): Promise<void> => {
    const until = now + seconds * 1_000;
    for (;;) {
      due.sort((one, other) => one.at - other.at);
      const [next] = due;
      if (next === undefined || next.at > until) break;
      due.shift();
      now = Math.max(now, next.at);
      await runTimer(timerSet, next);
    }
    now = until;
  };
  const then = async <Result>(act: Promise<Result>): Promise<Result> => {
    const result = await act;
    await pass(1);
    return result;
  };
  const handshake = {
    vsn: '2.0.0',
    token: undefined,
    protocols: undefined,
    origin: undefined,
    host: undefined,
    addressKey: undefined,
  };
  const played = await play(
    {
      api: (request) => then(handleRequest(http, request)),
      open: async (member) => {
        await then(connect(connecting, { id: idOf(member), ...handshake }));
      },
      frame: (member, text) => then(receive(defaulting, { connection: idOf(member), text })),
      leave: (member) => {
        gone.add(idOf(member));
        return then(handleDisconnect(leaving, idOf(member)));
      },
      passTime: pass,
      counts: () => ({ ...counts }),
    },
    members,
  );
  signed.stop();
  return played;
}

interface Charged {
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number };
}

/** A client that asks for the units of each command. */
const createMeteredClient = (
  client: DynamoDb,
  counts: { commands: number; writes: number; reads: number },
): DynamoDb => ({
  async send<Output>(command: Command<object, Output>) {
    const kind =
      command.operation === 'GetItem' || command.operation === 'Query' ? 'reads' : 'writes';
    counts.commands += 1;
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
    try {
      const answer = await client.send(command);
      counts[kind] += (answer as Charged).ConsumedCapacity?.CapacityUnits ?? 0;
      return answer;
    } catch (error) {
      // A failed condition is charged, although the response doesn't report units.
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
        counts[kind] += 1;
      }
      throw error;
    }
  },
});

export interface Compared {
  readonly members: number;
  readonly real: Counts;
  readonly simulated: Counts;
}

export async function compare(sizes: readonly number[], keys: Keys): Promise<readonly Compared[]> {
  const database = await startDynalite();
  const server = fork(new URL('posts-server.mjs', import.meta.url));
  const [port] = (await once(server, 'message')) as [number];
  const counts: Counts[] = [];
  for (const members of sizes) {
    counts.push(
      await createRealCloud(members, {
        keys,
        client: database.client,
        endpoint: `http://127.0.0.1:${port}/websocket`,
      }),
    );
  }
  server.kill();
  await database.stop();
  // Not while real work is pending: the scheduler runs every waiting callback.
  const rows: Compared[] = [];
  for (const [index, members] of sizes.entries()) {
    const counted = counts[index];
    if (counted !== undefined) {
      rows.push({ members, real: counted, simulated: await createSimulatedCloud(members, keys) });
    }
  }
  return rows;
}
