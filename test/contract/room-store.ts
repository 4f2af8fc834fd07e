// What every RoomStore adapter promises: a room's life here; its tail, its log, names and seats in the files beside.

import { describe, expect, it } from 'vitest';
import type { RoomStore } from '../../functions/core/ports.ts';
import { admission, end, made, messageOf, now, roomWith, seatIn } from './room-builders.ts';
import { describeAdmit } from './room-store-admit.ts';
import { describeBaton, describeCrowd } from './room-store-baton.ts';
import { describeLog, describeNames, describeSeats } from './room-store-members.ts';

export function describeRoomStore(name: string, makeStore: () => RoomStore): void {
  describe(`RoomStore: ${name}`, () => {
    describeLife(makeStore);
    describeAdmit(makeStore);
    describeBaton(makeStore);
    describeCrowd(makeStore);
    describeLog(makeStore);
    describeNames(makeStore);
    describeSeats(makeStore);
  });
}

function describeLife(makeStore: () => RoomStore): void {
  it('reads a room as it was created, and nothing where none was', async () => {
    const store = makeStore();
    const room = await made(store, { title: 'Tea\ud800 \u{1F600}', state: 'locked', capacity: 0 });
    expect(await store.read(room.id)).toEqual(room);
    const bare = await made(store, { title: '' });
    expect(await store.read(bare.id)).toEqual(bare);
    expect(await store.read(roomWith().id)).toBeUndefined();
  });

  it('does not create a room twice while it lives', async () => {
    const store = makeStore();
    const room = await made(store);
    expect(await store.create({ room: { ...room, title: 'other', epoch: 'e2' }, now: end - 1 })).toBe('exists');
    expect(await store.read(room.id)).toEqual(room);
  });

  it('creates a new incarnation of a room that is over, once, with nothing of the old one', async () => {
    const store = makeStore();
    const room = await made(store);
    await store.admit(admission(room, 'a'));
    await store.sit({ seat: seatIn(room, 'c1='), now });
    await store.append({ room: room.id, epoch: room.epoch, messages: [{ ...messageOf('a'), seq: 1 }], expiresAt: end });
    await store.claimName({ room: room.id, epoch: room.epoch, key: 'ann', member: messageOf('a').member, most: 10, expiresAt: end });

    const anew = roomWith({ id: room.id, epoch: 'e2', createdAt: end, expiresAt: end + 600_000 });
    const others = Array.from({ length: 5 }, (_, index) => ({ ...anew, epoch: `e3-${index}` }));
    const tried = await Promise.all([anew, ...others].map((one) => store.create({ room: one, now: end })));
    expect(tried.filter((outcome) => outcome === 'created')).toHaveLength(1);

    const stands = await store.read(room.id);
    expect(stands).toEqual({ ...anew, epoch: stands?.epoch });
    const epoch = stands?.epoch ?? '';
    expect(await store.seats(room.id)).toEqual([]);
    expect(await store.log({ room: room.id, epoch, after: 0, before: 100, limit: 100, now: end })).toEqual([]);
    expect(await store.claimName({ room: room.id, epoch, key: 'ann', member: messageOf('b', 'bob').member, most: 1, expiresAt: end })).toBe('claimed');
    const admitted = await store.admit({ ...admission(room, 'a'), now: end });
    expect(admitted).toMatchObject({ ok: true, seq: 1, repeated: false });
  });

  it('closes a room once, with nothing pending, and counts what waited as gone', async () => {
    const store = makeStore();
    const room = await made(store);
    await store.admit(admission(room, 'a'));
    expect(await store.close({ room: room.id, epoch: 'another' })).toBeUndefined();
    const closed = await store.close({ room: room.id, epoch: room.epoch });
    expect(closed).toEqual({ ...room, state: 'closed', seq: 1, drained: 1 });
    expect(await store.read(room.id)).toEqual(closed);
    expect(await store.close({ room: room.id, epoch: room.epoch })).toBeUndefined();
    expect(await store.close({ room: roomWith().id, epoch: room.epoch })).toBeUndefined();
  });

  it('erases all of a closed room but the room item, and nothing of an open one', async () => {
    const store = makeStore();
    const room = await made(store);
    const { id, epoch } = room;
    await store.sit({ seat: seatIn(room, 'c1='), now });
    await store.append({ room: id, epoch, messages: [{ ...messageOf('a'), seq: 1 }], expiresAt: end });
    const paging = { room: id, epoch, after: 0, before: 100, limit: 100, now };
    await store.erase(id);
    expect(await store.seats(id)).toHaveLength(1);
    expect(await store.log(paging)).toHaveLength(1);
    const closed = await store.close({ room: id, epoch });
    expect(await store.seats(id), 'who must be told of the end').toHaveLength(1);
    await store.erase(id);
    expect(await store.seats(id)).toEqual([]);
    expect(await store.log(paging)).toEqual([]);
    expect(await store.read(id)).toEqual(closed);
    await store.erase(roomWith().id);
  });
}
