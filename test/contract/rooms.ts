// The contract of a room's life. The files next to it have the contracts of undelivered
// messages, cids, log, names, subscriptions and changes.

import { describe, expect, it } from 'vitest';
import type { RoomPorts } from '../../functions/core/ports.ts';
import {
  buildAdmission,
  deliverMessages,
  end,
  createRoom,
  toMemberId,
  buildMessage,
  now,
  buildRoom,
  buildSubscription,
} from './room-builders.ts';
import { describeAdmit } from './rooms-admit.ts';
import { describeLease, describeCrowd } from './rooms-delivery-lease.ts';
import {
  describeChange,
  describeLinks,
  describePublications,
  describeWatchers,
} from './rooms-change.ts';
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
    describeWatchers(makeStore);
    describePublications(makeStore);
    describeLinks(makeStore);
  });
}

function describeLife(makeStore: () => RoomPorts): void {
  it('reads a room as it was created, and nothing for an unknown id', async () => {
    const store = makeStore();
    const room = await createRoom(store, {
      title: 'Tea\ud800 \u{1F600}',
      state: 'locked',
      capacity: 0,
      slow: 5,
      filtered: 3,
      kicked: [toMemberId('eve')],
      lastPresenceSync: { membership: 7, at: now },
      track: { lists: ['mine', 'yours'], links: 'plain', redact: ['email'] },
    });
    expect(await store.rooms.get(room.id)).toEqual(room);
    const bare = await createRoom(store, { title: '' });
    expect(await store.rooms.get(bare.id)).toEqual(bare);
    expect(await store.rooms.get(buildRoom().id)).toBeUndefined();
  });

  it('does not create a room twice while it lives', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    expect(
      await store.rooms.create({ room: { ...room, title: 'other', epoch: 'e2' }, now: end - 1 }),
    ).toBe('exists');
    expect(await store.rooms.get(room.id)).toEqual(room);
  });

  it('recreates an expired room once, without anything from the old one', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    await deliverMessages(store, room, 1);
    await store.subscriptions.subscribe({ subscription: buildSubscription(room, 'c1='), now });
    const claim = { key: 'ann', member: toMemberId('ann'), max: 1 };
    await store.names.claim({ ...claim, room });
    await store.rooms.useLink({ room, tokenId: 't', by: toMemberId('ann'), max: 1 });

    const recreated = buildRoom({
      id: room.id,
      epoch: 'e2',
      createdAt: end,
      expiresAt: end + 600_000,
    });
    const others = Array.from({ length: 5 }, (_, index) => ({
      ...recreated,
      epoch: `e3-${index}`,
    }));
    const tried = await Promise.all(
      [recreated, ...others].map((one) => store.rooms.create({ room: one, now: end })),
    );
    expect(tried.filter((outcome) => outcome === 'created')).toHaveLength(1);

    const current = await store.rooms.get(room.id);
    expect(current).toEqual({ ...recreated, epoch: current?.epoch });
    const epoch = current?.epoch ?? '';
    expect(await store.subscriptions.list(room.id)).toEqual([]);
    expect(
      await store.messages.read({
        room: { ...recreated, epoch },
        after: 0,
        before: 100,
        limit: 100,
      }),
    ).toEqual([]);
    expect(
      await store.names.claim({
        ...claim,
        room: { ...recreated, epoch },
        member: toMemberId('bob'),
      }),
    ).toBe('claimed');
    expect(
      await store.rooms.useLink({
        room: { ...recreated, epoch },
        tokenId: 't',
        by: toMemberId('ann'),
        max: 1,
      }),
    ).toBe(true);
    expect(
      await store.rooms.admit({ ...buildAdmission(room, 'cid-1'), now: end }),
      'a known incarnation',
    ).toMatchObject({ ok: true, seq: 1, repeated: false });
    const left = await store.subscriptions.unsubscribe({
      room: room.id,
      connection: buildSubscription(room, 'c1=').connection,
    });
    expect(left, 'the subscription ended with its room').toBeUndefined();
  });

  it('closes a room once, and keeps what is undelivered until its content is deleted', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    await deliverMessages(store, room, 2);
    await store.rooms.admit(buildAdmission(room, 'a'));
    expect(await store.rooms.close({ room: room.id, epoch: 'another' })).toBeUndefined();
    const closed = await store.rooms.close({ room: room.id, epoch: room.epoch });
    expect(closed).toEqual({
      ...room,
      state: 'closed',
      seq: 3,
      deliveredSeq: 2,
      undelivered: [
        expect.objectContaining({ seq: 3, cid: buildAdmission(room, 'a').message.cid }),
      ],
    });
    expect(await store.rooms.get(room.id)).toEqual(closed);
    expect(await store.rooms.close({ room: room.id, epoch: room.epoch })).toBeUndefined();
    expect(await store.rooms.close({ room: buildRoom().id, epoch: room.epoch })).toBeUndefined();
    expect(await store.rooms.deleteContent(room.id)).toEqual({ messages: 3, names: 0 });
    expect(await store.rooms.get(room.id)).toMatchObject({ seq: 3, undelivered: [] });
    expect(await store.rooms.deleteContent(room.id)).toEqual({ messages: 0, names: 0 });
  });

  it('does not close a room as expired if it was extended meanwhile', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const { epoch, expiresAt } = room;
    const later = expiresAt + 60_000;
    await store.rooms.change({ room: room.id, epoch, change: { expiresAt: later }, now });
    expect(await store.rooms.close({ room: room.id, epoch, expiresAt })).toBeUndefined();
    expect(await store.rooms.get(room.id)).toMatchObject({ state: 'open', expiresAt: later });
    const closed = await store.rooms.close({ room: room.id, epoch, expiresAt: later });
    expect(closed).toMatchObject({ state: 'closed', expiresAt: later });
  });

  it('erases a closed room except its item, reports how much, spares open rooms', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const { id, epoch } = room;
    await store.subscriptions.subscribe({ subscription: buildSubscription(room, 'c1='), now });
    await deliverMessages(store, room, 60);
    for (const name of ['ann', 'bob']) {
      await store.names.claim({ room, key: name, member: toMemberId(name), max: 10 });
      await store.names.assign({ room, key: name, name, member: toMemberId(name) });
    }
    await store.rooms.useLink({ room, tokenId: 't', by: toMemberId('ann'), max: 1 });
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
    const ann = { room: id, epoch, key: 'ann', member: toMemberId('ann') };
    expect(await store.names.findHolder(ann)).toBeUndefined();
    expect(await store.names.findName(ann)).toBeUndefined();
    expect(await store.subscriptions.list(id), 'members to notify of the end').toHaveLength(1);
    await store.subscriptions.deleteAll(id);
    expect(await store.subscriptions.list(id)).toEqual([]);
    expect(await store.rooms.get(id)).toMatchObject({
      state: 'closed',
      seq: 60,
      deliveredSeq: 60,
      title: room.title,
    });
    expect(await store.rooms.deleteContent(buildRoom().id)).toEqual(nothing);
    await store.subscriptions.deleteAll(buildRoom().id);
  });

  it('counts a message logged twice once, and none in a room without history', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const messages = Array.from({ length: 9 }, (_, index) => ({
      ...buildMessage(`${index}`),
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
    const bare = await createRoom(store, { capacity: 0 });
    await deliverMessages(store, bare, 3);
    await store.rooms.close({ room: bare.id, epoch: bare.epoch });
    expect(await store.rooms.deleteContent(bare.id)).toEqual({ messages: 0, names: 0 });
  });
}
