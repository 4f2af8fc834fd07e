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

    assign({ room: { id, epoch }, member, key, name, replacing }) {
      const held = records.findIncarnation(id, epoch)?.namesByMember;
      const current = held?.get(member);
      if (
        current !== undefined &&
        (current.key !== replacing?.key || current.name !== replacing.name)
      ) {
        return Promise.resolve(current);
      }

      held?.set(member, { key, name });
      return Promise.resolve({ key, name });
    },

    findName: ({ room, epoch, member }) =>
      Promise.resolve(records.findIncarnation(room, epoch)?.namesByMember.get(member)),

    release({ room, epoch, key, member }) {
      const record = records.findIncarnation(room, epoch);
      if (record?.namesByMember.get(member)?.key === key) record.namesByMember.delete(member);
      if (record?.names.get(key) === member) record.names.delete(key);
      return Promise.resolve();
    },

    findHolder: ({ room, epoch, key }) =>
      Promise.resolve(records.findIncarnation(room, epoch)?.names.get(key)),
  };
}
