// The contract of a room's life. Undelivered messages, cids, log, names, subscriptions and changes
// are in the files next to it.

import { describe, expect, it } from 'vitest';
import type { RoomPorts } from '../../functions/core/ports.ts';
import {
  admission,
  carry,
  end,
  made,
  memberNamed,
  messageOf,
  now,
  roomWith,
  subscriptionIn,
} from './room-builders.ts';
import { describeAdmit } from './rooms-admit.ts';
import { describeLease, describeCrowd } from './rooms-delivery-lease.ts';
import { describeChange, describeLinks } from './rooms-change.ts';
import { describeCids } from './rooms-cids.ts';
import { describeLog } from './message-log.ts';
import { describeNames } from './names.ts';
import { describeSubscriptions } from './subscriptions.ts';

export function describeRoomStore(name: string, makeStore: () => RoomPorts): void {
  describe(`RoomStore: ${name}`, () => {
    describeLife(makeStore);
    describeAdmit(makeStore);
    describeCids(makeStore);
    describeLease(makeStore);
    describeCrowd(makeStore);
    describeLog(makeStore);
    describeNames(makeStore);
    describeSubscriptions(makeStore);
    describeChange(makeStore);
    describeLinks(makeStore);
  });
}

function describeLife(makeStore: () => RoomPorts): void {
  it('reads a room as it was created, and nothing where none was', async () => {
    const store = makeStore();
    const room = await made(store, {
      title: 'Tea\ud800 \u{1F600}',
      state: 'locked',
      capacity: 0,
      slow: 5,
      filtered: 3,
      kicked: [memberNamed('eve')],
      lastPresenceSync: { membership: 7, at: now },
      track: { lists: ['mine', 'yours'], links: 'plain', redact: ['email'] },
    });
    expect(await store.rooms.get(room.id)).toEqual(room);
    const bare = await made(store, { title: '' });
    expect(await store.rooms.get(bare.id)).toEqual(bare);
    expect(await store.rooms.get(roomWith().id)).toBeUndefined();
  });

  it('does not create a room twice while it lives', async () => {
    const store = makeStore();
    const room = await made(store);
    expect(
      await store.rooms.create({ room: { ...room, title: 'other', epoch: 'e2' }, now: end - 1 }),
    ).toBe('exists');
    expect(await store.rooms.get(room.id)).toEqual(room);
  });

  it('creates a room that is over anew, once, with nothing of the old one', async () => {
    const store = makeStore();
    const room = await made(store);
    await carry(store, room, 1);
    await store.subscriptions.subscribe({ subscription: subscriptionIn(room, 'c1='), now });
    const claim = { key: 'ann', member: memberNamed('ann'), max: 1 };
    await store.names.claim({ ...claim, room });
    await store.rooms.useLink({ room, tokenId: 't', by: memberNamed('ann'), max: 1 });

    const anew = roomWith({ id: room.id, epoch: 'e2', createdAt: end, expiresAt: end + 600_000 });
    const others = Array.from({ length: 5 }, (_, index) => ({ ...anew, epoch: `e3-${index}` }));
    const tried = await Promise.all(
      [anew, ...others].map((one) => store.rooms.create({ room: one, now: end })),
    );
    expect(tried.filter((outcome) => outcome === 'created')).toHaveLength(1);

    const current = await store.rooms.get(room.id);
    expect(current).toEqual({ ...anew, epoch: current?.epoch });
    const epoch = current?.epoch ?? '';
    expect(await store.subscriptions.list(room.id)).toEqual([]);
    expect(
      await store.messages.read({ room: { ...anew, epoch }, after: 0, before: 100, limit: 100 }),
    ).toEqual([]);
    expect(
      await store.names.claim({ ...claim, room: { ...anew, epoch }, member: memberNamed('bob') }),
    ).toBe('claimed');
    expect(
      await store.rooms.useLink({
        room: { ...anew, epoch },
        tokenId: 't',
        by: memberNamed('ann'),
        max: 1,
      }),
    ).toBe(true);
    expect(
      await store.rooms.admit({ ...admission(room, 'cid-1'), now: end }),
      'one known from before',
    ).toMatchObject({ ok: true, seq: 1, repeated: false });
    const left = await store.subscriptions.unsubscribe({
      room: room.id,
      connection: subscriptionIn(room, 'c1=').connection,
    });
    expect(left, 'the seat went with its room').toBeUndefined();
  });

  it('closes a room once, with nothing pending, and keeps how much was delivered', async () => {
    const store = makeStore();
    const room = await made(store);
    await carry(store, room, 2);
    await store.rooms.admit(admission(room, 'a'));
    expect(await store.rooms.close({ room: room.id, epoch: 'another' })).toBeUndefined();
    const closed = await store.rooms.close({ room: room.id, epoch: room.epoch });
    expect(closed).toEqual({ ...room, state: 'closed', seq: 3, deliveredSeq: 2 });
    expect(await store.rooms.get(room.id)).toEqual(closed);
    expect(await store.rooms.close({ room: room.id, epoch: room.epoch })).toBeUndefined();
    expect(await store.rooms.close({ room: roomWith().id, epoch: room.epoch })).toBeUndefined();
  });

  it('erases all of a closed room but its item, tells how much, spares open ones', async () => {
    const store = makeStore();
    const room = await made(store);
    const { id, epoch } = room;
    await store.subscriptions.subscribe({ subscription: subscriptionIn(room, 'c1='), now });
    await carry(store, room, 60);
    for (const name of ['ann', 'bob']) {
      await store.names.claim({ room, key: name, member: memberNamed(name), max: 10 });
    }
    await store.rooms.useLink({ room, tokenId: 't', by: memberNamed('ann'), max: 1 });
    const paging = { room, after: 0, before: 100, limit: 100 };
    const nothing = { messages: 0, names: 0 };
    expect(await store.rooms.deleteContent(id)).toEqual(nothing);
    await store.subscriptions.deleteAll(id);
    expect(await store.subscriptions.list(id)).toHaveLength(1);
    expect(await store.messages.read(paging)).toHaveLength(60);

    await store.rooms.close({ room: id, epoch });
    expect(await store.rooms.deleteContent(id)).toEqual({ messages: 60, names: 2 });
    expect(await store.rooms.deleteContent(id)).toEqual(nothing);
    expect(await store.messages.read(paging)).toEqual([]);
    expect(await store.names.findHolder({ room: id, epoch, key: 'ann' })).toBeUndefined();
    expect(await store.subscriptions.list(id), 'who must be told of the end').toHaveLength(1);
    await store.subscriptions.deleteAll(id);
    expect(await store.subscriptions.list(id)).toEqual([]);
    expect(await store.rooms.get(id)).toMatchObject({
      state: 'closed',
      seq: 60,
      deliveredSeq: 60,
      title: room.title,
    });
    expect(await store.rooms.deleteContent(roomWith().id)).toEqual(nothing);
    await store.subscriptions.deleteAll(roomWith().id);
  });

  it('counts a message logged twice once, and none in a room without history', async () => {
    const store = makeStore();
    const room = await made(store);
    const messages = Array.from({ length: 9 }, (_, index) => ({
      ...messageOf(`${index}`),
      seq: index + 1,
    }));
    for (const [from, to] of [
      [0, 5],
      [3, 7],
      [0, 5],
      [7, 9],
    ] as const) {
      await store.messages.append({ room, messages: messages.slice(from, to) });
    }
    await store.rooms.close({ room: room.id, epoch: room.epoch });
    expect(await store.rooms.deleteContent(room.id)).toEqual({ messages: 9, names: 0 });
    const bare = await made(store, { capacity: 0 });
    await carry(store, bare, 3);
    await store.rooms.close({ room: bare.id, epoch: bare.epoch });
    expect(await store.rooms.deleteContent(bare.id)).toEqual({ messages: 0, names: 0 });
  });
}
