// The contract of names.

import { expect, it } from 'vitest';
import type { HeldName, RoomPorts } from '../../functions/core/ports.ts';
import { createRoom, toMemberId } from './room-builders.ts';

const named = (key: string): HeldName => ({ key, name: key.toUpperCase() });

export function describeNames(makeStore: () => RoomPorts): void {
  it('gives a name to one member, which can claim it again', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const claim = { room, max: 10, key: 'ann' };
    expect(await store.names.claim({ ...claim, member: toMemberId('1') })).toBe('claimed');
    expect(await store.names.claim({ ...claim, member: toMemberId('2') })).toEqual({
      takenBy: toMemberId('1'),
    });
    expect(await store.names.claim({ ...claim, member: toMemberId('1') })).toBe('claimed');
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 1 });
  });

  it('returns the holder of a name, and replaces only the expected holder', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const claim = { room, max: 10, key: 'ann' };
    expect(
      await store.names.findHolder({ ...claim, room: room.id, epoch: room.epoch }),
    ).toBeUndefined();
    await store.names.claim({ ...claim, member: toMemberId('1') });
    expect(await store.names.findHolder({ ...claim, room: room.id, epoch: room.epoch })).toBe(
      toMemberId('1'),
    );
    expect(
      await store.names.claim({ ...claim, member: toMemberId('2'), replacing: toMemberId('3') }),
    ).toEqual({ takenBy: toMemberId('1') });
    expect(
      await store.names.claim({ ...claim, member: toMemberId('2'), replacing: toMemberId('1') }),
    ).toBe('claimed');
    expect(await store.names.findHolder({ ...claim, room: room.id, epoch: room.epoch })).toBe(
      toMemberId('2'),
    );
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 1 });
  });

  it('gives a name to one of many concurrent claims', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.names.claim({ room, max: 10, key: 'ann', member: toMemberId(`${index}`) }),
      ),
    );
    expect(tries.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
  });

  it('gives out no more names than the maximum, and leaves a refused name free', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const tries = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        store.names.claim({ room, key: `name-${index}`, member: toMemberId(`${index}`), max: 4 }),
      ),
    );
    expect(tries.filter((outcome) => outcome === 'claimed')).toHaveLength(4);
    expect(tries.filter((outcome) => outcome === 'full')).toHaveLength(2);
    const held = tries.indexOf('claimed');
    const free = tries.indexOf('full');
    const claim = (index: number, member: string, max: number) =>
      store.names.claim({ room, key: `name-${index}`, member: toMemberId(member), max });
    expect(await claim(held, `${held}`, 4), 'its own name in a full room').toBe('claimed');
    expect(await claim(held, 'x', 4)).toEqual({ takenBy: toMemberId(`${held}`) });
    expect(await claim(free, 'x', 5)).toBe('claimed');
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 5 });
  });

  it('releases a name only for the member that holds it', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const place = { room: room.id, epoch: room.epoch, key: 'ann' };
    const claim = { room, key: 'ann', max: 2 };
    await store.names.claim({ ...claim, member: toMemberId('1') });
    await store.names.claim({ ...claim, key: 'bob', member: toMemberId('2') });
    await store.names.release({ ...place, member: toMemberId('2') });
    await store.names.release({ ...place, epoch: 'another', member: toMemberId('1') });
    expect(await store.names.findHolder(place)).toBe(toMemberId('1'));
    expect(await store.names.claim({ ...claim, key: 'eve', member: toMemberId('3') })).toBe('full');
    for (let time = 0; time < 2; time += 1) {
      await store.names.release({ ...place, member: toMemberId('1') });
    }
    expect(await store.names.findHolder(place)).toBeUndefined();
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 1 });
    expect(await store.names.claim({ ...claim, member: toMemberId('3') })).toBe('claimed');
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 2 });
  });

  it('assigns a member one name, replaces only the expected one, and forgets it', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const [member, ann, bob] = [toMemberId('1'), named('ann'), named('bob')];
    const place = { room: room.id, epoch: room.epoch, member };
    expect(await store.names.findName(place)).toBeUndefined();
    expect(await store.names.assign({ room, member, ...ann })).toEqual(ann);
    expect(await store.names.assign({ room, member, ...bob })).toEqual(ann);
    expect(await store.names.assign({ room, member, ...bob, replacing: bob })).toEqual(ann);
    expect(await store.names.assign({ room, member, ...bob, replacing: ann })).toEqual(bob);
    expect(await store.names.findName(place)).toEqual(bob);
    expect(await store.names.findName({ ...place, epoch: 'another' })).toBeUndefined();
    await store.names.release({ ...place, key: 'ann' });
    expect(await store.names.findName(place)).toEqual(bob);
    await store.names.release({ ...place, key: 'bob' });
    expect(await store.names.findName(place)).toBeUndefined();
  });

  it('assigns one of many names that are assigned at the same time', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const member = toMemberId('1');
    const held = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store.names.assign({ room, member, ...named(`name-${index}`) }),
      ),
    );
    expect(new Set(held.map(({ key }) => key)).size).toBe(1);
  });

  it('keeps any two names apart, however similar or hostile', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const keys = [
      'a',
      'a#',
      '#a',
      'a#b',
      '__proto__',
      'constructor',
      '\ud800',
      '\ud801',
      '\ufffd',
      '\u{1F600}',
      ' ',
      '\u0000',
      'x'.repeat(3_000),
      'x'.repeat(3_001),
    ];
    for (const [index, key] of keys.entries()) {
      expect(await store.names.claim({ room, max: 100, key, member: toMemberId(`${index}`) })).toBe(
        'claimed',
      );
      expect(await store.names.claim({ room, max: 100, key, member: toMemberId('thief') })).toEqual(
        {
          takenBy: toMemberId(`${index}`),
        },
      );
    }
  });
}
