// The contract of subscriptions.

import { expect, it } from 'vitest';
import type {
  ConnectionId,
  NewSubscription,
  RoomPorts,
  Subscription,
} from '../../functions/core/ports.ts';
import {
  buildAdmission,
  end,
  createRoom,
  toMemberId,
  now,
  buildRoom,
  buildSubscription,
} from './room-builders.ts';

async function subscribeOne(
  store: RoomPorts,
  subscription: NewSubscription,
): Promise<Subscription> {
  const subscribed = await store.subscriptions.subscribe({ subscription, now });
  if (subscribed === undefined || subscribed === 'overtaken') throw new Error('not subscribed');
  return subscribed.subscription;
}

export function describeSubscriptions(makeStore: () => RoomPorts): void {
  it('subscribes, replaces and unsubscribes, and increments the membership each time', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const place = { room: room.id, connection: 'L0SM9cOFvHcCIhw=' as ConnectionId };
    const first = buildSubscription(room, place.connection, {
      track: { lists: ['mine'], links: 'allow' },
    });
    const second = buildSubscription(room, place.connection, {
      member: undefined,
      scopes: ['receive'],
      version: 1,
      joinRef: null,
      batch: true,
      phxRef: 'ref-2',
    });
    const assigned = { from: 0, epoch: room.epoch };
    const storedFirst = { ...first, ...assigned, membership: 0 };
    const storedSecond = { ...second, ...assigned, membership: 1 };
    expect(await store.subscriptions.subscribe({ subscription: first, now })).toEqual({
      room: { ...room, membership: 1 },
      subscription: storedFirst,
    });
    expect(await store.subscriptions.find(place)).toEqual(storedFirst);
    expect(await store.subscriptions.subscribe({ subscription: second, now })).toEqual({
      room: { ...room, membership: 2 },
      subscription: storedSecond,
    });
    expect(await store.subscriptions.list(room.id)).toEqual([storedSecond]);
    expect(await store.subscriptions.unsubscribe(place)).toEqual({
      subscription: storedSecond,
      room: { ...room, membership: 3 },
    });
    expect(await store.subscriptions.find(place)).toBeUndefined();
    expect(await store.subscriptions.unsubscribe(place)).toBeUndefined();
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 3 });
  });

  it('[G4] starts a subscription at the last message accepted before it', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    for (const cid of ['a', 'b']) await store.rooms.admit(buildAdmission(room, cid));
    expect(
      await store.subscriptions.subscribe({ subscription: buildSubscription(room, 'c1'), now }),
    ).toMatchObject({
      subscription: { from: 2 },
      room: { seq: 2, membership: 1 },
    });
    await store.rooms.admit(buildAdmission(room, 'c'));
    expect(
      await store.subscriptions.subscribe({ subscription: buildSubscription(room, 'c2'), now }),
    ).toMatchObject({
      subscription: { from: 3 },
    });
    expect((await store.subscriptions.list(room.id)).map(({ from }) => from)).toEqual([2, 3]);
  });

  it("[G4] starts concurrent subscriptions at the room's position at that moment", async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const [subscribed] = await Promise.all([
      Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          store.subscriptions.subscribe({
            subscription: buildSubscription(room, `c${index}`),
            now,
          }),
        ),
      ),
      Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          store.rooms.admit(buildAdmission(room, `${index}`)),
        ),
      ),
    ]);
    const subscriptions = new Map(
      (await store.subscriptions.list(room.id)).map((subscription) => [
        subscription.connection,
        subscription.from,
      ]),
    );
    for (const one of subscribed) {
      if (one === undefined || one === 'overtaken') throw new Error('not subscribed');
      expect(one.subscription.from).toBe(one.room.seq);
      expect(subscriptions.get(one.subscription.connection)).toBe(one.subscription.from);
    }
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 8, seq: 8 });
  });

  it('[G4] keeps a subscription if its join repeats, and replaces it otherwise', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const subscribed = await subscribeOne(
      store,
      buildSubscription(room, 'c1', { joinRef: '7', phxRef: 'ref-1' }),
    );
    await store.rooms.admit(buildAdmission(room, 'a'));
    const renamed = {
      ...subscribed,
      member: { id: toMemberId('ann'), name: 'anna' },
      phxRef: 'ref-2',
    };
    await store.subscriptions.update({ before: subscribed, after: renamed, bumpsMembership: true });
    expect(
      await store.subscriptions.subscribe({
        subscription: buildSubscription(room, 'c1', { joinRef: '7', phxRef: 'ref-3' }),
        now,
      }),
    ).toMatchObject({ subscription: renamed, room: { membership: 3, seq: 1 } });
    expect(await store.subscriptions.list(room.id)).toEqual([renamed]);
    expect(
      await store.subscriptions.subscribe({
        subscription: buildSubscription(room, 'c1', { joinRef: '8', phxRef: 'ref-4' }),
        now,
      }),
    ).toMatchObject({ subscription: { from: 1, phxRef: 'ref-4' } });
    expect(await store.subscriptions.list(room.id)).toMatchObject([{ from: 1, joinRef: '8' }]);
  });

  it('[W9] refuses a join overtaken by a later one, where refs are numbers', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const subscribe = (joinRef: Subscription['joinRef'], phxRef = `ref-${String(joinRef)}`) =>
      store.subscriptions.subscribe({
        subscription: buildSubscription(room, 'c1', { joinRef, phxRef }),
        now,
      });
    await subscribe('10');
    expect(await subscribe('9')).toBe('overtaken');
    expect(await subscribe(9)).toBe('overtaken');
    expect(await store.subscriptions.list(room.id)).toMatchObject([{ phxRef: 'ref-10' }]);
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 1 });
    for (const joinRef of ['b', 'a', 11, null, '3', null, 'c', '2'] as const) {
      expect(await subscribe(joinRef)).toMatchObject({ subscription: { joinRef } });
    }
    expect(await store.subscriptions.list(room.id)).toMatchObject([{ phxRef: 'ref-2' }]);
  });

  it('accepts one of two concurrent joins of a connection', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    await Promise.all(
      ['ref-1', 'ref-2'].map((phxRef) =>
        store.subscriptions.subscribe({
          subscription: buildSubscription(room, 'c1', { phxRef }),
          now,
        }),
      ),
    );
    expect(await store.subscriptions.list(room.id)).toHaveLength(1);
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 2 });
  });

  it('removes only the given subscription, and only once', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const subscription = buildSubscription(room, 'c1');
    await store.subscriptions.subscribe({ subscription, now });
    const place = { room: room.id, connection: subscription.connection };
    expect(await store.subscriptions.unsubscribe({ ...place, phxRef: 'another' })).toBeUndefined();
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 1 });
    const left = await Promise.all(
      Array.from({ length: 4 }, () =>
        store.subscriptions.unsubscribe({ ...place, phxRef: subscription.phxRef }),
      ),
    );
    expect(left.filter((one) => one !== undefined)).toEqual([
      {
        subscription: { ...subscription, from: 0, epoch: room.epoch, membership: 0 },
        room: { ...room, membership: 2 },
      },
    ]);
  });

  it('[G7] refuses to subscribe to a closed or expired room, and lets members leave', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    await store.subscriptions.subscribe({
      subscription: buildSubscription(room, 'c0'),
      now: end - 1,
    });
    expect(
      await store.subscriptions.subscribe({
        subscription: buildSubscription(room, 'c1'),
        now: end,
      }),
    ).toBeUndefined();
    await store.rooms.close({ room: room.id, epoch: room.epoch });
    expect(
      await store.subscriptions.subscribe({ subscription: buildSubscription(room, 'c2'), now }),
    ).toBeUndefined();
    const none = buildRoom();
    expect(
      await store.subscriptions.subscribe({ subscription: buildSubscription(none, 'c3'), now }),
    ).toBeUndefined();
    expect(await store.subscriptions.list(none.id)).toEqual([]);
    expect((await store.subscriptions.list(room.id)).map(({ connection }) => connection)).toEqual([
      'c0',
    ]);
    expect(
      await store.subscriptions.unsubscribe({ room: room.id, connection: 'c0' as ConnectionId }),
    ).toMatchObject({
      subscription: buildSubscription(room, 'c0'),
      room: { state: 'closed', membership: 2 },
    });
    expect(await store.rooms.get(none.id), 'a refused subscribe creates no room').toBeUndefined();
  });

  it('updates a subscription only if it is unchanged since it was read', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const before = await subscribeOne(store, buildSubscription(room, 'c1'));
    const after = { ...before, typing: true, phxRef: 'ref-2' };
    expect(await store.subscriptions.update({ before, after, bumpsMembership: false })).toBe(true);
    expect(await store.subscriptions.find(before)).toEqual(after);
    expect(
      await store.subscriptions.update({
        before,
        after: { ...after, phxRef: 'ref-3' },
        bumpsMembership: true,
      }),
    ).toBe(false);
    const nobody = { ...after, connection: 'c2' as ConnectionId };
    expect(
      await store.subscriptions.update({ before: nobody, after: nobody, bumpsMembership: true }),
    ).toBe(false);
    expect(await store.subscriptions.find(nobody)).toBeUndefined();
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 1 });

    const renamed = {
      ...after,
      member: { id: toMemberId('ann'), name: 'anna' },
      scopes: ['receive'] as const,
      tokenExpiresAt: end + 60_000,
    };
    expect(
      await store.subscriptions.update({ before: after, after: renamed, bumpsMembership: true }),
      'under the same phx_ref',
    ).toBe(true);
    expect(await store.subscriptions.list(room.id)).toEqual([renamed]);
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 2 });
  });

  it('lists all of 1,000 subscriptions and loses none that start concurrently', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    // A long reference makes the list exceed a page of 1 MB.
    const joinRef = 'j'.repeat(1_200);
    const subscribe = async (worker: number): Promise<void> => {
      for (let index = worker; index < 1_000; index += 20) {
        await store.subscriptions.subscribe({
          subscription: buildSubscription(room, `c-${index}`, { joinRef }),
          now,
        });
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, worker) => subscribe(worker)));
    const subscriptions = await store.subscriptions.list(room.id);
    expect(new Set(subscriptions.map(({ connection }) => connection)).size).toBe(1_000);
    expect(subscriptions).toHaveLength(1_000);
    expect(await store.rooms.get(room.id)).toMatchObject({ membership: 1_000 });
  });
}
