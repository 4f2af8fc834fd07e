// The stores of a run: either in memory, shared by all functions; or the DynamoDB adapter on an
// in-memory DynamoDB, where faults strike between the commands of one store call.

import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  type Command,
  type DynamoDb,
} from '../../functions/adapters/aws/dynamodb/commands.ts';
import { createDynamoDbConnections } from '../../functions/adapters/aws/dynamodb/dynamodb-connections.ts';
import { createDynamoDbQuotas } from '../../functions/adapters/aws/dynamodb/dynamodb-quotas.ts';
import type { Item } from '../../functions/adapters/aws/dynamodb/items.ts';
import { createDynamoDbRoomPorts } from '../../functions/adapters/aws/dynamodb/rooms/dynamodb-room-ports.ts';
import { parseRoom } from '../../functions/adapters/aws/dynamodb/rooms/room-item.ts';
import { connectionsTable, roomsTable } from '../../functions/adapters/aws/dynamodb/tables.ts';
import { createMemoryConnections } from '../../functions/adapters/memory/memory-connections.ts';
import { createMemoryQuotas } from '../../functions/adapters/memory/memory-quotas.ts';
import { createMemoryRoomPorts } from '../../functions/adapters/memory/memory-room-ports.ts';
import type { CreateRoomInput, Ports, Room, RoomPorts } from '../../functions/core/ports.ts';
import type { Chance } from './chance.ts';
import { inMemoryDynamoDb } from './dynamodb/client.ts';
import type { HistoryEvent } from './history.ts';
import type { Plan } from './plan.ts';

/** A call to the outside that has not had its effect yet. */
export type Passage = (where: string, effect: () => Promise<unknown>) => Promise<unknown>;

export type Stores = RoomPorts & Pick<Ports, 'connections' | 'quotas'>;

interface StoresOptions {
  readonly plan: Plan;
  readonly chance: Chance;
  readonly events: HistoryEvent[];
  /** Milliseconds since the run began, and since 1970. */
  readonly now: () => number;
  readonly date: () => number;
  readonly onRoomOpened: (room: Room) => void;
}

/**
 * Returns the stores as one function sees them. `passage` wraps each call that leaves the function.
 */
export function createStores(options: StoresOptions): (passage: Passage) => Stores {
  return options.plan.store === 'memory' ? memoryStores(options) : dynamodbStores(options);
}

function memoryStores(options: StoresOptions): (passage: Passage) => Stores {
  const observed = observe(createMemoryRoomPorts(), options);
  const { rooms } = observed;
  const stores = {
    ...observed,
    rooms: {
      ...rooms,
      create: async (input: CreateRoomInput) => {
        const created = await rooms.create(input);
        if (created === 'created') options.onRoomOpened(input.room);
        return created;
      },
    },
    connections: createMemoryConnections(),
    quotas: createMemoryQuotas(),
  };
  return (passage) => wrapPorts(passage, stores);
}

