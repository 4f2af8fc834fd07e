// Frames from clients, one at a time, on a stopped clock.

import { describe, expect, it } from 'vitest';
import { issueToken } from '../../functions/core/access/tokens.ts';
import type { ConnectionId, MemberId, RoomId, Names, Rooms } from '../../functions/core/ports.ts';
import { createMemoryRoomPorts } from '../../functions/adapters/memory/memory-room-ports.ts';
import { handleDisconnect } from '../../functions/core/messaging/publish.ts';
import { receive } from '../../functions/core/receive.ts';
import { limits } from '../../functions/protocol/limits.ts';
import {
  connectClient,
  isOk,
  joinTestRoom,
  getReason,
  getResponse,
  createTestRoom,
  extractToken,
  createTestPorts,
} from './test-ports.ts';

const events = (frames: readonly { readonly event: string }[]): readonly string[] =>
  frames.map(({ event }) => event);
const refused = (reason: string) =>
  expect.objectContaining({
    event: 'phx_reply',
    payload: { status: 'error', response: expect.objectContaining({ reason }) as unknown },
  }) as unknown;
/** Longer than any rate limit needs to refill. */
const pause = 5_000;

describe('A reply', () => {
  it('[W6] answers a heartbeat under its ref', async () => {
    const ports = createTestPorts();
    const client = await connectClient(ports, 'phoenix');
    expect(await client.push('heartbeat', {}, { joinRef: null, ref: 'h1' })).toEqual([
      {
        joinRef: null,
        ref: 'h1',
        topic: 'phoenix',
        event: 'phx_reply',
        payload: { status: 'ok', response: {} },
      },
    ]);
  });

  it.each([
    ['a number', 7],
    ['null', null],
    ['a text', 'x'],
  ])('[W3] [W6] a push has one answer, under its own refs: %s', async (_, ref) => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const replies = (await ann.push('shout', { body: 'hello' }, { ref })).filter(
      ({ event }) => event === 'phx_reply',
    );
    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatchObject({
      joinRef: '1',
      ref,
      payload: { status: 'ok', response: { seq: 1 } },
    });
  });

  it('[W6] answers an unknown event', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    expect(await ann.push('dance', {})).toEqual([refused('invalid_payload')]);
  });

  it.each(['shout', 'typing', 'history', 'sync', 'dance'])(
    '[W7] says `unmatched topic` to %s without a join',
    async (event) => {
      const ports = createTestPorts();
      const { room } = await createTestRoom(ports);
      const client = await connectClient(ports, `room:${room.id}`);
      expect(await client.push(event, { body: 'hello' })).toEqual([refused('unmatched topic')]);
    },
  );

  it.each(['rooms:abc', 'room:', 'room:a/b', 'tea'])(
    '[W7] says `unmatched topic` to a join of %s',
    async (topic) => {
      const client = await connectClient(createTestPorts(), topic);
      expect(await client.push('phx_join', { username: 'ann' })).toEqual([
        refused('unmatched topic'),
      ]);
    },
  );

  it('[W9] refuses a join overtaken by a later one of its connection', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const payload = { token: extractToken(joinUrl), username: 'ann', session: ann.session };
    expect(isOk((await ann.push('phx_join', payload, { joinRef: '12', ref: '12' }))[1])).toBe(true);
    expect(await ann.push('phx_join', payload, { joinRef: '9', ref: '9' })).toEqual([
      refused('conflict'),
    ]);
    expect(isOk((await ann.push('shout', { body: 'hello' }, { joinRef: '12' }))[0])).toBe(true);
  });

  it('[W8] ignores a push of a replaced join, and accepts one without join_ref', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    expect(await ann.push('shout', { body: 'late' }, { joinRef: '0' })).toEqual([]);
    expect(isOk((await ann.push('shout', { body: 'hello' }, { joinRef: null }))[0])).toBe(true);
  });

  it('[W6] [W7] answers a push that overtook its join', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    expect(await ann.push('shout', { body: 'early' }, { joinRef: '99' })).toEqual([
      refused('unmatched topic'),
    ]);
  });

  it.each([
    { version: 1, first: '{' },
    { version: 2, first: '[' },
  ] as const)(
    '[W5] answers an unreadable frame in the form of its connection, V$version',
    async ({ version, first }) => {
      const ports = createTestPorts();
      const client = await connectClient(ports, 'phoenix', { version });
      for (const text of ['ping', '["1",', '{"topic":']) {
        await receive(ports.context, { connection: client.id, text });
      }
      expect(ports.posted.map(({ text }) => text.charAt(0))).toEqual([first, first, first]);
      expect(ports.inbox(client.id)).toEqual(Array(3).fill(refused('invalid_payload')));
      expect(isOk((await client.push('heartbeat', {}))[0])).toBe(true);
    },
  );

  it('[W5] [R8] counts unreadable frames, and closes with 1008 after too many', async () => {
    const ports = createTestPorts();
    const client = await connectClient(ports, 'phoenix');
    for (let count = 0; count < 70; count += 1) {
      await receive(ports.context, { connection: client.id, text: 'ping' });
    }
    expect(getReason(ports.inbox(client.id).at(-1))).toBe('rate_limited');
    expect(ports.closed).toContainEqual({ connection: client.id, code: 1008 });
  });

  it('[G10] closes a connection that sends too fast, and answers nothing more', async () => {
    const ports = createTestPorts();
    const client = await connectClient(ports, 'phoenix');
    for (let count = 0; count < limits.frameRate.burst; count += 1) {
      await receive(ports.context, { connection: client.id, text: 'x' });
    }
    ports.inbox(client.id);
    ports.closed.length = 0;
    await receive(ports.context, { connection: client.id, text: 'x' });
    expect(ports.inbox(client.id)).toEqual([]);
    expect(ports.closed).toEqual([{ connection: client.id, code: 1008 }]);
  });

  it('[R34] pushes back with a time to wait if too many messages are undelivered', async () => {
    const store = createMemoryRoomPorts();
    const full: Rooms = {
      ...store.rooms,
      admit: (input) => store.rooms.admit({ ...input, maxUndelivered: 0 }),
    };
    const ports = createTestPorts({ ports: { ...store, rooms: full } });
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const [answer] = await ann.push('shout', { body: 'hello', cid: 'c1' });
    expect(getResponse(answer)).toMatchObject({ reason: 'rate_limited', retry_after: 1 });
  });

  it('[W20] says `unavailable` to our own failures, without details', async () => {
    const store = createMemoryRoomPorts();
    const broken: Rooms = {
      ...store.rooms,
      admit: () => Promise.reject(new Error('disk on fire')),
    };
    const ports = createTestPorts({ ports: { ...store, rooms: broken } });
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    await expect(ann.push('shout', { body: 'hello' })).rejects.toThrow('disk on fire');
    expect(ports.inbox(ann.id)).toEqual([refused('unavailable')]);
    expect(JSON.stringify(ports.posted)).not.toContain('fire');
  });
});

