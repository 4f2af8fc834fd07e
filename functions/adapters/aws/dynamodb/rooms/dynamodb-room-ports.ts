// Rooms on DynamoDB: one operation a line, each in the file that implements it. The table's shape
// is in tables.ts.

import type { RoomPorts } from '../../../../core/ports.ts';
import { admit, findAccepted } from './admit-message.ts';
import { release, takeLease } from './delivery-lease.ts';
import { change, recordPresenceSync, recordPublished, recordWatchers } from './change-room.ts';
import { createCidMemory } from './cid-memory.ts';
import { createLeaseMemory, type WarmMemory } from './warm-memory.ts';
import type { Table } from '../items.ts';
import { close, create, deleteContent, deleteSubscriptions, get } from './room-lifecycle.ts';
import { useLink } from './link-uses.ts';
import { append, readMessages } from './message-log-items.ts';
import { assignName, claimName, findName, findNameHolder, releaseName } from './name-items.ts';
import {
  updateSubscription,
  findSubscription,
  listSubscriptions,
  subscribe,
  unsubscribe,
} from './subscription-items.ts';

export function createDynamoDbRoomPorts(table: Table): RoomPorts {
  const memory: WarmMemory = { leases: createLeaseMemory(), cids: createCidMemory() };
  return {
    rooms: {
      create: (input) => create(table, input),
      get: (room) => get(table, room),
      admit: (input) => admit(table, memory, input),
      findAccepted: (input) => findAccepted(table, memory, input),
      takeLease: (input) => takeLease(table, memory, input),
      release: (input) => release(table, memory, input),
      change: (input) => change(table, input),
      recordPublished: (input) => recordPublished(table, input),
      recordPresenceSync: (input) => recordPresenceSync(table, input),
      recordWatchers: (input) => recordWatchers(table, input),
      useLink: (input) => useLink(table, input),
      close: (input) => close(table, input),
      deleteContent: (room) => deleteContent(table, room),
    },
    messages: {
      append: (input) => append(table, memory, input),
      read: (input) => readMessages(table, input),
    },
    subscriptions: {
      subscribe: (input) => subscribe(table, input),
      unsubscribe: (input) => unsubscribe(table, input),
      find: (key) => findSubscription(table, key),
      list: (room) => listSubscriptions(table, room),
      update: (input) => updateSubscription(table, input),
      deleteAll: (room) => deleteSubscriptions(table, room),
    },
    names: {
      claim: (input) => claimName(table, input),
      assign: (input) => assignName(table, input),
      findName: (input) => findName(table, input),
      release: (input) => releaseName(table, input),
      findHolder: (input) => findNameHolder(table, input),
    },
  };
}
