// The receive channel's log in this process's memory.

import type { MessageLog } from '../../core/ports.ts';
import type { RoomRecords } from './room-records.ts';

export function createMemoryMessageLog(records: RoomRecords): MessageLog {
  return {
    append({ room: { id, epoch, capacity }, messages }) {
      const record = records.findIncarnation(id, epoch);
      if (record === undefined || record.state === 'closed' || capacity === 0) {
        return Promise.resolve();
      }

      const last = record.log.at(-1)?.seq ?? 0;
      for (const message of messages) if (message.seq > last) record.log.push(message);
      // Nobody may read more than the room's capacity. Trimming by half spares most messages a copy
      // of the rest.
      if (record.log.length > 2 * capacity + 64) record.log = record.log.slice(-capacity);
      return Promise.resolve();
    },

    read({ room: { id, epoch }, after, before, limit }) {
      const record = records.findIncarnation(id, epoch);
      if (record === undefined || limit <= 0) return Promise.resolve([]);
      const within = record.log.filter(({ seq }) => seq > after && seq < before);
      return Promise.resolve(within.slice(-limit));
    },
  };
}