function dynamodbStores(options: StoresOptions): (passage: Passage) => Stores {
  const { chance, events, now } = options;
  const database = inMemoryDynamoDb({ rooms: roomsTable, connections: connectionsTable });
  const sendOnce = async (command: Command): Promise<unknown> => {
    sweep();
    const writes = 'Item' in command.input || 'UpdateExpression' in command.input;
    if (writes) {
      events.push({
        type: 'text',
        at: now(),
        where: 'stored',
        text: JSON.stringify(command.input),
      });
    }
    const answer = await database.send(command);
    // Seen here, since a function may die between this write and its caller.
    const { Item: item } = command.input as { readonly Item?: Item };
    if (item?.['item']?.S === 'room') options.onRoomOpened(parseRoom(item));
    return answer;
  };

  /** Whether expired items disappear immediately, or stay. */
  let sweptAt = 0;
  const sweep = (): void => {
    if (options.plan.ttl === 'never' || now() - sweptAt < 10_000) return;
    sweptAt = now();
    for (const [name, { partitionKey, ...table }] of [
      ['rooms', roomsTable],
      ['connections', connectionsTable],
    ] as const) {
      for (const item of [...database.items(name)]) {
        const ttl = item['ttl'];
        if (ttl === undefined || !('N' in ttl) || Number(ttl.N) * 1_000 > options.date()) continue;
        const keys = 'sortKey' in table ? [partitionKey, table.sortKey] : [partitionKey];
        const key = Object.fromEntries(keys.map((attribute) => [attribute, item[attribute]]));
        void database.send(new DeleteItemCommand({ TableName: name, Key: key as never }));
      }
    }
  };

  return (passage) => {
    // Like our client: usually resends a command that failed or whose response was lost.
    const send = async (command: Command): Promise<unknown> => {
      for (let attempts = 1; ; attempts += 1) {
        try {
          const answer = await passage(command.operation, () => sendOnce(command));
          return { ...(answer as object), $metadata: { attempts } };
        } catch (error) {
          if (error instanceof Error && error.message.startsWith('Simulated')) {
            if (chance.is(0.4)) throw error;
          } else {
            if (error instanceof DynamoDBServiceException) error.$metadata.attempts = attempts;
            throw error;
          }
        }
      }
    };
    const client = { send } as DynamoDb;
    return {
      ...observe(createDynamoDbRoomPorts({ client, name: 'rooms' }), options),
      connections: createDynamoDbConnections({ client, name: 'connections' }),
      quotas: createDynamoDbQuotas({ client, name: 'connections' }),
    };
  };
}

/** Returns the same ports, with what happens in them recorded in the history. */
function observe(stores: RoomPorts, options: StoresOptions): RoomPorts {
  const { plan, events, now } = options;
  const { rooms } = stores;
  const reach = (what: string): void => void events.push({ type: 'reached', at: now(), what });
  return {
    ...stores,
    rooms: {
      ...rooms,
      takeLease: async (input) => {
        const room = await rooms.takeLease(input);
        if (room !== undefined && input.from !== undefined) reach('a delivery lease is taken over');
        return room;
      },
      close: async (input) => {
        const room = await rooms.close(input);
        if (room !== undefined && room.deliveredSeq < room.seq) reach('a room ends in a fan-out');
        return room;
      },
      admit: async ({ maxUndelivered, ...rest }) => {
        const input = { ...rest, maxUndelivered: Math.min(maxUndelivered, plan.places) };
        events.push({ type: 'text', at: now(), where: 'stored', text: input.message.body });
        const admitted = await rooms.admit(input);
        if (!admitted.ok && admitted.reason === 'busy') reach('a full room pushes back');
        if (admitted.ok && !admitted.repeated) {
          const {
            room,
            message: { cid, body, name, member, to },
          } = input;
          const message = {
            seq: admitted.seq,
            epoch: admitted.room.epoch,
            cid,
            body,
            name,
            member,
            ...(to === undefined ? {} : { to: to.id }),
          };
          events.push({ type: 'accepted', at: now(), room, message });
        }
        return admitted;
      },
    },
  };
}

/** Returns the same ports, with each call wrapped by the passage. */
export function wrapPorts<Ports extends object>(passage: Passage, ports: Ports): Ports {
  const wrapped = Object.entries(ports).map(([name, port]) => [
    name,
    wrapPort(passage, name, port as object),
  ]);
  return Object.fromEntries(wrapped) as Ports;
}

type Method = (...parameters: unknown[]) => Promise<unknown>;

function wrapPort(passage: Passage, name: string, port: object): object {
  const calls = Object.entries(port).filter(
    (entry): entry is [string, Method] => typeof entry[1] === 'function',
  );
  return Object.fromEntries(
    calls.map(([method, call]) => {
      const where = `${name}.${method}`;
      return [method, (...parameters: unknown[]) => passage(where, () => call(...parameters))];
    }),
  );
}
