// The client library in Node against a whole server: all its methods, and reconnecting after a cut.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import {
  Room,
  type CreatedRoom,
  type RoomEvents,
  type RoomOptions,
} from '../../web/client/index.ts';
import { createRoomWithLinks } from './api.ts';
import { modes, startServer, type Server } from './server.ts';

type Heard = RoomEvents['message'][0];

describe.each(modes)('the client library on $mode', (mode) => {
  let server: Server;
  const rooms: Room[] = [];
  /** Sockets in the order of opening, so tests can cut them. */
  const sockets: WebSocket[] = [];
  class Cuttable extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols ?? []);
      sockets.push(this);
    }
  }
  beforeAll(async () => {
    server = await startServer(mode);
  });
  afterAll(async () => {
    for (const room of rooms) room.disconnect();
    await server.stop();
  });

  const make = (): Promise<CreatedRoom> =>
    createRoomWithLinks(server, { title: 'Tea', capacity: 50 });
  const join = (link: string, options: Partial<RoomOptions> = {}): Room => {
    const room = Room.join({ link, transport: Cuttable, ...options } as RoomOptions);
    rooms.push(room);
    return room;
  };
  const joinRoom = async (link: string, options: Partial<RoomOptions> = {}): Promise<Room> => {
    const room = join(link, options);
    await expect.poll(() => room.getSnapshot().status.kind).toBe('joined');
    return room;
  };
  const hear = (room: Room): Heard[] => {
    const heard: Heard[] = [];
    room.on('message', (message) => heard.push(message));
    return heard;
  };
  const texts = (heard: readonly Heard[]): string[] => heard.map(({ body }) => body);

  it('[K1] [K4] [G4] misses nothing after a cut, and then sends waiting messages', async () => {
    const { joinUrl, watchUrl } = await make();
    const [ann, bob] = [
      await joinRoom(joinUrl, { username: 'Ann' }),
      await joinRoom(joinUrl, { username: 'Bob' }),
    ];
    const watcher = await joinRoom(watchUrl);
    const [atAnn, atBob, atWatcher] = [hear(ann), hear(bob), hear(watcher)];
    for (let round = 0; round < 10; round += 1) {
      if (round % 3 === 1) for (const socket of sockets) socket.terminate();
      ann.send(`ann ${String(round)}`);
      bob.send(`bob ${String(round)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const heard of [atAnn, atBob, atWatcher]) {
      await expect.poll(() => heard.length, { timeout: 8_000 }).toBe(20);
    }
    expect(texts(atBob)).toEqual(texts(atAnn));
    expect(texts(atWatcher)).toEqual(texts(atAnn));
    const rounds = Array.from({ length: 10 }, (_, round) => String(round));
    for (const who of ['ann', 'bob']) {
      expect(texts(atAnn).filter((text) => text.startsWith(who))).toEqual(
        rounds.map((round) => `${who} ${round}`),
      );
    }
  }, 20_000);

  it('[K2] sends a private message to one member, and others see no gap', async () => {
    const { joinUrl } = await make();
    const [ann, bob, cy] = [
      await joinRoom(joinUrl, { username: 'Ann' }),
      await joinRoom(joinUrl, { username: 'Bob' }),
      await joinRoom(joinUrl, { username: 'Cy' }),
    ];
    const [atAnn, atBob, atCy] = [hear(ann), hear(bob), hear(cy)];
    ann.send('psst', { to: 'Bob' });
    ann.send('for all');
    for (const heard of [atAnn, atBob]) {
      await expect.poll(() => texts(heard)).toEqual(['psst', 'for all']);
    }
    await expect.poll(() => texts(atCy)).toEqual(['for all']);
    expect(atBob[0]?.toName).toBe('Bob');
    expect(cy.getSnapshot().items.some(({ hasGapBefore: gap }) => gap)).toBe(false);
    const late = await joinRoom(joinUrl, { username: 'Di' });
    expect(texts(late.getSnapshot().items as unknown as Heard[])).toEqual(['for all']);
  });

  it('[K11] [K12] renames, moderates, narrows links, and ends with a receipt', async () => {
    const { ownerUrl, joinUrl } = await make();
    const owner = await joinRoom(ownerUrl, { username: 'Olga' });
    const ann = await joinRoom(joinUrl, { username: 'Ann' });
    expect(await ann.rename('Anna')).toMatchObject({ ok: true, value: { name: 'Anna' } });
    await expect
      .poll(() =>
        owner
          .getSnapshot()
          .presence.map(({ name }) => name)
          .sort(),
      )
      .toEqual(['Anna', 'Olga']);
    expect(await ann.lock()).toMatchObject({ ok: false, reason: 'forbidden' });

    const watching = await ann.createLink({ scope: 'receive' });
    expect(watching.ok).toBe(true);
    expect(await ann.createLink({ scope: 'moderate' })).toMatchObject({
      ok: false,
      reason: 'forbidden',
    });
    const watcher = await joinRoom(watching.ok ? watching.value : '');
    expect(watcher.getSnapshot().me).toBeNull();

    expect(await owner.lock()).toMatchObject({ ok: true, value: { state: 'locked' } });
    await expect.poll(() => ann.getSnapshot().room?.state).toBe('locked');
    expect(await owner.extend(120)).toMatchObject({ ok: true });
    await expect.poll(() => ann.getRemainingMs()).toBeGreaterThan(610_000);

    const { token: old } = ann.getSnapshot();
    const links = await owner.replaceLinks();
    await expect.poll(() => ann.getSnapshot().token).not.toBe(old);
    expect(links.ok && links.value.joinUrl).toContain(`#${ann.getSnapshot().token}`);
    expect(await owner.setSlowMode(5)).toMatchObject({ ok: true, value: { slow: 5 } });

    const ends: RoomEvents['ended'][0][] = [];
    ann.on('ended', (end) => ends.push(end));
    watcher.on('ended', (end) => ends.push(end));
    expect(await owner.kick('Anna')).toMatchObject({ ok: true });
    await expect.poll(() => ends).toMatchObject([{ reason: 'kicked' }]);
    await owner.close();
    await expect
      .poll(() => ends)
      .toMatchObject([{ reason: 'kicked' }, { reason: 'closed', receipt: { accepted: 0 } }]);
    await expect.poll(() => owner.getSnapshot().status.kind).toBe('ended');
  });

  it('[K10] [K12] [K14] joins two rooms, resumes, searches, and releases its name', async () => {
    const [tea, milk] = [await make(), await make()];
    const before = sockets.length;
    const inTea = await joinRoom(tea.joinUrl, { username: 'Ann' });
    const inMilk = await joinRoom(milk.joinUrl, { username: 'Ann' });
    expect(sockets.length - before).toBeLessThanOrEqual(1);
    for (let count = 0; count < 30; count += 1) inTea.send(`cup ${String(count)}`);
    await expect
      .poll(() => inTea.getSnapshot().items.filter(({ state }) => state === 'sent').length, {
        timeout: 8_000,
      })
      .toBe(30);
    expect((await inTea.search('CUP 1')).messages.map(({ body }) => body)).toEqual([
      'cup 1',
      ...Array.from({ length: 10 }, (_, unit) => `cup 1${String(unit)}`),
    ]);
    expect(inMilk.getSnapshot().items).toEqual([]);

    const { session, me } = inTea.getSnapshot();
    const twin = await joinRoom(tea.joinUrl, { session });
    expect(twin.getSnapshot().me).toEqual(me);
    await expect
      .poll(() => inTea.getSnapshot().presence)
      .toMatchObject([{ name: 'Ann', connectionCount: 2 }]);
    await twin.leave();
    await expect
      .poll(() => inTea.getSnapshot().presence)
      .toMatchObject([{ name: 'Ann', connectionCount: 1 }]);
    await inTea.leave();
    await joinRoom(tea.joinUrl, { username: 'Ann' });
  }, 20_000);
});
