// Connections in this process's memory. The process sees every connection end, so records need not
// expire.

import type { Connection, ConnectionId, Connections, RoomId } from '../../core/ports.ts';

export function createMemoryConnections(): Connections {
  const connections = new Map<
    ConnectionId,
    { readonly connection: Connection; readonly rooms: Set<RoomId> }
  >();
  const read = (id: ConnectionId): Connection | undefined => {
    const record = connections.get(id);
    return record === undefined ? undefined : { ...record.connection, rooms: [...record.rooms] };
  };

  return {
    open({ connection }) {
      connections.set(connection.id, { connection, rooms: new Set(connection.rooms) });
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

    end(id) {
      const connection = read(id);
      connections.delete(id);
      return Promise.resolve(connection);
    },
  };
}
