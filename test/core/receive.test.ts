// The corridor and what branches off it, frame by frame, in a world whose clock stands still.

import { describe, expect, it } from 'vitest';
import { issueToken } from '../../functions/core/access/tokens.ts';
import type { ConnectionId, MemberId, RoomId, RoomStore } from '../../functions/core/ports.ts';
import { inProcessRoomStore } from '../../functions/adapters/in-process/room-store.ts';
import { disconnected, receive } from '../../functions/core/receive.ts';
import { limits } from '../../functions/protocol/limits.ts';
import { clientOf, isOk, memberOf, responseOf, roomIn, tokenIn, worldWith } from './world.ts';

const events = (frames: readonly { readonly event: string }[]): readonly string[] =>
  frames.map(({ event }) => event);
const refused = (reason: string) =>
  expect.objectContaining({
    event: 'phx_reply',
    payload: { status: 'error', response: expect.objectContaining({ reason }) as unknown },
  }) as unknown;
/** Longer than any burst needs to be forgotten. */
const pause = 5_000;

describe('answers', () => {
  it('[W6] a heartbeat is answered under its ref', async () => {
    const world = worldWith();
    const client = await clientOf(world, 'phoenix');
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
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
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

  it('[W6] an event that is none of ours is answered too', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    expect(await ann.push('dance', {})).toEqual([refused('invalid_payload')]);
  });

  it.each(['shout', 'typing', 'history', 'sync', 'dance'])(
    '[W7] %s without a join is an unmatched topic',
    async (event) => {
      const world = worldWith();
      const { room } = await roomIn(world);
      const client = await clientOf(world, `room:${room.id}`);
      expect(await client.push(event, { body: 'hello' })).toEqual([refused('unmatched topic')]);
    },
  );

  it.each(['rooms:abc', 'room:', 'room:a/b', 'tea'])(
    '[W7] joining %s is an unmatched topic',
    async (topic) => {
      const client = await clientOf(worldWith(), topic);
      expect(await client.push('phx_join', { username: 'ann' })).toEqual([
        refused('unmatched topic'),
      ]);
    },
  );

  it('[W9] a join that was overtaken by a later one of its connection does not close it', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    const payload = { token: tokenIn(joinUrl), username: 'ann', session: ann.session };
    expect(isOk((await ann.push('phx_join', payload, { joinRef: '12', ref: '12' }))[1])).toBe(true);
    expect(await ann.push('phx_join', payload, { joinRef: '9', ref: '9' })).toEqual([
      refused('conflict'),
    ]);
    expect(isOk((await ann.push('shout', { body: 'hello' }, { joinRef: '12' }))[0])).toBe(true);
  });

  it('[W8] a push of a join that is replaced is ignored, one with no join_ref accepted', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    expect(await ann.push('shout', { body: 'late' }, { joinRef: '0' })).toEqual([]);
    expect(isOk((await ann.push('shout', { body: 'hello' }, { joinRef: null }))[0])).toBe(true);
  });

  it('[W5] what is no frame is answered in the form it came in, and the next is heard', async () => {
    const world = worldWith();
    const client = await clientOf(world, 'phoenix');
    await receive(world.context, { connection: client.id, text: '["1",' });
    await receive(world.context, { connection: client.id, text: '{"topic":' });
    expect(world.posted.map(({ text }) => text.charAt(0))).toEqual(['[', '{']);
    expect(world.inbox(client.id)).toEqual([
      refused('invalid_payload'),
      refused('invalid_payload'),
    ]);
    expect(isOk((await client.push('heartbeat', {}))[0])).toBe(true);
  });

  it('[W20] what fails here is answered unavailable, without a word of why', async () => {
    const store = inProcessRoomStore();
    const broken: RoomStore = { ...store, admit: () => Promise.reject(new Error('disk on fire')) };
    const world = worldWith({ ports: { rooms: broken } });
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    await expect(ann.push('shout', { body: 'hello' })).rejects.toThrow('disk on fire');
    expect(world.inbox(ann.id)).toEqual([refused('unavailable')]);
    expect(JSON.stringify(world.posted)).not.toContain('fire');
  });
});

