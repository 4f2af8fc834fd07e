// The simulated cloud of one account: API Gateway's sockets, and the Lambda functions with their
// warm environments and the core's ports in each. The core, the DynamoDB adapter, concurrency
// limits and retries are real; the calls are those of functions/handlers/.

import { cryptoHash } from '../../functions/adapters/system/crypto-hash.ts';
import { pace } from '../../functions/adapters/aws/api-gateway/adaptive-concurrency.ts';
import type { Command, DynamoDb } from '../../functions/adapters/aws/dynamodb/commands.ts';
import { createDynamoDbConnections } from '../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import { createDynamoDbQuotas } from '../../functions/adapters/aws/dynamodb/dynamodb-quotas.ts';
import { createDynamoDbRoomPorts } from '../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import { connectionsTable, roomsTable } from '../../functions/adapters/aws/dynamodb/tables.ts';
import {
  retry,
  type Budget,
  type Pauses,
  type AttemptResult,
} from '../../functions/adapters/aws/client/retry.ts';
import { runTimer } from '../../functions/core/lifecycle/run-timer.ts';
import { handleRequest } from '../../functions/core/http/handle-request.ts';
import type { ApiRequest, ApiResponse } from '../../functions/core/http/api-request.ts';
import { connect } from '../../functions/core/access/handshake.ts';
import { createContext, type Context } from '../../functions/core/context.ts';
import type {
  Timer,
  ConnectionId,
  FanOutWorkers,
  Gateway,
  Keys,
  ShardResult,
  Ports,
} from '../../functions/core/ports.ts';
import { handleDisconnect } from '../../functions/core/messaging/publish.ts';
import { receive } from '../../functions/core/receive.ts';
import { postShard } from '../../functions/core/messaging/shards.ts';
import { serverLimits, type Settings } from '../../functions/core/settings.ts';
import type { FunctionName } from '../../infra/routes.ts';
import { inMemoryDynamoDb } from '../simulator/dynamodb/client.ts';
import type { Account } from './quotas-account.ts';
import { createMeter, partitionOf } from './quotas-database.ts';
import { megabytes, takes, work } from './quotas-facts.ts';

/** Virtual time 0 as the core's clocks show it. */
export const epochStart = Date.UTC(2030, 0, 1);

interface Listener {
  readonly opened: () => void;
  /** `at`: the time of arrival, a little later. */
  readonly received: (frame: string, at: number) => void;
  /** Also called when the handshake is refused. */
  readonly ended: () => void;
}

export interface Line {
  send(frame: string): void;
  cut(): void;
}

export interface Cloud {
  open(listener: Listener): Line;
  /** Undefined if the request was refused or failed. */
  api(request: ApiRequest): Promise<ApiResponse | undefined>;
}

interface CloudOptions {
  readonly account: Account;
  readonly keys: Keys;
  readonly settings: Settings;
  /** The environments of each function that other rooms keep warm. */
  readonly warm: number;
  /**
   * Whether each environment reads the word lists' table every 4 s. False when one room represents
   * many, since no room alone pays for that.
   */
  readonly readsLists: boolean;
}

interface Environment {
  readonly context: Context;
  readonly isNew: boolean;
  /**
   * Returns the milliseconds until this much processor time of a whole vCPU is available, after
   * earlier requests for it.
   */
  readonly works: (milliseconds: number) => number;
}

interface Socket {
  readonly listener: Listener;
  readonly openedAt: number;
}

// The same values as in functions/adapters/aws/api-gateway/signed-gateway.ts,
// functions/adapters/aws/client/json-service.ts and
// functions/adapters/aws/lambda/lambda-fan-out-workers.ts.
const postBudget: Budget = { milliseconds: 4_000, tries: 8, pause: 50, maxPause: 1_000 };
const commandBudget: Budget = { milliseconds: 12_000, tries: 3, pause: 100, maxPause: 1_000 };
const workerBudget: Budget = { milliseconds: 500, tries: 4, pause: 50, maxPause: 200 };
/** The same value as in infra/aws/alarms.ts. */
const timerTries = { max: 5, every: 30_000 };
const listsEvery = 4_000;

const schemas = { rooms: roomsTable, connections: connectionsTable };
const throttled = (): Error =>
  Object.assign(new Error('Simulated: throttled'), {
    name: 'ProvisionedThroughputExceededException',
  });

