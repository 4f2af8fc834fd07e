// Connections in this process's memory. The process sees every connection end, so records need not
// expire.

import type {
  Connection,
  ConnectionId,
  Connections,
  EarlyLeave,
  RoomId,
} from '../../core/ports.ts';

interface ConnectionRecord {
  readonly connection: Connection;
  readonly rooms: Set<RoomId>;
  readonly earlyLeaves: EarlyLeave[];
}

export function createMemoryConnections(): Connections {
  const connections = new Map<ConnectionId, ConnectionRecord>();
  const read = (id: ConnectionId): Connection | undefined => {
    const record = connections.get(id);
    if (record === undefined) return undefined;
    const { connection, rooms, earlyLeaves } = record;
    return { ...connection, rooms: [...rooms], earlyLeaves: [...earlyLeaves] };
  };

  return {
    open({ connection }) {
      const { id, rooms, earlyLeaves } = connection;
      connections.set(id, { connection, rooms: new Set(rooms), earlyLeaves: [...earlyLeaves] });
      return Promise.resolve();
    },

    read: (id) => Promise.resolve(read(id)),

    enter({ id, room, max }) {
      const rooms = connections.get(id)?.rooms;
      if (rooms === undefined) return Promise.resolve('gone');
      if (!rooms.has(room) && rooms.size >= max) return Promise.resolve('full');
      rooms.add(room);
      return Promise.resolve('entered');
    },

    leave({ id, room }) {
      connections.get(id)?.rooms.delete(room);
      return Promise.resolve();
    },

    recordEarlyLeave({ id, leave, max }) {
      const leaves = connections.get(id)?.earlyLeaves;
      if (leaves !== undefined && leaves.length >= max) leaves.length = 0;
      leaves?.push(leave);
      return Promise.resolve();
    },

    end(id) {
      const connection = read(id);
      connections.delete(id);
      return Promise.resolve(connection);
    },
  };
}