describe('joining', () => {
  it('[W10] is answered by the reply, then presence_state; the others get one diff', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    const bob = await clientOf(world, `room:${room.id}`);
    expect(
      events(await bob.push('phx_join', { username: 'bob', token: tokenIn(joinUrl) })),
    ).toEqual(['phx_reply', 'presence_state']);
    const heard = world.inbox(ann.id);
    expect(events(heard)).toEqual(['presence_diff']);
    expect(heard[0]?.payload).toMatchObject({
      joins: { bob: { metas: [{ username: 'bob', typing: false }] } },
      leaves: {},
    });
  });

  it('[A11] is refused to a token that would outlive the room', async () => {
    const world = worldWith();
    const { room } = await roomIn(world);
    const { context } = world;
    const expiresAt = Date.parse(room.expiresAt) + 1_000;
    const token = await issueToken({
      world: context,
      settings: context.settings,
      type: 'room+jwt',
      room: room.id as RoomId,
      scopes: ['send', 'receive'],
      expiresAt,
    });
    const client = await clientOf(world, `room:${room.id}`);
    expect(await client.push('phx_join', { username: 'ann', token })).toEqual([
      refused('unauthorized'),
    ]);
  });

  it('[R10] is refused to a connection that is in 20 rooms', async () => {
    const world = worldWith();
    const { connections } = world.context;
    const { joinUrl, room } = await roomIn(world);
    const client = await clientOf(world, `room:${room.id}`);
    for (let index = 0; index < limits.roomsOfConnection; index += 1) {
      await connections.enter({
        id: client.id,
        room: `r${index}` as RoomId,
        most: limits.roomsOfConnection,
      });
    }
    expect(await client.push('phx_join', { username: 'ann', token: tokenIn(joinUrl) })).toEqual([
      refused('rate_limited'),
    ]);
  });

  it('[R10] is refused to a name beyond the thousandth', async () => {
    const store = inProcessRoomStore();
    const asked: number[] = [];
    const full: RoomStore = {
      ...store,
      claimName: ({ most }) => {
        asked.push(most);
        return Promise.resolve('full');
      },
    };
    const world = worldWith({ ports: { rooms: full } });
    const { joinUrl, room } = await roomIn(world);
    const client = await clientOf(world, `room:${room.id}`);
    expect(await client.push('phx_join', { username: 'ann', token: tokenIn(joinUrl) })).toEqual([
      refused('room_full'),
    ]);
    expect(asked).toEqual([1_000]);
  });

  it('[R4] by the session of an earlier join brings back the same member', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const token = tokenIn(joinUrl);
    const [first, second, stranger] = await Promise.all(
      [1, 2, 3].map(() => clientOf(world, `room:${room.id}`)),
    );
    const joined = responseOf((await first?.push('phx_join', { username: 'ann', token }))?.[0]) as {
      session: string;
      member: unknown;
    };
    const again = responseOf(
      (await second?.push('phx_join', { token, session: joined.session }))?.[0],
    );
    expect(again).toMatchObject({ member: joined.member });
    expect(await stranger?.push('phx_join', { username: 'ANN', token })).toEqual([
      refused('name_taken'),
    ]);
  });
});

describe('leaving', () => {
  it('[R13] by a lost connection takes away that connection only, where the member has another', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const token = tokenIn(joinUrl);
    const bob = await memberOf(world, joinUrl, { username: 'bob' });
    const [tab, phone] = await Promise.all([1, 2].map(() => clientOf(world, `room:${room.id}`)));
    const joined = responseOf((await tab?.push('phx_join', { username: 'ann', token }))?.[0]) as {
      session: string;
    };
    await phone?.push('phx_join', { token, session: joined.session });
    world.inbox(bob.id);
    for (const gone of [tab, phone]) {
      if (gone === undefined) continue;
      world.ended.add(gone.id);
      await disconnected(world.context, gone.id);
      expect(world.inbox(bob.id)).toMatchObject([
        {
          event: 'presence_diff',
          payload: { joins: {}, leaves: { ann: { metas: [{ username: 'ann' }] } } },
        },
      ]);
      const left = await world.context.rooms.seats(room.id as RoomId);
      expect(left.map(({ member }) => member?.name)).toEqual(
        gone === tab ? ['bob', 'ann'] : ['bob'],
      );
    }
  });
});

describe('speaking', () => {
  it('[R5] goes by one’s own name only', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    expect(await ann.push('shout', { body: 'hello', name: 'bob' })).toEqual([refused('forbidden')]);
    expect(isOk((await ann.push('shout', { body: 'hello', name: 'ann' }))[0])).toBe(true);
  });

  it('[G8] leaves nothing of the unfiltered text in what is posted or kept', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    const told = world.posted.length;
    await ann.push('shout', { body: 'XML for tea', cid: 'c1' });
    const { rooms } = world.context;
    const logged = await rooms.log({
      room: room.id as RoomId,
      epoch: (await rooms.read(room.id as RoomId))?.epoch ?? '',
      after: 0,
      before: 9,
      limit: 9,
    });
    expect(logged.map(({ body }) => body)).toEqual(['JSON for tea']);
    // What was posted before has tokens, in which any three letters may stand.
    expect(JSON.stringify(world.posted.slice(told))).not.toContain('XML');
  });

  it('[W13] reaches those who asked for batches as shouts, the others one by one', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    const bob = await memberOf(world, joinUrl, { username: 'bob', batch: true });
    const cat = await memberOf(world, joinUrl, { username: 'cat' });
    // Two wait, under a lease that has run out; the third carries them along.
    const id = room.id as RoomId;
    const member = 'm' as MemberId;
    for (const cid of ['c1', 'c2']) {
      await world.context.rooms.admit({
        room: id,
        message: { cid, body: cid, name: 'ann', member, at: world.now },
        changed: false,
        slow: 0,
        baton: { id: 'lost', until: world.now - 1 },
        pendingMost: 200,
        now: world.now,
      });
    }
    for (const one of [ann, bob, cat]) world.inbox(one.id);
    await ann.push('shout', { body: 'third' });
    expect(world.inbox(bob.id)).toMatchObject([
      { event: 'shouts', payload: { messages: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] } },
    ]);
    expect(world.inbox(cat.id)).toMatchObject(
      [1, 2, 3].map((seq) => ({ event: 'shout', payload: { seq } })),
    );
  });

  it('[R7] [R8] is slowed beyond the burst, and ends the connection that does not heed it', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    for (let index = 0; index < limits.messages.connection.burst; index += 1) {
      expect(isOk((await ann.push('shout', { body: 'hello' }))[0])).toBe(true);
    }
    expect(responseOf((await ann.push('shout', { body: 'too much' }))[0])).toMatchObject({
      reason: 'rate_limited',
      retry_after: 0.1,
    });
    world.now += pause;
    expect(isOk((await ann.push('shout', { body: 'hello' }))[0])).toBe(true);
    for (
      let index = 0;
      index < limits.messages.connection.burst + limits.refusalsBeforeClose;
      index += 1
    ) {
      await ann.push('shout', { body: 'hello' });
    }
    expect(world.closed).toContainEqual({ connection: ann.id, code: 1008 });
  });
});