describe('A join', () => {
  it('[W10] gets the reply, then presence_state; the others get one diff', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await connectClient(ports, `room:${room.id}`);
    expect(
      events(await bob.push('phx_join', { username: 'bob', token: extractToken(joinUrl) })),
    ).toEqual(['phx_reply', 'presence_state']);
    const heard = ports.inbox(ann.id);
    expect(events(heard)).toEqual(['presence_diff']);
    expect(heard[0]?.payload).toMatchObject({
      joins: { bob: { metas: [{ username: 'bob', typing: false }] } },
      leaves: {},
    });
  });

  it('[A11] is refused if its token would outlive the room', async () => {
    const ports = createTestPorts();
    const { room } = await createTestRoom(ports);
    const { context } = ports;
    const expiresAt = Date.parse(room.expiresAt) + 1_000;
    const token = await issueToken({
      ports: context,
      settings: context.settings,
      type: 'room+jwt',
      room: room.id as RoomId,
      scopes: ['send', 'receive'],
      expiresAt,
    });
    const client = await connectClient(ports, `room:${room.id}`);
    expect(await client.push('phx_join', { username: 'ann', token })).toEqual([
      refused('unauthorized'),
    ]);
  });

  it.each(['a room', 'the lobby'])(
    '[R10] of %s is refused to a connection in 20 rooms',
    async (place) => {
      const ports = createTestPorts();
      const { connections } = ports.context;
      const { joinUrl, room } = await createTestRoom(ports);
      const topic = place === 'a room' ? `room:${room.id}` : 'lobby';
      const client = await connectClient(ports, topic);
      const max = limits.maxRoomsPerConnection;
      for (let index = 0; index < max; index += 1) {
        await connections.enter({ id: client.id, room: `r${index}` as RoomId, max });
      }

      const [reply] = await client.push('phx_join', {
        username: 'ann',
        token: extractToken(joinUrl),
      });
      expect(getResponse(reply)).toEqual({
        reason: 'rate_limited',
        message: 'One connection can join at most 20 rooms. Leave one first.',
      });
    },
  );

  it('[R10] is refused beyond a thousand names', async () => {
    const store = createMemoryRoomPorts();
    const asked: number[] = [];
    const full: Names = {
      ...store.names,
      claim: ({ max }) => {
        asked.push(max);
        return Promise.resolve('full');
      },
    };
    const ports = createTestPorts({ ports: { ...store, names: full } });
    const { joinUrl, room } = await createTestRoom(ports);
    const client = await connectClient(ports, `room:${room.id}`);
    expect(
      await client.push('phx_join', { username: 'ann', token: extractToken(joinUrl) }),
    ).toEqual([refused('room_full')]);
    expect(asked).toEqual([1_000]);
  });

  it('[R4] with the session of an earlier join brings back the same member', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const token = extractToken(joinUrl);
    const [first, second, stranger] = await Promise.all(
      [1, 2, 3].map(() => connectClient(ports, `room:${room.id}`)),
    );
    const joined = getResponse(
      (await first?.push('phx_join', { username: 'ann', token }))?.[0],
    ) as {
      session: string;
      member: unknown;
    };
    const again = getResponse(
      (await second?.push('phx_join', { token, session: joined.session }))?.[0],
    );
    expect(again).toMatchObject({ member: joined.member });
    expect(await stranger?.push('phx_join', { username: 'ANN', token })).toEqual([
      refused('name_taken'),
    ]);
  });
});

