// How those leave a room who do not say so: connections that are gone, cannot be reached, or were
// not heard of; and no ghosts.

import { describe, expect, it } from 'vitest';
import type { ConnectionId, RoomId } from '../../../functions/core/ports.ts';
import { disconnected } from '../../../functions/core/receive.ts';
import { timing } from '../../../functions/core/settings.ts';
import type { Frame } from '../../../functions/protocol/frames.ts';
import { allFor, believed } from '../presence.ts';
import {
  clientOf,
  elapse,
  isOk,
  joinBy,
  memberOf,
  payloadsOf,
  reasonOf,
  ring,
  roomIn,
  tokenIn,
  worldWith,
  type TestWorld,
} from '../world.ts';

const events = (frames: readonly Frame[]): readonly string[] => frames.map(({ event }) => event);

/**
 * Holds the first post to one connection that has this text in it: `held` resolves when it comes,
 * and `release` lets it go on.
 */
function hold(
  world: TestWorld,
  { to, text: wanted }: { readonly to: ConnectionId; readonly text: string },
): { readonly held: Promise<void>; release(): void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = new Promise<void>((resolve) => {
    world.tamper = (connection, text) => {
      if (connection !== to || !text.includes(wanted)) return undefined;
      world.tamper = () => undefined;
      resolve();
      return released;
    };
  });
  return { held, release };
}

it('[R28] a name is free when its leaving is answered: who leaves and comes back at once is not refused', async () => {
  const world = worldWith();
  const { joinUrl } = await roomIn(world);
  const ann = await memberOf(world, joinUrl, { username: 'ann' });
  const { held, release } = hold(world, { to: ann.id, text: '"phx_reply"' });
  const leaving = ann.push('phx_leave', {});
  await held;
  const { reply } = await joinBy(world, joinUrl, { username: 'ann' });
  expect(isOk(reply)).toBe(true);
  release();
  await leaving;
});

describe('A leave that overtakes its join', () => {
  it('[R29] leaves no ghost: the whole presence is told after it', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    const cat = await clientOf(world, `room:${room.id}`);
    const { held, release } = hold(world, { to: ann.id, text: '"joins":{"cat"' });
    const joining = cat.push('phx_join', { username: 'cat', token: tokenIn(joinUrl) });
    await held;
    await disconnected(world.context, cat.id);
    release();
    await joining;
    expect(payloadsOf(allFor(world, ann.id), 'presence_diff')).toMatchObject([
      { leaves: { cat: {} } },
      { joins: { cat: {} } },
    ]);
    await elapse(world, 5_000, 'presence');
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1 });
  });

  it('[R29] nor does a change that overtakes the one before', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const [ann, cat] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'cat' }),
    ];
    const { held, release } = hold(world, { to: ann.id, text: '"typing":true' });
    const typing = cat.push('typing', { typing: true });
    await held;
    await cat.push('typing', { typing: false });
    release();
    await typing;
    await elapse(world, 5_000, 'presence');
    const states = payloadsOf(allFor(world, ann.id), 'presence_state');
    expect(states.at(-1)).toMatchObject({ cat: { metas: [{ typing: false }] } });
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1, cat: 1 });
  });
});

describe('A leave while the whole presence is told', () => {
  it('[R29] leaves no ghost either: it is told again', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const [ann, cat] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'cat' }),
    ];
    const { held, release } = hold(world, { to: ann.id, text: '"presence_state"' });
    world.alarms.push({
      kind: 'presence',
      room: room.id as RoomId,
      epoch: ann.joined.epoch,
      at: world.now,
    });
    const telling = ring(world, 'presence');
    await held;
    await disconnected(world.context, cat.id);
    release();
    await telling;
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1, cat: 1 });
    await elapse(world, 5_000, 'presence');
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1 });
  });
});

