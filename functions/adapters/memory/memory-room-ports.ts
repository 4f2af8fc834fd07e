// Rooms in this process's memory, for `npm start` and the simulator. Nothing outlives the process.

import type { RoomPorts } from '../../core/ports.ts';
import { createMemoryMessageLog } from './memory-message-log.ts';
import { createMemoryNames } from './memory-names.ts';
import { createMemoryRooms } from './memory-rooms.ts';
import { createMemorySubscriptions } from './memory-subscriptions.ts';
import { createRoomRecords } from './room-records.ts';

export function createMemoryRoomPorts(): RoomPorts {
  const records = createRoomRecords();
  return {
    rooms: createMemoryRooms(records),
    messages: createMemoryMessageLog(records),
    subscriptions: createMemorySubscriptions(records),
    names: createMemoryNames(records),
  };
}
