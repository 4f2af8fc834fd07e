// Subscriptions in this process's memory.

import type { Subscription, Subscriptions } from '../../core/ports.ts';
import { isEarlierJoin } from '../../core/membership/join-order.ts';
import { toRoom, type RoomRecords } from './room-records.ts';

export function createMemorySubscriptions(records: RoomRecords): Subscriptions {
  return {
    subscribe({ subscription: wanted, now }) {
      const record = records.findLive(wanted.room, now);
      if (record === undefined) return Promise.resolve(undefined);
      const before = record.subscriptions.get(wanted.connection);
      if (before !== undefined && isEarlierJoin(wanted.joinRef, before.joinRef)) {
        return Promise.resolve('overtaken');
      }

      const isRepeated = wanted.joinRef !== null && before?.joinRef === wanted.joinRef;
      const { membership, facts, seq: from } = record;
      const subscription: Subscription = isRepeated
        ? before
        : { ...wanted, from, epoch: facts.epoch, membership };
      record.subscriptions.set(subscription.connection, subscription);
      record.membership += 1;
      return Promise.resolve({ subscription, room: toRoom(record) });
    },

    unsubscribe({ room, connection, phxRef }) {
      const record = records.get(room);
      const subscription = record?.subscriptions.get(connection);
      if (
        record === undefined ||
        subscription === undefined ||
        (phxRef !== undefined && subscription.phxRef !== phxRef)
      ) {
        return Promise.resolve(undefined);
      }

      record.subscriptions.delete(connection);
      record.membership += 1;
      return Promise.resolve({ subscription, room: toRoom(record) });
    },

    find: ({ room, connection }) =>
      Promise.resolve(records.get(room)?.subscriptions.get(connection)),

    list: (room) => Promise.resolve([...(records.get(room)?.subscriptions.values() ?? [])]),

    update({ before, after, bumpsMembership }) {
      const record = records.get(before.room);
      if (record?.subscriptions.get(before.connection)?.phxRef !== before.phxRef) {
        return Promise.resolve(false);
      }

      record.subscriptions.set(before.connection, after);
      if (bumpsMembership) record.membership += 1;
      return Promise.resolve(true);
    },

    deleteAll(room) {
      const record = records.get(room);
      if (record?.state === 'closed') record.subscriptions.clear();
      return Promise.resolve();
    },
  };
}