export function createCloud({ account, keys, settings, warm, readsLists }: CloudOptions): Cloud {
  const { scheduler, chance, use } = account;
  const now = (): number => scheduler.now();
  const pauses: Pauses = { now, draw: () => chance.next(), wait: account.after };
  const database = inMemoryDynamoDb(schemas);
  const meter = createMeter(schemas);
  const sockets = new Map<ConnectionId, Socket>();
  const idle = new Map<FunctionName, Environment[]>();

  const databaseIn = (works: Environment['works']): DynamoDb => ({
    send: <Output>(command: Command<object, Output>) =>
      retry(
        commandBudget,
        async (): Promise<AttemptResult<Output>> => {
          const isRead = command.operation === 'GetItem' || command.operation === 'Query';
          const half = account.draw(isRead ? takes.read : takes.write) / 2;
          await account.after(works(work.command) + half);
          const { TableName: table } = command.input as {
            readonly TableName: 'rooms' | 'connections';
          };
          const may = account.mayAsk({
            table,
            key: partitionOf(command, schemas[table]),
            kind: isRead ? 'reads' : 'writes',
          });
          const done = may ? await meter(command, () => database.send(command)) : undefined;
          if (done !== undefined) account.spend(done.units);
          await account.after(half);
          if (done === undefined) return { retryable: throttled() };
          if ('error' in done.outcome) throw done.outcome.error;
          return { done: done.outcome.result };
        },
        pauses,
      ),
  });

  const gatewayIn = (works: Environment['works']): Gateway => {
    const ownPace = pace({ now });
    const busy = new Map<ConnectionId, Promise<unknown>>();
    const call = (act: (took: number) => 'sent' | 'gone'): Promise<'sent' | 'gone'> =>
      retry(
        postBudget,
        async () => {
          await ownPace.enter();
          const from = now();
          const took = account.draw(takes.post);
          await account.after(works(work.post) + took);
          const taken = account.request('other');
          ownPace.leave(taken ? 'ok' : 'refused', now() - from);
          return taken ? { done: act(took) } : { retryable: new Error('Simulated: 429') };
        },
        pauses,
      );
    // Frames for one connection are posted one after another.
    const inTurn = <T>(id: ConnectionId, act: () => Promise<T>): Promise<T> => {
      const acting = busy.get(id)?.then(act, act) ?? act();
      busy.set(id, acting);
      const done = (): void => {
        if (busy.get(id) === acting) busy.delete(id);
      };
      acting.then(done, done);
      return acting;
    };
    return {
      post: (id, frame) =>
        inTurn(id, () =>
          call((took) => {
            const socket = sockets.get(id);
            if (socket === undefined) return 'gone';
            const bytes = Buffer.byteLength(frame);
            use.posts += 1;
            use.bytesOut += bytes;
            if (frame.slice(0, 128).includes('"presence_')) {
              use.presencePosts += 1;
              use.presenceBytes += bytes;
            }
            account.messageOf(bytes);
            socket.listener.received(frame, now() - took / 2 + account.draw(takes.way));
            return 'sent';
          }),
        ),
      close: async (id) => {
        await inTurn(id, () =>
          call(() => {
            const socket = sockets.get(id);
            if (socket !== undefined) {
              endAtServer(id);
              scheduler.after(account.draw(takes.way), socket.listener.ended);
            }
            return 'sent';
          }),
        );
      },
    };
  };

  const workers: FanOutWorkers = {
    shardLimits: serverLimits.shards,
    postShard: (shard) =>
      retry(
        workerBudget,
        async (): Promise<AttemptResult<ShardResult | 'ended'>> => {
          const served = await invoke('fan-out', (context) => postShard(context, shard));
          return served === undefined
            ? { retryable: throttled() }
            : { done: served.result === 'failed' ? 'ended' : served.result };
        },
        pauses,
      ).catch(() => 'ended' as const),
  };

  const make = (name: FunctionName, isNew: boolean): Environment => {
    const share = megabytes[name] / work.vcpuMegabytes;
    let freeAt = 0;
    let listsAt = 0;
    const works = (milliseconds: number): number => {
      freeAt = Math.max(freeAt, now()) + milliseconds / share;
      return freeAt - now();
    };
    const client = databaseIn(works);
    const ports: Ports = {
      ...createDynamoDbRoomPorts({ client, name: 'rooms' }),
      connections: createDynamoDbConnections({ client, name: 'connections' }),
      quotas: createDynamoDbQuotas({ client, name: 'connections' }),
      gateway: gatewayIn(works),
      workers,
      timers: { set: setTimer },
      keys,
      lists: {
        read: async () => {
          if (readsLists && now() >= listsAt) {
            listsAt = now() + listsEvery;
            account.spend({ table: 'lists', key: 'heads', reads: 1, writes: 0 });
            await account.after(account.draw(takes.read));
          }
          return activeLists;
        },
        count: () => undefined,
      } as Partial<Ports['lists']> as Ports['lists'],
      random: { id: (length) => chance.id(length) },
      hash: cryptoHash,
      clock: { now: () => epochStart + Math.floor(now()), wait: account.after },
    };
    return { context: createContext(ports, settings), isNew, works };
  };

  /**
   * Sends an event to a function. Returns undefined if throttled. The core has already answered any
   * error it throws.
   */
  async function invoke<Result>(
    name: FunctionName,
    call: (context: Context) => Promise<Result>,
  ): Promise<{ readonly result: Result | 'failed' } | undefined> {
    await account.after(account.draw(takes.invoke));
    let free = idle.get(name);
    if (free === undefined) {
      idle.set(name, (free = Array.from({ length: warm }, () => make(name, false))));
    }
    const place = chance.int(0, Math.max(0, free.length - 1));
    const found = free[place];
    if (!account.begin(name, found === undefined)) return undefined;
    const last = free.pop();
    if (found !== undefined && last !== undefined && last !== found) free[place] = last;
    const environment = found ?? make(name, true);
    const from = now();
    await account.after(
      environment.works(work.invocation) + (found === undefined ? account.draw(takes.cold) : 0),
    );
    try {
      return { result: await call(environment.context) };
    } catch {
      return { result: 'failed' };
    } finally {
      account.end(name, from);
      free.push(environment);
    }
  }

  async function setTimer(timer: Timer): Promise<void> {
    use.timers += 1;
    await account.after(account.draw(takes.queue));
    const seconds = Math.max(0, Math.ceil((timer.at - epochStart - now()) / 1_000));
    const deliver = (tries: number): void => {
      void invoke('timer', (context) => runTimer(context, timer)).then((rung) => {
        if ((rung === undefined || rung.result === 'failed') && tries < timerTries.max) {
          scheduler.after(timerTries.every, () => {
            deliver(tries + 1);
          });
        }
      });
    };
    scheduler.after(seconds * 1_000 + account.draw(takes.queue), () => {
      deliver(1);
    });
  }

  function endAtServer(id: ConnectionId): void {
    const socket = sockets.get(id);
    if (socket === undefined) return;
    sockets.delete(id);
    use.connectionMilliseconds += now() - socket.openedAt;
    if (!account.request('frame')) return;
    use.logLines += 1;
    void invoke('disconnect', (context) => handleDisconnect(context, id));
  }

  async function shakeHands(id: ConnectionId, listener: Listener): Promise<void> {
    const refuse = (): void => {
      scheduler.after(account.draw(takes.way), listener.ended);
    };
    await account.after(account.draw(takes.way));
    if (!account.request('connection')) {
      refuse();
      return;
    }
    use.handshakes += 1;
    use.logLines += 1;
    const handshake = {
      id,
      vsn: '2.0.0',
      token: undefined,
      protocols: undefined,
      origin: undefined,
      host: undefined,
      addressKey: undefined,
    };
    const greeted = await invoke('connect', (context) => connect(context, handshake));
    if (greeted === undefined || greeted.result === 'failed' || !greeted.result.ok) {
      refuse();
      return;
    }
    sockets.set(id, { listener, openedAt: now() });
    scheduler.after(account.draw(takes.way), listener.opened);
  }

  return {
    open(listener) {
      const id = `${chance.id(15)}=` as ConnectionId;
      void shakeHands(id, listener);
      let arrivesAt = 0;
      return {
        send(frame) {
          arrivesAt = Math.max(arrivesAt, now() + account.draw(takes.way));
          scheduler.after(arrivesAt - now(), () => {
            if (!sockets.has(id) || !account.request('frame')) return;
            use.frames += 1;
            use.logLines += 1;
            account.messageOf(Buffer.byteLength(frame));
            void invoke('default', (context) => receive(context, { connection: id, text: frame }));
          });
        },
        cut() {
          scheduler.after(account.draw(takes.way), () => {
            endAtServer(id);
          });
        },
      };
    },
    async api(request) {
      await account.after(account.draw(takes.way));
      if (!account.request('other')) return undefined;
      use.httpRequests += 1;
      use.logLines += 1;
      const answered = await invoke('http', (context) => handleRequest(context, request));
      return answered === undefined || answered.result === 'failed' ? undefined : answered.result;
    },
  };
}

// Read only, since nobody edits lists here. Their processor time is part of `work`.
export const activeLists = {
  lists: [
    {
      name: 'simulated',
      version: 1,
      language: 'en',
      forbidden: ['grobnark'],
      replacements: ['flower'],
    },
  ],
};
