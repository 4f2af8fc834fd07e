// RoomStore on DynamoDB: one verb per line, each in the file beside that tells how. The table's
// shape is in tables.ts.

import type { RoomStore } from '../../../../core/ports.ts';
import { admit } from './admit-message.ts';
import { release, takeLease } from './delivery-lease.ts';
import { change, recordPresenceSync } from './change-room.ts';
import { knownCids } from './cid-memory.ts';
import { createHeldRooms, type Memory } from './warm-memory.ts';
import type { Table } from '../items.ts';
import { close, create, deleteContent, deleteSubscriptions, read } from './room-lifecycle.ts';
import { useLink } from './link-uses.ts';
import { append, log } from './message-log-items.ts';
import { claimName, releaseName, findNameHolder } from './name-items.ts';
import {
  updateSubscription,
  subscription,
  subscriptions,
  subscribe,
  unsubscribe,
} from './subscription-items.ts';

export function createDynamoDbRooms(at: Table): RoomStore {
  const memory: Memory = { held: createHeldRooms(), cids: knownCids() };
  return {
    create: (input) => create(at, input),
    read: (room) => read(at, room),
    admit: (input) => admit(at, memory, input),
    takeLease: (input) => takeLease(at, memory, input),
    release: (input) => release(at, memory, input),
    append: (input) => append(at, memory, input),
    log: (input) => log(at, input),
    claimName: (input) => claimName(at, input),
    releaseName: (input) => releaseName(at, input),
    findNameHolder: (input) => findNameHolder(at, input),
    subscribe: (input) => subscribe(at, input),
    unsubscribe: (input) => unsubscribe(at, input),
    subscription: (input) => subscription(at, input),
    subscriptions: (room) => subscriptions(at, room),
    updateSubscription: (input) => updateSubscription(at, input),
    change: (input) => change(at, input),
    recordPresenceSync: (input) => recordPresenceSync(at, input),
    useLink: (input) => useLink(at, input),
    close: (input) => close(at, input),
    deleteContent: (room) => deleteContent(at, room),
    deleteSubscriptions: (room) => deleteSubscriptions(at, room),
  };
}
