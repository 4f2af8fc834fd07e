// The contract of every ConnectionStore adapter.

import { describe, expect, it } from 'vitest';
import type {
  Connection,
  ConnectionId,
  Connections,
  EarlyLeave,
  RoomId,
} from '../../functions/core/ports.ts';

let ids = 0;
const now = 1_800_000_000_000;
const expiresAt = now + 7_200_000;
const toRoomId = (name: string) => name as RoomId;

const buildConnection = (changes: Partial<Connection> = {}): Connection => ({
  id: `connection-${(ids += 1)}=` as ConnectionId,
  version: 2,
  grant: {
    room: toRoomId('r1'),
    scopes: ['send', 'receive'],
    tokenId: 't1',
    expiresAt: now + 600_000,
    boundToRoom: true,
    isCode: false,
    linkGeneration: 0,
  },
  addressKey: 'hash',
  rooms: [],
  earlyLeaves: [],
  ...changes,
});

export function describeConnectionStore(name: string, makeStore: () => Connections): void {
  describe(`ConnectionStore: ${name}`, () => {
    it.each([
      ['with a grant', buildConnection()],
      [
        'with a link for three',
        buildConnection({
          grant: {
            room: toRoomId('r1'),
            scopes: ['receive'],
            tokenId: 't2',
            expiresAt: now + 600_000,
            boundToRoom: false,
            isCode: false,
            linkGeneration: 2,
            limitedLink: { id: 't2', uses: 3 },
          },
        }),
      ],
      ['whose token was refused', buildConnection({ grant: { refused: 'expired' }, version: 1 })],
      ['with a link code', buildConnection({ grant: { code: 'Dabc' } })],
      ['without a token', buildConnection({ grant: undefined })],
      ['that is in a room', buildConnection({ rooms: [toRoomId('r1')] })],
    ])('reads a connection %s as it was opened, until it ends', async (_, connection) => {
      const store = makeStore();
      await store.open({ connection, expiresAt });
      expect(await store.read(connection.id)).toEqual(connection);
      expect(await store.end(connection.id)).toEqual(connection);
      expect(await store.read(connection.id)).toBeUndefined();
      expect(await store.end(connection.id)).toBeUndefined();
    });

    it('lists the rooms that a connection is in, each once', async () => {
      const store = makeStore();
      const connection = buildConnection();
      const { id } = connection;
      await store.open({ connection, expiresAt });
      for (const room of ['a', 'b', 'b', 'c']) {
        expect(await store.enter({ id, room: toRoomId(room), max: 3 })).toBe('entered');
      }
      await store.leave({ id, room: toRoomId('a') });
      await store.leave({ id, room: toRoomId('never entered') });
      const ended = await store.end(id);
      expect(ended?.rooms.toSorted()).toEqual(['b', 'c']);
    });

    it('limits the rooms of a connection, but lets it enter one again', async () => {
      const store = makeStore();
      const connection = buildConnection();
      const { id } = connection;
      await store.open({ connection, expiresAt });
      expect(await store.enter({ id, room: toRoomId('a'), max: 2 })).toBe('entered');
      expect(await store.enter({ id, room: toRoomId('b'), max: 2 })).toBe('entered');
      expect(await store.enter({ id, room: toRoomId('c'), max: 2 })).toBe('full');
      expect(await store.enter({ id, room: toRoomId('b'), max: 2 })).toBe('entered');
      await store.leave({ id, room: toRoomId('a') });
      expect(await store.enter({ id, room: toRoomId('c'), max: 2 })).toBe('entered');
    });

    it('keeps leaves that found no subscription, and begins anew after a number', async () => {
      const store = makeStore();
      const connection = buildConnection();
      const { id } = connection;
      await store.open({ connection, expiresAt });
      const leaves = ['1', 2, null].map((joinRef) => ({
        room: toRoomId('a'),
        joinRef,
        ref: '7',
        at: now,
      }));
      const record = (leave: EarlyLeave) => store.recordEarlyLeave({ id, leave, max: 2 });
      for (const leave of leaves.slice(0, 2)) await record(leave);
      const read = await store.read(id);
      expect(read?.earlyLeaves).toHaveLength(2);
      expect(read?.earlyLeaves).toEqual(expect.arrayContaining(leaves.slice(0, 2)));
      for (const leave of leaves.slice(2)) await record(leave);
      expect((await store.read(id))?.earlyLeaves).toEqual(leaves.slice(2));
    });

    it('knows no unopened or ended connection, and does not create it on entering', async () => {
      const store = makeStore();
      const { id } = buildConnection();
      expect(await store.enter({ id, room: toRoomId('a'), max: 2 })).toBe('gone');
      await store.leave({ id, room: toRoomId('a') });
      const leave = { room: toRoomId('a'), joinRef: '1', ref: '2', at: now };
      await store.recordEarlyLeave({ id, leave, max: 2 });
      expect(await store.read(id)).toBeUndefined();
    });

    it('lets a connection enter another room after it left its only one', async () => {
      const store = makeStore();
      const connection = buildConnection();
      const { id } = connection;
      await store.open({ connection, expiresAt });
      await store.enter({ id, room: toRoomId('a'), max: 1 });
      await store.leave({ id, room: toRoomId('a') });
      expect(await store.read(id)).toEqual(connection);
      expect(await store.enter({ id, room: toRoomId('b'), max: 1 })).toBe('entered');
    });
  });
}
