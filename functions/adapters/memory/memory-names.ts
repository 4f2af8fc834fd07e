// Names of members in this process's memory.

import type { Names } from '../../core/ports.ts';
import type { RoomRecords } from './room-records.ts';

export function createMemoryNames(records: RoomRecords): Names {
  return {
    claim({ room: { id, epoch }, key, member, max, replacing }) {
      const record = records.findIncarnation(id, epoch);
      const holder = record?.names.get(key);
      // In a past incarnation any name is free; `subscribe` reports that the room is over.
      if (record === undefined || holder === member) return Promise.resolve('claimed');

      if (holder !== undefined) {
        if (holder !== replacing) return Promise.resolve({ takenBy: holder });
        record.names.set(key, member);
        return Promise.resolve('claimed');
      }

      if (record.namesBefore + record.names.size >= max) return Promise.resolve('full');
      record.names.set(key, member);
      return Promise.resolve('claimed');
    },

    release({ room, epoch, key, member }) {
      const names = records.findIncarnation(room, epoch)?.names;
      if (names?.get(key) === member) names.delete(key);
      return Promise.resolve();
    },

    findHolder: ({ room, epoch, key }) =>
      Promise.resolve(records.findIncarnation(room, epoch)?.names.get(key)),
  };
}
