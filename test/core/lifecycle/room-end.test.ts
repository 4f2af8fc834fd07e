// The end of a room and its sockets: while posts fail, while a function dies, and when an open room
// opens again.

import { describe, expect, it } from 'vitest';
import { createMemoryRoomPorts } from '../../../functions/adapters/memory/memory-room-ports.ts';
import { timing } from '../../../functions/core/settings.ts';
import type { ConnectionId, RoomId, Subscription } from '../../../functions/core/ports.ts';
import { applyPresence, listPosted } from '../membership/presence-model.ts';
import {
  connectClient,
  createTestPorts,
  createTestRoom,
  elapse,
  findPayloads,
  findReply,
  getReason,
  getResponse,
  isOk,
  joinTestRoom,
  runTimer,
  type TestClient,
  type TestPorts,
} from '../test-ports.ts';

const findClosed = ({ closed }: TestPorts): readonly string[] =>
  closed.map(({ connection }) => connection);

describe('A room that is extended as it ends', () => {
  it('[R22] lives on if the extension is written while its end timer runs', async () => {
    const memory = createMemoryRoomPorts();
    let extendLate = (): Promise<unknown> => Promise.resolve();
    const ports = createTestPorts({
      ports: {
        ...memory,
        rooms: {
          ...memory.rooms,
          close: async (input) => {
            await extendLate();
            return memory.rooms.close(input);
          },
        },
      },
    });
    const { joinUrl, room: created } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const end = Date.parse(created.expiresAt);
    const room = await memory.rooms.get(created.id as RoomId);
    const extension = {
      room: created.id as RoomId,
      epoch: room?.epoch ?? '',
      change: { expiresAt: end + 60_000 },
      now: end - 1,
    };
    extendLate = () => memory.rooms.change(extension);
    ports.now = end;

    await runTimer(ports, 'end');

    expect(await memory.rooms.get(extension.room)).toMatchObject({ state: 'open' });
    expect(findPayloads(ports.inbox(ann.id), 'phx_close')).toEqual([]);

    extendLate = () => Promise.resolve();
    ports.now = end + 60_000;
    await runTimer(ports, 'end');
    expect(findPayloads(ports.inbox(ann.id), 'phx_close')).toMatchObject([{ reason: 'expired' }]);
  });
});

describe('A connection that a post misses', () => {
  it('[G7] as the room ends is closed with the room', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    ports.tamper = (connection, text) => {
      if (connection !== bob.id || !text.includes('"shout"')) return;
      ports.now = Date.parse(room.expiresAt);
      throw new Error('429');
    };

    await ann.push('shout', { body: 'one' });
    ports.inbox(bob.id);
    await runTimer(ports, 'end');

    expect(findPayloads(ports.inbox(bob.id), 'phx_close')).toMatchObject([{ reason: 'expired' }]);
    expect(findClosed(ports).toSorted()).toEqual([ann.id, bob.id].toSorted());
  });

  it.each([
    ['the room was closed', false, 'closed'],
    ['the room opened again', true, 'expired'],
  ])('[G7] is closed even if %s while it was being removed', async (_, isReopened, reason) => {
    const memory = createMemoryRoomPorts();
    let isEnding = false;
    const ports = createTestPorts({
      ports: {
        ...memory,
        subscriptions: {
          ...memory.subscriptions,
          // The end closes the room, and its function dies before it closes any connection.
          unsubscribe: async (input) => {
            const room = await memory.rooms.get(input.room);
            if (isEnding && room !== undefined) {
              await memory.rooms.close({ room: room.id, epoch: room.epoch });
            }
            const removed = await memory.subscriptions.unsubscribe(input);
            if (!isEnding || !isReopened || room === undefined) return removed;
            ports.now = room.expiresAt;
            return removed && { ...removed, room: undefined };
          },
        },
      },
    });
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    ports.tamper = (connection, text) => {
      if (connection === bob.id && text.includes('"shout"')) throw new Error('429');
    };
    isEnding = true;
    await ann.push('shout', { body: 'one' });
    expect(findClosed(ports)).toEqual([bob.id]);
    expect(findPayloads(ports.inbox(bob.id), 'phx_close')).toEqual([{ reason }]);
  });
});

