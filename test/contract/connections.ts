// The contract of every Connections adapter.

import { describe, expect, it } from 'vitest';
import type { Connection, ConnectionId, Connections, RoomId } from '../../functions/core/ports.ts';

let ids = 0;
const now = 1_800_000_000_000;
const expiresAt = now + 7_200_000;
const roomNamed = (name: string) => name as RoomId;

const connectionWith = (changes: Partial<Connection> = {}): Connection => ({
  id: `connection-${(ids += 1)}=` as ConnectionId,
  version: 2,
  grant: {
    room: roomNamed('r1'),
    scopes: ['send', 'receive'],
    tokenId: 't1',
    expiresAt: now + 600_000,
    boundToRoom: true,
  },
  addressKey: 'hash',
  rooms: [],
  ...changes,
});

export function describeConnectionStore(name: string, makeStore: () => Connections): void {
  describe(`ConnectionStore: ${name}`, () => {
    it.each([
      ['with a grant', connectionWith()],
      [
        'with a link for three',
        connectionWith({
          grant: {
            room: roomNamed('r1'),
            scopes: ['receive'],
            tokenId: 't2',
            expiresAt: now + 600_000,
            boundToRoom: false,
            uses: 3,
          },
        }),
      ],
      ['whose token was refused', connectionWith({ grant: { refused: 'expired' }, version: 1 })],
      ['without a token', connectionWith({ grant: undefined })],
      ['that is in a room', connectionWith({ rooms: [roomNamed('r1')] })],
    ])('reads a connection %s as it was opened, until it ends', async (_, connection) => {
      const store = makeStore();
      await store.open({ connection, expiresAt });
      expect(await store.read(connection.id)).toEqual(connection);
      expect(await store.end(connection.id)).toEqual(connection);
      expect(await store.read(connection.id)).toBeUndefined();
      expect(await store.end(connection.id)).toBeUndefined();
    });

    it('notes the rooms it enters and leaves, each once', async () => {
      const store = makeStore();
      const connection = connectionWith();
      const { id } = connection;
      await store.open({ connection, expiresAt });
      for (const room of ['a', 'b', 'b', 'c']) {
        expect(await store.enter({ id, room: roomNamed(room), max: 3 })).toBe('entered');
      }
      await store.leave({ id, room: roomNamed('a') });
      await store.leave({ id, room: roomNamed('never entered') });
      const ended = await store.end(id);
      expect(ended?.rooms.toSorted()).toEqual(['b', 'c']);
    });

    it('lets it into no more rooms than the most, and into those it is in again', async () => {
      const store = makeStore();
      const connection = connectionWith();
      const { id } = connection;
      await store.open({ connection, expiresAt });
      expect(await store.enter({ id, room: roomNamed('a'), max: 2 })).toBe('entered');
      expect(await store.enter({ id, room: roomNamed('b'), max: 2 })).toBe('entered');
      expect(await store.enter({ id, room: roomNamed('c'), max: 2 })).toBe('full');
      expect(await store.enter({ id, room: roomNamed('b'), max: 2 })).toBe('entered');
      await store.leave({ id, room: roomNamed('a') });
      expect(await store.enter({ id, room: roomNamed('c'), max: 2 })).toBe('entered');
    });

    it('knows nothing of one that never was or has ended, and does not bring it back', async () => {
      const store = makeStore();
      const { id } = connectionWith();
      expect(await store.enter({ id, room: roomNamed('a'), max: 2 })).toBe('gone');
      await store.leave({ id, room: roomNamed('a') });
      expect(await store.read(id)).toBeUndefined();
    });

    it('empties and fills again', async () => {
      const store = makeStore();
      const connection = connectionWith();
      const { id } = connection;
      await store.open({ connection, expiresAt });
      await store.enter({ id, room: roomNamed('a'), max: 1 });
      await store.leave({ id, room: roomNamed('a') });
      expect(await store.read(id)).toEqual(connection);
      expect(await store.enter({ id, room: roomNamed('b'), max: 1 })).toBe('entered');
    });
  });
}
