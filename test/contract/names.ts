// The contract of names.

import { expect, it } from 'vitest';
import type { RoomPorts } from '../../functions/core/ports.ts';
import { made, memberNamed } from './room-builders.ts';

export function describeNames(makeStore: () => RoomPorts): void {
  it('gives a name to one member, who may claim it again', async () => {
    const store = makeStore();
    const room = await made(store);
    const claim = { room, max: 10, key: 'ann' };
    expect(await store.names.claim({ ...claim, member: memberNamed('1') })).toBe('claimed');
    expect(await store.names.claim({ ...claim, member: memberNamed('2') })).toEqual({
      takenBy: memberNamed('1'),
    });
    expect(await store.names.claim({ ...claim, member: memberNamed('1') })).toBe('claimed');
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 1 });
  });

  it('tells who holds a name, and hands it over only from the holder that was named', async () => {
    const store = makeStore();
    const room = await made(store);
    const claim = { room, max: 10, key: 'ann' };
    expect(
      await store.names.findHolder({ ...claim, room: room.id, epoch: room.epoch }),
    ).toBeUndefined();
    await store.names.claim({ ...claim, member: memberNamed('1') });
    expect(await store.names.findHolder({ ...claim, room: room.id, epoch: room.epoch })).toBe(
      memberNamed('1'),
    );
    expect(
      await store.names.claim({ ...claim, member: memberNamed('2'), replacing: memberNamed('3') }),
    ).toEqual({ takenBy: memberNamed('1') });
    expect(
      await store.names.claim({ ...claim, member: memberNamed('2'), replacing: memberNamed('1') }),
    ).toBe('claimed');
    expect(await store.names.findHolder({ ...claim, room: room.id, epoch: room.epoch })).toBe(
      memberNamed('2'),
    );
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 1 });
  });

  it('gives a name to one of many concurrent claims', async () => {
    const store = makeStore();
    const room = await made(store);
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.names.claim({ room, max: 10, key: 'ann', member: memberNamed(`${index}`) }),
      ),
    );
    expect(tries.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
  });

  it('gives no more names than the most, and a name refused so stays free', async () => {
    const store = makeStore();
    const room = await made(store);
    const tries = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        store.names.claim({ room, key: `name-${index}`, member: memberNamed(`${index}`), max: 4 }),
      ),
    );
    expect(tries.filter((outcome) => outcome === 'claimed')).toHaveLength(4);
    expect(tries.filter((outcome) => outcome === 'full')).toHaveLength(2);
    const held = tries.indexOf('claimed');
    const free = tries.indexOf('full');
    const claim = (index: number, member: string, max: number) =>
      store.names.claim({ room, key: `name-${index}`, member: memberNamed(member), max });
    expect(await claim(held, `${held}`, 4), 'its own, in a full room').toBe('claimed');
    expect(await claim(held, 'x', 4)).toEqual({ takenBy: memberNamed(`${held}`) });
    expect(await claim(free, 'x', 5)).toBe('claimed');
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 5 });
  });

  it('releases a name only for its own member', async () => {
    const store = makeStore();
    const room = await made(store);
    const place = { room: room.id, epoch: room.epoch, key: 'ann' };
    const claim = { room, key: 'ann', max: 2 };
    await store.names.claim({ ...claim, member: memberNamed('1') });
    await store.names.claim({ ...claim, key: 'bob', member: memberNamed('2') });
    await store.names.release({ ...place, member: memberNamed('2') });
    await store.names.release({ ...place, epoch: 'another', member: memberNamed('1') });
    expect(await store.names.findHolder(place)).toBe(memberNamed('1'));
    expect(await store.names.claim({ ...claim, key: 'eve', member: memberNamed('3') })).toBe(
      'full',
    );
    for (let time = 0; time < 2; time += 1) {
      await store.names.release({ ...place, member: memberNamed('1') });
    }
    expect(await store.names.findHolder(place)).toBeUndefined();
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 1 });
    expect(await store.names.claim({ ...claim, member: memberNamed('3') })).toBe('claimed');
    expect(await store.rooms.get(room.id)).toMatchObject({ members: 2 });
  });

  it('keeps any two names apart, however alike or hostile', async () => {
    const store = makeStore();
    const room = await made(store);
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
      expect(
        await store.names.claim({ room, max: 100, key, member: memberNamed(`${index}`) }),
      ).toBe('claimed');
      expect(
        await store.names.claim({ room, max: 100, key, member: memberNamed('thief') }),
      ).toEqual({
        takenBy: memberNamed(`${index}`),
      });
    }
  });
}