describe('A subscription whose function died before it was counted', () => {
  it('[R13] leaves presence after the next sync if its connection is gone', async () => {
    const memory = createMemoryRoomPorts();
    let ghost: Subscription | undefined;
    const ports = createTestPorts({
      ports: {
        ...memory,
        subscriptions: {
          ...memory.subscriptions,
          list: async (room) => [
            ...(await memory.subscriptions.list(room)),
            ...(ghost === undefined ? [] : [ghost]),
          ],
          unsubscribe: (input) => {
            if (input.connection === ghost?.connection) ghost = undefined;
            return memory.subscriptions.unsubscribe(input);
          },
        },
      },
    });
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const [own] = await memory.subscriptions.list(room.id as RoomId);
    const connection = 'dead' as ConnectionId;
    ports.ended.add(connection);
    ghost = own && { ...own, connection, phxRef: 'dead', membership: own.membership + 1 };

    await ann.push('sync', { epoch: ann.joined.epoch, seq: 0 });
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 2 });
    await elapse(ports, 3_000, 'presence');

    await ann.push('sync', { epoch: ann.joined.epoch, seq: 0 });
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1 });
  });
});

describe('An open room that opens again', () => {
  async function setUp() {
    const ports = createTestPorts({ openRooms: ['tea'] });
    const enter = async (username: string): Promise<TestClient & { readonly reply: unknown }> => {
      const client = await connectClient(ports, 'room:tea');
      const reply = findReply(await client.push('phx_join', { username }));
      return { ...client, reply };
    };
    const ann = await enter('ann');
    ports.now = (await ports.context.rooms.get('tea' as RoomId))?.expiresAt ?? NaN;
    return { ports, enter, ann };
  }

  it('[R12] [G7] closes the connections of the one before, and keeps its own', async () => {
    const { ports, enter, ann } = await setUp();
    const bob = await enter('bob');
    expect(findPayloads(ports.inbox(ann.id), 'phx_close')).toMatchObject([{ reason: 'expired' }]);
    expect(findClosed(ports)).toEqual([ann.id]);

    await runTimer(ports, 'end');
    expect(findClosed(ports)).toEqual([ann.id]);
    expect(isOk(findReply(await bob.push('shout', { body: 'one' })))).toBe(true);
  });

  it('[R12] [G7] keeps its own if it opens while the end of the one before runs', async () => {
    const { ports, enter, ann } = await setUp();
    const { subscriptions } = ports.context;
    const { list } = subscriptions;
    Object.assign(subscriptions, {
      list: async (room: RoomId) => {
        Object.assign(subscriptions, { list });
        await enter('bob');
        return list(room);
      },
    });
    await runTimer(ports, 'end');
    expect(findClosed(ports)).toEqual([ann.id]);
  });

  it('[R12] [G4] shares no membership version with the one before', async () => {
    const { ports, enter } = await setUp();
    const former = await ports.context.rooms.get('tea' as RoomId);
    await enter('bob');
    const current = await ports.context.rooms.get('tea' as RoomId);
    expect(current?.epoch).not.toBe(former?.epoch);
    expect(current?.membership).toBeGreaterThan((former?.membership ?? Infinity) + 10_000);
  });

  it('[R12] [G7] waits up to 5 s for a connection that cannot be reached', async () => {
    const { ports, enter, ann } = await setUp();
    ports.tamper = (connection) => {
      if (connection === ann.id) throw new Error('429');
    };
    const early = await enter('bob');
    expect(getReason(early.reply as never)).toBe('unavailable');
    ports.now += timing.maxCloseMilliseconds;
    const { reply } = await enter('cara');
    expect(getResponse(reply as never)).toMatchObject({ member: { name: 'cara' } });
  });

  it('[R12] [G7] closes by a timer what cannot be reached long after the end', async () => {
    const { ports, enter, ann } = await setUp();
    ports.now += timing.maxCloseMilliseconds;
    let isRefused = true;
    ports.tamper = (connection) => {
      if (connection === ann.id && isRefused) throw new Error('429');
    };
    const { reply } = await enter('bob');
    expect(getResponse(reply as never)).toMatchObject({ member: { name: 'bob' } });
    expect(findClosed(ports)).toEqual([]);

    isRefused = false;
    await elapse(ports, 5_000, 'hang-up');
    expect(findClosed(ports)).toEqual([ann.id]);
  });

  it('[R12] keeps a connection that came back before the timer', async () => {
    const { ports, enter, ann } = await setUp();
    ports.now += timing.maxCloseMilliseconds;
    ports.tamper = (connection) => {
      if (connection === ann.id) throw new Error('429');
    };
    await enter('bob');
    ports.tamper = () => undefined;
    expect(isOk(findReply(await ann.push('phx_join', { username: 'ann' })))).toBe(true);
    await elapse(ports, 5_000, 'hang-up');
    expect(findClosed(ports)).toEqual([]);
  });
});