describe('Leaving', () => {
  it('[R13] by a lost connection removes that connection only', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const token = extractToken(joinUrl);
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    const [tab, phone] = await Promise.all(
      [1, 2].map(() => connectClient(ports, `room:${room.id}`)),
    );
    const joined = getResponse((await tab?.push('phx_join', { username: 'ann', token }))?.[0]) as {
      session: string;
    };
    await phone?.push('phx_join', { token, session: joined.session });
    ports.inbox(bob.id);
    for (const gone of [tab, phone]) {
      if (gone === undefined) continue;
      ports.ended.add(gone.id);
      await handleDisconnect(ports.context, gone.id);
      expect(ports.inbox(bob.id)).toMatchObject([
        {
          event: 'presence_diff',
          payload: { joins: {}, leaves: { ann: { metas: [{ username: 'ann' }] } } },
        },
      ]);
      const left = await ports.context.subscriptions.list(room.id as RoomId);
      expect(left.map(({ member }) => member?.name)).toEqual(
        gone === tab ? ['bob', 'ann'] : ['bob'],
      );
    }
  });
});

describe('A message', () => {
  it.each([
    ...['a\u001b[2J', 'a\nb', 'a\u2028', '\u202ea', 'a\u200d', '\ud800', '', 'x'.repeat(65)],
  ])('[G5] is refused with a cid that hides something or is too long: %j', async (cid) => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const answer = await ann.push('shout', { body: 'hello', cid });
    expect(answer).toEqual([refused('invalid_payload')]);
  });

  it.each([
    'c1',
    crypto.randomUUID(),
    '0.123',
    'ann#7',
    '\u{1F600} two',
    'qL+/9w==',
    'x'.repeat(64),
  ])('[G5] is accepted with the cid %s', async (cid) => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const [, heard] = await ann.push('shout', { body: 'hello', cid });
    expect(heard?.payload).toMatchObject({ cid });
  });

  it("[R5] can have its sender's own name only", async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    expect(await ann.push('shout', { body: 'hello', name: 'bob' })).toEqual([refused('forbidden')]);
    expect(isOk((await ann.push('shout', { body: 'hello', name: 'ann' }))[0])).toBe(true);
  });

  it('[G8] leaves no unfiltered text in posts or storage', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const postedBefore = ports.posted.length;
    await ann.push('shout', { body: 'XML for tea', cid: 'c1' });
    const { messages, rooms } = ports.context;
    const stored = await rooms.get(room.id as RoomId);
    if (stored === undefined) throw new Error('no room');
    const logged = await messages.read({
      room: stored,
      after: 0,
      before: 9,
      limit: 9,
    });
    expect(logged.map(({ body }) => body)).toEqual(['JSON for tea']);
    // Earlier posts have tokens, which may contain these three letters.
    expect(JSON.stringify(ports.posted.slice(postedBefore))).not.toContain('XML');
  });

  it('[W13] reaches `batch` connections as shouts, the others one by one', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob', batch: true });
    const cat = await joinTestRoom(ports, joinUrl, { username: 'cat' });
    // Two messages wait under an expired lease. The third one's sender delivers them too.
    const id = room.id as RoomId;
    const member = 'm' as MemberId;
    for (const cid of ['c1', 'c2']) {
      await ports.context.rooms.admit({
        room: id,
        message: { cid, body: cid, name: 'ann', member, at: ports.now, content: cid },
        changed: false,
        slow: 0,
        lease: { id: 'lost', until: ports.now - 1 },
        maxUndelivered: 200,
        now: ports.now,
      });
    }
    for (const one of [ann, bob, cat]) ports.inbox(one.id);
    await ann.push('shout', { body: 'third' });
    expect(ports.inbox(bob.id)).toMatchObject([
      { event: 'shouts', payload: { messages: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] } },
    ]);
    expect(ports.inbox(cat.id)).toMatchObject(
      [1, 2, 3].map((seq) => ({ event: 'shout', payload: { seq } })),
    );
  });

  it('[R7] [R8] beyond the burst is refused; ten in a row close the connection', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    for (let index = 0; index < limits.messageRates.connection.burst; index += 1) {
      expect(isOk((await ann.push('shout', { body: 'hello' }))[0])).toBe(true);
    }
    expect(getResponse((await ann.push('shout', { body: 'too much' }))[0])).toMatchObject({
      reason: 'rate_limited',
      retry_after: 0.1,
    });
    ports.now += pause;
    expect(isOk((await ann.push('shout', { body: 'hello' }))[0])).toBe(true);
    for (
      let index = 0;
      index < limits.messageRates.connection.burst + limits.maxConsecutiveRefusals;
      index += 1
    ) {
      await ann.push('shout', { body: 'hello' });
    }
    expect(ports.closed).toContainEqual({ connection: ann.id, code: 1008 });
  });
});