describe('A connection that cannot be reached', () => {
  it('[R30] has missed something: it loses its seat, is told `phx_error`, and finds all of it when it joins again', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const [ann, bob] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'bob' }),
    ];
    world.inbox(ann.id);
    world.tamper = (connection, text) => {
      if (connection === bob.id && text.includes('"shout"')) throw new Error('429');
    };
    await ann.push('shout', { body: 'one' });
    expect(world.inbox(bob.id)).toMatchObject([
      { event: 'phx_error', joinRef: '1', ref: '1', payload: {} },
    ]);
    expect(
      (await world.context.rooms.seats(room.id as RoomId)).map(({ member }) => member?.name),
    ).toEqual(['ann']);
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1 });

    world.tamper = () => undefined;
    const [back] = await bob.push('phx_join', {
      token: tokenIn(joinUrl),
      session: bob.session,
      last: { epoch: bob.joined.epoch, seq: 0 },
    });
    expect(back).toMatchObject({
      payload: {
        status: 'ok',
        response: { member: bob.joined.member, resumed: true, messages: [{ seq: 1 }] },
      },
    });
    expect(world.closed).toEqual([]);
  });

  it('[R30] even by that is closed', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const [ann, bob] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'bob' }),
    ];
    world.tamper = (connection) => {
      if (connection === bob.id) throw new Error('429');
    };
    await ann.push('shout', { body: 'one' });
    expect(world.closed).toEqual([{ connection: bob.id, code: 1012 }]);
  });

  it('[R13] because it is gone leaves every room it was in', async () => {
    const world = worldWith();
    const [tea, pub] = [await roomIn(world), await roomIn(world)];
    const [ann, dan] = [
      await memberOf(world, tea.joinUrl, { username: 'ann' }),
      await memberOf(world, pub.joinUrl, { username: 'dan' }),
    ];
    const bob = await memberOf(world, tea.joinUrl, { username: 'bob' });
    await bob.push(
      'phx_join',
      { username: 'bob', token: tokenIn(pub.joinUrl) },
      { topic: `room:${pub.room.id}` },
    );
    expect(believed(allFor(world, dan.id))).toEqual({ dan: 1, bob: 1 });
    world.ended.add(bob.id);
    await ann.push('shout', { body: 'one' });
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1 });
    expect(believed(allFor(world, dan.id))).toEqual({ dan: 1 });
  });
});

describe('A connection that was not heard of', () => {
  const long = { seconds: 3_600 };

  it('[R26] for as long as its lease is gone, though nothing told so; the next who joins finds it out', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world, long);
    const [ann, bob] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'bob' }),
    ];
    world.now += timing.seatMilliseconds - 1_000;
    await ann.push('heartbeat', {}, { topic: 'phoenix', joinRef: null });
    await memberOf(world, joinUrl, { username: 'cat' });
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1, bob: 1, cat: 1 });
    world.now += 1_000;
    await memberOf(world, joinUrl, { username: 'dan' });
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1, cat: 1, dan: 1 });
    expect(
      (await world.context.rooms.seats(room.id as RoomId)).map(({ connection }) => connection),
    ).not.toContain(bob.id);
    // It lives after all: told so, it will join again.
    expect(events(world.inbox(bob.id)).at(-1)).toBe('phx_error');
  });

  it('[R26] is found out too when the whole presence is told', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world, long);
    const [ann, bob] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'bob' }),
    ];
    world.now += timing.seatMilliseconds - 1;
    await ann.push('heartbeat', {}, { topic: 'phoenix', joinRef: null });
    world.now += 1;
    world.alarms.push({
      kind: 'presence',
      room: room.id as RoomId,
      epoch: ann.joined.epoch,
      at: world.now,
    });
    await elapse(world, 5_000, 'presence');
    expect(believed(allFor(world, ann.id))).toEqual({ ann: 1 });
    expect(events(world.inbox(bob.id)).at(-1)).toBe('phx_error');
  });

  it('[R26] is kept by heartbeats, which cost a write only once in a while', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world, long);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    let writes = 0;
    const { rooms } = world.context;
    const changing = rooms.changeSeat.bind(rooms);
    Object.assign(rooms, {
      changeSeat: (change: Parameters<typeof changing>[0]) => {
        writes += 1;
        return changing(change);
      },
    });
    for (let minute = 0; minute < 50; minute += 1) {
      world.now += 60_000;
      await ann.push('heartbeat', {}, { topic: 'phoenix', joinRef: null });
      const seat = await rooms.seat({ room: room.id as RoomId, connection: ann.id });
      expect(seat?.aliveUntil).toBeGreaterThan(world.now + 60_000);
    }
    expect(writes).toBeLessThanOrEqual((50 * 60_000) / (timing.seatMilliseconds / 2) + 1);
  });

  it('[R26] is kept by whatever else it sends', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world, long);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    world.now += timing.seatMilliseconds - 1;
    await ann.push('shout', { body: 'still here' });
    const seat = await world.context.rooms.seat({ room: room.id as RoomId, connection: ann.id });
    expect(seat?.aliveUntil).toBe(world.now + timing.seatMilliseconds);
  });

  it('[R26] keeps its member’s name: its session brings it back', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world, long);
    const bob = await memberOf(world, joinUrl, { username: 'bob' });
    world.now += timing.seatMilliseconds;
    await memberOf(world, joinUrl, { username: 'ann' });
    expect(reasonOf((await joinBy(world, joinUrl, { username: 'Bob' })).reply)).toBe('name_taken');
    expect((await memberOf(world, joinUrl, { session: bob.session })).member).toBe(bob.member);
  });
});
