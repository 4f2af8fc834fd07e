// An owner's change that was written, but whose function died before anyone learned of it.

import { describe, expect, it } from 'vitest';
import type { ChangeRoomInput } from '../../../functions/core/ports.ts';
import type { RoomEvent } from '../../../functions/protocol/events.ts';
import { listPosted } from '../membership/presence-model.ts';
import {
  call,
  createTestPorts,
  createTestRoom,
  elapse,
  extractToken,
  findPayloads,
  getReason,
  joinTestRoom,
  tryJoin,
  type TestMember,
  type TestPorts,
} from '../test-ports.ts';

const listRoomEvents = (ports: TestPorts, { id }: TestMember) =>
  findPayloads(listPosted(ports, id), 'room') as readonly RoomEvent[];

/** The next change of the room is written, and then its function dies. */
function dieAfterChange(ports: TestPorts): void {
  const { rooms } = ports.context;
  const { change } = rooms;
  Object.assign(rooms, {
    change: async (input: ChangeRoomInput) => {
      Object.assign(rooms, { change });
      await change(input);
      throw new Error('The function died.');
    },
  });
}

async function setUp() {
  const ports = createTestPorts();
  const { room, joinUrl, watchUrl, ownerUrl } = await createTestRoom(ports);
  const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
  const eve = await joinTestRoom(ports, watchUrl);
  const olga = await joinTestRoom(ports, ownerUrl, { username: 'olga' });
  await elapse(ports, 2_000, 'watchers');
  const before = listRoomEvents(ports, ann).length;
  const listNews = (member: TestMember) => listRoomEvents(ports, member).slice(before);
  return { ports, room, joinUrl, watchUrl, ownerUrl, ann, eve, olga, listNews };
}

describe('A change whose function dies before publishing it', () => {
  it('[R39] [R22] renews everyone’s token by a timer if it extends the room', async () => {
    const { ports, ann, eve, olga, listNews } = await setUp();
    dieAfterChange(ports);
    await expect(olga.push('extend', { seconds: 300 })).rejects.toThrow('died');
    expect(listNews(ann)).toEqual([]);

    await elapse(ports, 6_000, 'change');
    const [news, ...rest] = listNews(ann);
    expect(rest).toEqual([]);
    expect(news?.room.expiresAt).not.toBe(ann.joined.room.expiresAt);
    expect(news).toMatchObject({ token: expect.any(String), session: expect.any(String) });
    expect(listNews(eve)).toMatchObject([{ token: expect.any(String) }]);
  });

  it('[R39] [A21] gives everyone the new code if it replaces the links', async () => {
    const { ports, room, ownerUrl, ann, listNews } = await setUp();
    dieAfterChange(ports);
    const route = 'POST /api/rooms/{id}/links';
    const request = { room: room.id, bearer: extractToken(ownerUrl), body: {} };
    await expect(call(ports, route, request)).rejects.toThrow('died');

    await elapse(ports, 6_000, 'change');
    const [news] = listNews(ann);
    expect(news).toMatchObject({ token: expect.any(String), code: expect.any(String) });
  });

  it('[R20] [A21] gives no new code to a member whom a kick has not reached', async () => {
    const { ports, room, ownerUrl, ann, eve, olga, listNews } = await setUp();
    dieAfterChange(ports);
    await expect(olga.push('kick', { member: 'ann' })).rejects.toThrow('died');
    const request = { room: room.id, bearer: extractToken(ownerUrl), body: {} };
    await call(ports, 'POST /api/rooms/{id}/links', request);
    expect(listNews(ann)).toEqual([]);
    expect(listNews(eve)).toMatchObject([{ code: expect.any(String) }]);
  });

  it('[R39] [R21] is published by a timer if it is a lock', async () => {
    const { ports, ann, olga, listNews } = await setUp();
    dieAfterChange(ports);
    await expect(olga.push('lock', { locked: true })).rejects.toThrow('died');
    await elapse(ports, 6_000, 'change');
    expect(listNews(ann)).toMatchObject([{ room: { state: 'locked' } }]);
  });
});

it('[R39] publishes a change once if nothing fails', async () => {
  const { ports, ann, olga, listNews } = await setUp();
  await olga.push('extend', { seconds: 300 });
  await olga.push('slow', { seconds: 5 });
  await elapse(ports, 20_000, 'change');
  expect(listNews(ann)).toHaveLength(2);
});

it('[R39] publishes the latest room and links last if two publications cross', async () => {
  const { ports, room, ownerUrl, ann, olga, listNews } = await setUp();
  // The links are replaced, and that is published, before the extension is.
  const request = { room: room.id, bearer: extractToken(ownerUrl), body: {} };
  ports.tamper = async () => {
    ports.tamper = () => undefined;
    await call(ports, 'POST /api/rooms/{id}/links', request);
  };
  await olga.push('extend', { seconds: 300 });
  const news = listNews(ann);
  const { expiresAt } = news[0]?.room ?? {};
  expect(news.at(-1)).toMatchObject({ room: { expiresAt }, code: expect.any(String) });
});

describe('A change while someone joins', () => {
  const replaceLinks = async (ports: TestPorts, room: string, ownerUrl: string): Promise<void> => {
    const request = { room, bearer: extractToken(ownerUrl), body: {} };
    await call(ports, 'POST /api/rooms/{id}/links', request);
  };

  it('[R22] is published again if it comes before the reply, whose token is older', async () => {
    const { ports, joinUrl, olga } = await setUp();
    ports.tamper = async () => {
      ports.tamper = () => undefined;
      await olga.push('extend', { seconds: 300 });
    };
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    const frames = listPosted(ports, bob.id).map(({ event }) => event);
    expect(frames.lastIndexOf('room')).toBeGreaterThan(frames.lastIndexOf('phx_reply'));
    const [news] = listRoomEvents(ports, bob).slice(-1);
    expect(news).toMatchObject({ token: expect.any(String), session: expect.any(String) });
    expect(news?.room.expiresAt).not.toBe(bob.joined.room.expiresAt);
  });

  it('[A21] renews a token that ends before its room, with the same end', async () => {
    const { ports, room, ownerUrl, joinUrl } = await setUp();
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room: room.id,
      bearer: extractToken(ownerUrl),
      body: { scope: 'send receive', seconds: 120 },
    });
    const { token } = made.body as { readonly token: string };
    const guest = await joinTestRoom(ports, joinUrl, { username: 'guest', token });
    await replaceLinks(ports, room.id, ownerUrl);
    const news = listRoomEvents(ports, guest).at(-1);
    expect(news).not.toHaveProperty('code');
    const read = (bearer = '') =>
      call(ports, 'GET /api/rooms/{id}/messages', { room: room.id, bearer });
    expect((await read(token)).status).toBe(401);
    expect((await read(news?.token)).status).toBe(200);
    ports.now += 120_000;
    expect((await read(news?.token)).status).toBe(410);
  });

  it('[A21] lets no watcher in by a link that is replaced meanwhile', async () => {
    const { ports, room, ownerUrl, watchUrl } = await setUp();
    const { subscriptions } = ports.context;
    const { subscribe } = subscriptions;
    Object.assign(subscriptions, {
      subscribe: async (input: Parameters<typeof subscribe>[0]) => {
        Object.assign(subscriptions, { subscribe });
        await replaceLinks(ports, room.id, ownerUrl);
        return subscribe(input);
      },
    });
    const ivy = await tryJoin(ports, watchUrl, {});
    expect(getReason(ivy.reply)).toBe('unavailable');
    expect(getReason((await tryJoin(ports, watchUrl, {})).reply)).toBe('unauthorized');
  });
});
