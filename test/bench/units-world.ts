// Warm functions on a real DynamoDB engine. Counts every outside call: DynamoDB's own units, calls
// by kind, posts, invocations and SQS messages.

import { createTestKeys, makeKey } from '../core/access/token-builders.ts';
import { createDynamoDbConnections } from '../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import type { Command, DynamoDb } from '../../functions/adapters/aws/dynamodb/commands.ts';
import { createDynamoDbWordLists } from '../../functions/adapters/aws/dynamodb/word-lists/dynamodb-word-lists.ts';
import { createDynamoDbQuotas } from '../../functions/adapters/aws/dynamodb/dynamodb-quotas.ts';
import { createDynamoDbRoomPorts } from '../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import { cryptoHash } from '../../functions/adapters/system/crypto-hash.ts';
import { cryptoRandom } from '../../functions/adapters/system/crypto-random.ts';
import { createSqsTimers } from '../../functions/adapters/aws/sqs/sqs-timers.ts';
import { runTimer } from '../../functions/core/lifecycle/run-timer.ts';
import { connect } from '../../functions/core/access/handshake.ts';
import { createContext, type Context } from '../../functions/core/context.ts';
import type { Timer, Clock, ConnectionId, Gateway } from '../../functions/core/ports.ts';
import { receive } from '../../functions/core/receive.ts';
import { seedLists } from '../../functions/lists/seeds.ts';
import { names } from '../contract/dynamodb-start.ts';
import { defaultSettings } from '../default-settings.ts';

/** Counters since the last reset. */
export interface Counts {
  writeUnits: number;
  readUnits: number;
  /**
   * The part of the read units for the word lists, which each function checks every four seconds.
   */
  listUnits: number;
  /** Calls to DynamoDB, by operation. */
  readonly calls: Map<string, number>;
  /** Failed conditions. DynamoDB reports no units for them and charges them as writes. */
  refused: number;
  posts: number;
  /** Invocations of the default function, and of the timer function. */
  frames: number;
  timers: number;
  /** Messages sent to the queue. */
  queued: number;
}

const nothing = (): Counts => ({
  writeUnits: 0,
  readUnits: 0,
  listUnits: 0,
  calls: new Map(),
  refused: 0,
  posts: 0,
  frames: 0,
  timers: 0,
  queued: 0,
});

export interface UnitsPorts {
  readonly functions: readonly Context[];
  /** Resets the counters. */
  restart(): void;
  counts(): Counts;
  /** Delivers a frame to the warm function with this number. */
  frame(connection: ConnectionId, text: string, by?: number): Promise<void>;
  open(connection: ConnectionId): Promise<void>;
  /** Moves the clock and fires timers that become due. */
  pass(milliseconds: number): Promise<void>;
  /** The last frame posted to a connection. */
  last(connection: ConnectionId): string | undefined;
  /** The duration of a post in milliseconds. */
  latency: number;
}

const start = Date.UTC(2030, 0, 1);
const reads = new Set(['GetItem', 'Query']);

/**
 * Creates this many warm functions, and one that timers invoke. Only `pass` moves the time of
 * `current`.
 */
export async function createUnitsPorts(
  client: DynamoDb,
  warm: number,
  { current = false } = {},
): Promise<UnitsPorts> {
  let counts = nothing();
  let skipped = 0;
  const began = performance.now();
  const due: Timer[] = [];
  const posted = new Map<ConnectionId, string>();
  const clock: Clock = {
    now: () => Math.floor(start + skipped + (current ? 0 : performance.now() - began)),
    wait: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, milliseconds).unref();
      }),
  };
  const gateway: Gateway = {
    post(connection, frame) {
      counts.posts += 1;
      posted.set(connection, frame);
      return ports.latency === 0
        ? 'sent'
        : new Promise((resolve) => {
            setTimeout(resolve, ports.latency, 'sent');
          });
    },
    close: () => Promise.resolve(),
  };
  const service = {
    call(_operation: string, input: object) {
      counts.queued += 1;
      due.push(JSON.parse((input as { readonly MessageBody: string }).MessageBody) as Timer);
      return Promise.resolve({ output: {}, attempts: 1 });
    },
    close: () => undefined,
  };
  const keys = createTestKeys(await makeKey('k1'));
  const settings = { ...defaultSettings, roomSeconds: 3_600 };
  const counted = { client: createCountingClient(client, () => counts) };
  const warmFunction = (): Context =>
    createContext(
      {
        ...createDynamoDbRoomPorts({ ...counted, name: names.rooms }),
        connections: createDynamoDbConnections({ ...counted, name: names.connections }),
        quotas: createDynamoDbQuotas({ ...counted, name: names.connections }),
        gateway,
        timers: createSqsTimers({ service, queueUrl: 'https://queue.example/1/timers', clock }),
        keys,
        lists: createDynamoDbWordLists(
          { ...counted, name: names.lists },
          { seeds: seedLists(), clock },
        ),
        random: cryptoRandom,
        hash: cryptoHash,
        clock,
      },
      settings,
    );
  const functions = Array.from({ length: warm }, warmFunction);
  const [first = warmFunction()] = functions;
  const woken = warmFunction();

  const ports: UnitsPorts = {
    functions,
    latency: 0,
    restart: () => {
      counts = nothing();
    },
    counts: () => counts,
    last: (connection) => posted.get(connection),
    async frame(connection, text, by = 0) {
      counts.frames += 1;
      const context = functions[by % functions.length] ?? first;
      await receive(context, { connection, text });
      await context.lists.settle();
    },
    async open(connection) {
      await connect(first, {
        id: connection,
        vsn: '2.0.0',
        token: undefined,
        protocols: undefined,
        origin: undefined,
        host: undefined,
        addressKey: undefined,
      });
    },
    async pass(milliseconds) {
      const until = clock.now() + milliseconds;
      for (;;) {
        due.sort((one, other) => one.at - other.at);
        const [next] = due;
        if (next === undefined || next.at > until) break;
        due.shift();
        skipped += Math.max(0, next.at - clock.now());
        counts.timers += 1;
        await runTimer(woken, next);
      }
      skipped += Math.max(0, until - clock.now());
    },
  };
  return ports;
}

interface Charged {
  readonly ConsumedCapacity?: { readonly TableName?: string; readonly CapacityUnits?: number };
}

/** Creates a client that asks DynamoDB for each command's units. */
function createCountingClient(client: DynamoDb, counts: () => Counts): DynamoDb {
  return {
    async send<Output>(command: Command<object, Output>): Promise<Output> {
      const { calls } = counts();
      calls.set(command.operation, (calls.get(command.operation) ?? 0) + 1);
      Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
      try {
        const answer = await client.send(command);
        const { TableName: table, CapacityUnits: units = 0 } =
          (answer as Charged).ConsumedCapacity ?? {};
        const now = counts();
        if (!reads.has(command.operation)) now.writeUnits += units;
        else if (table === names.lists) now.listUnits += units;
        else now.readUnits += units;
        return answer;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
          counts().refused += 1;
        }
        throw error;
      }
    },
  };
}
