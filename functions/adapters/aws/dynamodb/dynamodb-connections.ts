// Connections on DynamoDB: one item per connection. r rooms · l early leaves, as JSON (sets are
// absent when empty) · j everything else, as JSON

import type { Connection, ConnectionId, Connections, EarlyLeave } from '../../../core/ports.ts';
import type { RoomId } from '../../../core/ports.ts';
import {
  getItem,
  N,
  putIf,
  S,
  deleteOnce,
  text,
  ttlAfter,
  updateIf,
  type Item,
  type Table,
} from './items.ts';

const connectionKey = (id: ConnectionId): Item => ({ id: S(id) });

type StoredFacts = Omit<Connection, 'id' | 'rooms' | 'earlyLeaves' | 'grant'>;

const toConnection = (item: Item): Connection => {
  // JSON has no undefined, so `grant` may be absent.
  const facts = JSON.parse(text(item, 'j')) as StoredFacts & {
    readonly grant?: Connection['grant'];
  };
  return {
    ...facts,
    grant: facts.grant,
    id: text(item, 'id') as ConnectionId,
    rooms: (item['r']?.SS ?? []) as RoomId[],
    earlyLeaves: (item['l']?.SS ?? []).map((leave) => JSON.parse(leave) as EarlyLeave),
  };
};

export function createDynamoDbConnections(table: Table): Connections {
  return {
    async open({ connection: { id, rooms, earlyLeaves: _, ...facts }, expiresAt }) {
      const item = {
        j: S(JSON.stringify(facts)),
        ttl: ttlAfter(expiresAt),
        ...(rooms.length === 0 ? {} : { r: { SS: [...rooms] } }),
      };
      await putIf(table, { key: connectionKey(id), item });
    },

    async read(id) {
      const item = await getItem(table, connectionKey(id));
      return item === undefined ? undefined : toConnection(item);
    },

    async enter({ id, room, max }) {
      const written = await updateIf(table, connectionKey(id), {
        UpdateExpression: 'ADD r :rooms',
        ConditionExpression:
          'attribute_exists(id) AND ' +
          '(attribute_not_exists(r) OR size(r) < :max OR contains(r, :room))',
        ExpressionAttributeValues: { ':rooms': { SS: [room] }, ':room': S(room), ':max': N(max) },
      });
      if (written.ok) return 'entered';
      return written.current === undefined ? 'gone' : 'full';
    },

    async leave({ id, room }) {
      await updateIf(table, connectionKey(id), {
        UpdateExpression: 'DELETE r :rooms',
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeValues: { ':rooms': { SS: [room] } },
      });
    },

    async recordEarlyLeave({ id, leave, max }) {
      const leaves = { SS: [JSON.stringify(leave)] };
      const added = await updateIf(table, connectionKey(id), {
        UpdateExpression: 'ADD l :leaves',
        ConditionExpression: 'attribute_exists(id) AND (attribute_not_exists(l) OR size(l) < :max)',
        ExpressionAttributeValues: { ':leaves': leaves, ':max': N(max) },
      });
      if (added.ok || added.current === undefined) return;
      await updateIf(table, connectionKey(id), {
        UpdateExpression: 'SET l = :leaves',
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeValues: { ':leaves': leaves },
      });
    },

    async end(id) {
      const item = await deleteOnce(table, connectionKey(id));
      return item === undefined ? undefined : toConnection(item);
    },
  };
}
