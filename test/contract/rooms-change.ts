// The contract of changes to an open room, of links with limited uses, and of the records of what
// was published.

import { expect, it } from 'vitest';
import type { RoomChange, RoomPorts } from '../../functions/core/ports.ts';
import { buildAdmission, end, createRoom, toMemberId, now, buildRoom } from './room-builders.ts';

export function describeChange(makeStore: () => RoomPorts): void {
  it('locks, unlocks, slows and extends a room, whose end only moves later', async () => {
    const store = makeStore();
    const room = await createRoom(store);
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
      await store.rooms.admit({ ...buildAdmission(room, 'a'), now: end }),
      'after the first end',
    ).toMatchObject({ ok: true });
  });

  it('[G7] changes nothing in an ended room or another incarnation', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const change = {
      room: room.id,
      epoch: room.epoch,
      change: { expiresAt: end + 60_000, slow: 1 },
      now,
    };
    expect(await store.rooms.change({ ...change, now: end })).toBeUndefined();
    expect(await store.rooms.change({ ...change, epoch: 'another' })).toBeUndefined();
    expect(await store.rooms.change({ ...change, change: {}, epoch: 'another' })).toBeUndefined();
    expect(await store.rooms.change({ ...change, room: buildRoom().id })).toBeUndefined();
    expect(await store.rooms.get(room.id)).toEqual(room);
    await store.rooms.close(change);
    expect(await store.rooms.change(change)).toBeUndefined();
  });

  it('extends a room only from the end that the caller saw', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const extend = (unpublished: string, endsAt: number) =>
      store.rooms.change({
        room: room.id,
        epoch: room.epoch,
        change: { expiresAt: endsAt + 60_000, unpublished },
        endsAt,
        now,
      });
    const both = await Promise.all([extend('a', end), extend('b', end)]);
    expect(both.filter((one) => one !== undefined)).toMatchObject([{ expiresAt: end + 60_000 }]);
    expect(await extend('c', end + 60_000)).toMatchObject({ expiresAt: end + 120_000 });
    expect(await extend('d', end)).toBeUndefined();
  });

  it('remembers kicked members', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    for (const name of ['eve', 'mallory', 'eve']) {
      await store.rooms.change({
        room: room.id,
        epoch: room.epoch,
        change: { kick: toMemberId(name) },
        now,
      });
    }
    const kicked = (await store.rooms.get(room.id))?.kicked;
    expect(kicked?.toSorted()).toEqual([toMemberId('eve'), toMemberId('mallory')]);
    expect(
      await store.rooms.admit(buildAdmission(room, 'a')),
      'visible to later admits',
    ).toMatchObject({
      room: { kicked },
    });
  });

  it('records the last presence sync, and never goes back', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const recordSync = (membership: number, at: number, epoch = room.epoch) =>
      store.rooms.recordPresenceSync({
        room: room.id,
        epoch,
        lastPresenceSync: { membership, at },
      });
    await recordSync(3, now + 1);
    await recordSync(2, now + 2);
    await recordSync(3, now + 3);
    await recordSync(9, now + 4, 'another');
    expect(await store.rooms.get(room.id)).toEqual({
      ...room,
      lastPresenceSync: { membership: 3, at: now + 1 },
    });
    await recordSync(4, now + 5);
    expect(await store.rooms.get(room.id)).toEqual({
      ...room,
      lastPresenceSync: { membership: 4, at: now + 5 },
    });
    await store.rooms.recordPresenceSync({
      room: buildRoom().id,
      epoch: 'e1',
      lastPresenceSync: { membership: 1, at: now },
    });
  });
}

export function describePublications(makeStore: () => RoomPorts): void {
  it('remembers changes until they are published, each by itself', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const { id, epoch } = room;
    const change = (unpublished: string) =>
      store.rooms.change({ room: id, epoch, change: { slow: 5, unpublished }, now });
    const listUnpublished = async () =>
      (await store.rooms.get(id))?.unpublished.toSorted((one, other) => (one < other ? -1 : 1));
    expect((await change('a'))?.unpublished).toEqual(['a']);
    const kick = { kick: toMemberId('ann'), expiresAt: end + 1_000, unpublished: 'b' };
    for (const _ of [1, 2]) await store.rooms.change({ room: id, epoch, change: kick, now });
    await change('c');
    expect(await listUnpublished()).toEqual(['a', 'b', 'c']);
    await store.rooms.recordPublished({ room: id, epoch, changes: ['b', 'unknown'] });
    expect(await listUnpublished()).toEqual(['a', 'c']);
    const other = { room: id, epoch: 'another', changes: ['a', 'c'] };
    expect(await store.rooms.recordPublished(other)).toBeUndefined();
    expect(await listUnpublished()).toEqual(['a', 'c']);
    const published = await store.rooms.recordPublished({ ...other, epoch });
    expect(published).toMatchObject({ id, unpublished: [], slow: 5, expiresAt: end + 1_000 });
    expect(await store.rooms.get(id)).toMatchObject({ unpublished: [], slow: 5 });
  });
}

export function describeWatchers(makeStore: () => RoomPorts): void {
  it('records a number of watchers for one of several concurrent callers', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const record = (watchers: number, by: string, epoch = room.epoch) =>
      store.rooms.recordWatchers({ room: room.id, epoch, watchers, by });
    const results = await Promise.all(['a', 'b', 'c'].map((by) => record(2, by)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await record(3, 'd')).toBe(true);
    expect(await record(3, 'e')).toBe(false);
    expect(await record(3, 'd'), 'the same caller again').toBe(true);
    expect(await record(2, 'f')).toBe(true);
    expect(await record(5, 'g', 'another')).toBe(false);
    expect(await store.rooms.get(room.id), 'what callers see').toEqual(room);
  });
}

export function describeLinks(makeStore: () => RoomPorts): void {
  it('lets each link be used up to its own maximum', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const use = { room, tokenId: 't1', by: toMemberId('ann'), max: 2 };
    const [bob, cat] = [toMemberId('bob'), toMemberId('cat')];
    expect([
      await store.rooms.useLink(use),
      await store.rooms.useLink({ ...use, by: bob }),
      await store.rooms.useLink({ ...use, by: cat }),
    ]).toEqual([true, true, false]);
    expect(await store.rooms.useLink(use), 'the same member again').toBe(true);
    expect(await store.rooms.useLink({ ...use, tokenId: 't2' })).toBe(true);
    expect(await store.rooms.useLink({ ...use, tokenId: 't3', max: 0 })).toBe(false);
    expect(
      await store.rooms.useLink({ ...use, room: await createRoom(store) }),
      'in another room',
    ).toBe(true);
  });

  it('admits exactly the allowed number of concurrent users', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const used = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        store.rooms.useLink({ room, tokenId: 't', by: toMemberId(String(index)), max: 5 }),
      ),
    );
    expect(used.filter(Boolean)).toHaveLength(5);
  });
}