describe('rooms', () => {
  it('[R1] begin with an end, an alarm and three links whose token stands in the fragment', async () => {
    const world = worldWith();
    const { room, joinUrl, watchUrl, ownerUrl } = await roomIn(world);
    expect(Date.parse(room.expiresAt) - world.now).toBe(600_000);
    expect(world.alarms).toMatchObject([{ room: room.id, at: Date.parse(room.expiresAt) }]);
    for (const url of [joinUrl, watchUrl, ownerUrl]) {
      expect(url).toMatch(
        new RegExp(`^https://chat\\.example/r/${room.id}#[\\w-]+\\.[\\w-]+\\.[\\w-]+$`),
      );
    }
    expect(new Set([joinUrl, watchUrl, ownerUrl]).size).toBe(3);
  });

  it('[R1] can be made over the socket, by who has joined the lobby', async () => {
    const world = worldWith();
    const client = await clientOf(world, 'lobby');
    expect(await client.push('create_room', {})).toEqual([refused('unmatched topic')]);
    expect(isOk((await client.push('phx_join', {}))[0])).toBe(true);
    expect(responseOf((await client.push('create_room', { title: 'Tea' }))[0])).toMatchObject({
      room: { title: 'Tea' },
      joinUrl: expect.any(String) as string,
    });
  });

  it('[R12] [R14] that are open come into being once, and anew after their end', async () => {
    const world = worldWith({ openRooms: ['tea'] });
    const [one, other] = await Promise.all([
      clientOf(world, 'room:tea'),
      clientOf(world, 'room:tea', { version: 1 }),
    ]);
    const joins = await Promise.all([
      one.push('phx_join', { username: 'ann' }),
      other.push('phx_join', { username: 'bob' }),
    ]);
    const [first, second] = joins.map(
      (frames) => responseOf(frames.find(isOk)) as { epoch: string; head: number },
    );
    expect(first?.epoch).toBe(second?.epoch);
    await one.push('shout', { body: 'hello' });
    world.now += 601_000;
    const third = await clientOf(world, 'room:tea');
    const anew = responseOf((await third.push('phx_join', { username: 'ann' }))[0]);
    expect(anew).toMatchObject({ head: 0, messages: [] });
    expect((anew as { epoch: string }).epoch).not.toBe(first?.epoch);
  });

  it('[R15] that are open let a plain client come back under its name, but not beside itself', async () => {
    const world = worldWith({ openRooms: ['tea'] });
    const [first, second] = [await clientOf(world, 'room:tea'), await clientOf(world, 'room:tea')];
    await first.push('phx_join', { username: 'ann' });
    expect(responseOf((await second.push('phx_join', { username: 'Ann' }))[0])).toMatchObject({
      reason: 'name_taken',
    });
    world.ended.add(first.id);
    await disconnected(world.context, first.id);
    expect(isOk((await second.push('phx_join', { username: 'Ann' }))[0])).toBe(true);
  });

  it('[W18] tell all times in ISO 8601 in UTC', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    const [reply, heard] = await ann.push('shout', { body: 'hello' });
    const { at } = heard?.payload as { at: string };
    const times = [
      room.createdAt,
      room.expiresAt,
      room.serverTime,
      at,
      (responseOf(reply) as { at: string }).at,
    ];
    expect(times.map((time) => new Date(time).toISOString())).toEqual(times);
  });
});

describe('a connection that was never opened', () => {
  it('[W7] has joined nothing', async () => {
    const world = worldWith();
    const { room } = await roomIn(world);
    await receive(world.context, {
      connection: 'nobody' as ConnectionId,
      text: JSON.stringify(['1', '1', `room:${room.id}`, 'shout', { body: 'x' }]),
    });
    expect(world.inbox('nobody' as ConnectionId)).toEqual([refused('unmatched topic')]);
  });
});