describe('A room', () => {
  it('[R1] has an end, a timer, and three links with a code in the fragment', async () => {
    const ports = createTestPorts();
    const { room, joinUrl, watchUrl, ownerUrl } = await createTestRoom(ports);
    expect(Date.parse(room.expiresAt) - ports.now).toBe(600_000);
    expect(ports.timers).toMatchObject([{ room: room.id, at: Date.parse(room.expiresAt) }]);
    for (const url of [joinUrl, watchUrl, ownerUrl]) {
      expect(url).toMatch(new RegExp(`^https://chat\\.example/r/${room.id}#[B-H][\\w-]{22}$`));
    }
    expect(new Set([joinUrl, watchUrl, ownerUrl]).size).toBe(3);
  });

  it('[R1] can be created over the socket after joining the lobby', async () => {
    const ports = createTestPorts();
    const client = await connectClient(ports, 'lobby');
    expect(await client.push('create_room', {})).toEqual([refused('unmatched topic')]);
    expect(isOk((await client.push('phx_join', {}))[0])).toBe(true);
    expect(getResponse((await client.push('create_room', { title: 'Tea' }))[0])).toMatchObject({
      room: { title: 'Tea' },
      joinUrl: expect.any(String) as string,
    });
  });

  it('[R12] [R14] that is open is created once, and recreated after its end', async () => {
    const ports = createTestPorts({ openRooms: ['tea'] });
    const [one, other] = await Promise.all([
      connectClient(ports, 'room:tea'),
      connectClient(ports, 'room:tea', { version: 1 }),
    ]);
    const joins = await Promise.all([
      one.push('phx_join', { username: 'ann' }),
      other.push('phx_join', { username: 'bob' }),
    ]);
    const [first, second] = joins.map(
      (frames) => getResponse(frames.find(isOk)) as { epoch: string; head: number },
    );
    expect(first?.epoch).toBe(second?.epoch);
    await one.push('shout', { body: 'hello' });
    ports.now += 601_000;
    const third = await connectClient(ports, 'room:tea');
    const anew = getResponse((await third.push('phx_join', { username: 'ann' }))[0]);
    expect(anew).toMatchObject({ head: 0, messages: [] });
    expect((anew as { epoch: string }).epoch).not.toBe(first?.epoch);
  });

  it('[R15] that is open lets a plain client take its name again, but not twice', async () => {
    const ports = createTestPorts({ openRooms: ['tea'] });
    const [first, second] = [
      await connectClient(ports, 'room:tea'),
      await connectClient(ports, 'room:tea'),
    ];
    await first.push('phx_join', { username: 'ann' });
    expect(getResponse((await second.push('phx_join', { username: 'Ann' }))[0])).toMatchObject({
      reason: 'name_taken',
    });
    ports.ended.add(first.id);
    await handleDisconnect(ports.context, first.id);
    expect(isOk((await second.push('phx_join', { username: 'Ann' }))[0])).toBe(true);
  });

  it('[W18] has all times in ISO 8601 in UTC', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const [reply, heard] = await ann.push('shout', { body: 'hello' });
    const { at } = heard?.payload as { at: string };
    const times = [
      room.createdAt,
      room.expiresAt,
      room.serverTime,
      at,
      (getResponse(reply) as { at: string }).at,
    ];
    expect(times.map((time) => new Date(time).toISOString())).toEqual(times);
  });
});

describe('A connection that was never opened', () => {
  it('[W7] has joined nothing', async () => {
    const ports = createTestPorts();
    const { room } = await createTestRoom(ports);
    await receive(ports.context, {
      connection: 'nobody' as ConnectionId,
      text: JSON.stringify(['1', '1', `room:${room.id}`, 'shout', { body: 'x' }]),
    });
    expect(ports.inbox('nobody' as ConnectionId)).toEqual([refused('unmatched topic')]);
  });
});
