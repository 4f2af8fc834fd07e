// The contract of changes to an open room, of links with limited uses, and of the record of
// published presence.

import { expect, it } from 'vitest';
import type { RoomChange, RoomPorts } from '../../functions/core/ports.ts';
import { admission, end, made, memberNamed, now, roomWith } from './room-builders.ts';

export function describeChange(makeStore: () => RoomPorts): void {
  it('locks, unlocks, slows and extends a room; its end only ever moves later', async () => {
    const store = makeStore();
    const room = await made(store);
    const change = (one: RoomChange) =>
      store.rooms.change({ room: room.id, epoch: room.epoch, change: one, now });
    expect(await change({ state: 'locked' })).toEqual({ ...room, state: 'locked' });
    expect(await change({ state: 'open', slow: 5 })).toEqual({ ...room, slow: 5 });
    expect(await change({ slow: 0 })).toEqual(room);
    expect(await change({ expiresAt: end + 60_000 })).toEqual({ ...room, expiresAt: end + 60_000 });
    expect(await change({ expiresAt: end, state: 'locked' })).toEqual({
      ...room,
      expiresAt: end + 60_000,
      state: 'locked',
    });
    expect(await change({ expiresAt: end + 60_000 })).toMatchObject({ expiresAt: end + 60_000 });
    const changed = await change({});
    expect(changed).toEqual({ ...room, expiresAt: end + 60_000, state: 'locked' });
    expect(await store.rooms.get(room.id)).toEqual(changed);
    expect(
      await store.rooms.admit({ ...admission(room, 'a'), now: end }),
      'after the first end',
    ).toMatchObject({ ok: true });
  });

  it('[G7] changes nothing in a room that is over, or in another incarnation', async () => {
    const store = makeStore();
    const room = await made(store);
    const change = {
      room: room.id,
      epoch: room.epoch,
      change: { expiresAt: end + 60_000, slow: 1 },
      now,
    };
    expect(await store.rooms.change({ ...change, now: end })).toBeUndefined();
    expect(await store.rooms.change({ ...change, epoch: 'another' })).toBeUndefined();
    expect(await store.rooms.change({ ...change, change: {}, epoch: 'another' })).toBeUndefined();
    expect(await store.rooms.change({ ...change, room: roomWith().id })).toBeUndefined();
    expect(await store.rooms.get(room.id)).toEqual(room);
    await store.rooms.close(change);
    expect(await store.rooms.change(change)).toBeUndefined();
  });

  it('remembers whom its owner removed', async () => {
    const store = makeStore();
    const room = await made(store);
    for (const name of ['eve', 'mallory', 'eve']) {
      await store.rooms.change({
        room: room.id,
        epoch: room.epoch,
        change: { kick: memberNamed(name) },
        now,
      });
    }
    const kicked = (await store.rooms.get(room.id))?.kicked;
    expect(kicked?.toSorted()).toEqual([memberNamed('eve'), memberNamed('mallory')]);
    expect(await store.rooms.admit(admission(room, 'a')), 'told to whoever admits').toMatchObject({
      room: { kicked },
    });
  });

  it('records the last presence sync, and never goes back', async () => {
    const store = makeStore();
    const room = await made(store);
    const setBounded = (membership: number, at: number, epoch = room.epoch) =>
      store.rooms.recordPresenceSync({
        room: room.id,
        epoch,
        lastPresenceSync: { membership, at },
      });
    await setBounded(3, now + 1);
    await setBounded(2, now + 2);
    await setBounded(3, now + 3);
    await setBounded(9, now + 4, 'another');
    expect(await store.rooms.get(room.id)).toEqual({
      ...room,
      lastPresenceSync: { membership: 3, at: now + 1 },
    });
    await setBounded(4, now + 5);
    expect(await store.rooms.get(room.id)).toEqual({
      ...room,
      lastPresenceSync: { membership: 4, at: now + 5 },
    });
    await store.rooms.recordPresenceSync({
      room: roomWith().id,
      epoch: 'e1',
      lastPresenceSync: { membership: 1, at: now },
    });
  });
}

export function describeLinks(makeStore: () => RoomPorts): void {
  it('lets a link be used as often as it may be, each for itself', async () => {
    const store = makeStore();
    const room = await made(store);
    const use = { room, tokenId: 't1', by: memberNamed('ann'), max: 2 };
    const [bob, cat] = [memberNamed('bob'), memberNamed('cat')];
    expect([
      await store.rooms.useLink(use),
      await store.rooms.useLink({ ...use, by: bob }),
      await store.rooms.useLink({ ...use, by: cat }),
    ]).toEqual([true, true, false]);
    expect(await store.rooms.useLink(use), 'the same one again').toBe(true);
    expect(await store.rooms.useLink({ ...use, tokenId: 't2' })).toBe(true);
    expect(await store.rooms.useLink({ ...use, tokenId: 't3', max: 0 })).toBe(false);
    expect(await store.rooms.useLink({ ...use, room: await made(store) }), 'in another room').toBe(
      true,
    );
  });

  it('admits exactly the allowed number of concurrent users', async () => {
    const store = makeStore();
    const room = await made(store);
    const used = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        store.rooms.useLink({ room, tokenId: 't', by: memberNamed(String(index)), max: 5 }),
      ),
    );
    expect(used.filter(Boolean)).toHaveLength(5);
  });
}
