// What every RoomStore promises of seats.

import { expect, it } from 'vitest';
import type { ConnectionId, RoomStore, Seat } from '../../functions/core/ports.ts';
import { admission, end, made, memberNamed, now, roomWith, seatIn } from './room-builders.ts';

async function seated(store: RoomStore, seat: Omit<Seat, 'from'>): Promise<Seat> {
  const sat = await store.sit({ seat, now });
  if (sat === undefined || sat === 'overtaken') throw new Error('no seat');
  return sat.seat;
}

export function describeSeats(makeStore: () => RoomStore): void {
  it('takes, replaces and leaves a seat, and moves the membership each time', async () => {
    const store = makeStore();
    const room = await made(store);
    const place = { room: room.id, connection: 'L0SM9cOFvHcCIhw=' as ConnectionId };
    const first = seatIn(room, place.connection, { track: { lists: ['mine'], links: 'allow' } });
    const second = seatIn(room, place.connection, {
      member: undefined,
      scopes: ['receive'],
      version: 1,
      joinRef: null,
      batch: true,
      phxRef: 'ref-2',
    });
    expect(await store.sit({ seat: first, now })).toEqual({
      room: { ...room, membership: 1 },
      seat: { ...first, from: 0 },
    });
    expect(await store.seat(place)).toEqual({ ...first, from: 0 });
    expect(await store.sit({ seat: second, now })).toEqual({
      room: { ...room, membership: 2 },
      seat: { ...second, from: 0 },
    });
    expect(await store.seats(room.id)).toEqual([{ ...second, from: 0 }]);
    expect(await store.stand(place)).toEqual({
      seat: { ...second, from: 0 },
      room: { ...room, membership: 3 },
    });
    expect(await store.seat(place)).toBeUndefined();
    expect(await store.stand(place)).toBeUndefined();
    expect(await store.read(room.id)).toMatchObject({ membership: 3 });
  });

  it('[G4] a seat begins at the last message that was accepted before it', async () => {
    const store = makeStore();
    const room = await made(store);
    for (const cid of ['a', 'b']) await store.admit(admission(room, cid));
    expect(await store.sit({ seat: seatIn(room, 'c1'), now })).toMatchObject({
      seat: { from: 2 },
      room: { seq: 2, membership: 1 },
    });
    await store.admit(admission(room, 'c'));
    expect(await store.sit({ seat: seatIn(room, 'c2'), now })).toMatchObject({ seat: { from: 3 } });
    expect((await store.seats(room.id)).map(({ from }) => from)).toEqual([2, 3]);
  });

  it('[G4] seats that are taken at once, while messages come, each begin where their room stood', async () => {
    const store = makeStore();
    const room = await made(store);
    const [sat] = await Promise.all([
      Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          store.sit({ seat: seatIn(room, `c${index}`), now }),
        ),
      ),
      Promise.all(
        Array.from({ length: 8 }, (_, index) => store.admit(admission(room, `${index}`))),
      ),
    ]);
    const seats = new Map((await store.seats(room.id)).map((seat) => [seat.connection, seat.from]));
    for (const one of sat) {
      if (one === undefined || one === 'overtaken') throw new Error('no seat');
      expect(one.seat.from).toBe(one.room.seq);
      expect(seats.get(one.seat.connection)).toBe(one.seat.from);
    }
    expect(await store.read(room.id)).toMatchObject({ membership: 8, seq: 8 });
  });

  it('[G4] the same join delivered twice leaves the seat as it has become since; another join of the connection takes it', async () => {
    const store = makeStore();
    const room = await made(store);
    const sat = await seated(store, seatIn(room, 'c1', { joinRef: '7', phxRef: 'ref-1' }));
    await store.admit(admission(room, 'a'));
    const renamed = { ...sat, member: { id: memberNamed('ann'), name: 'anna' }, phxRef: 'ref-2' };
    await store.changeSeat({ before: sat, after: renamed, moves: true });
    expect(
      await store.sit({ seat: seatIn(room, 'c1', { joinRef: '7', phxRef: 'ref-3' }), now }),
    ).toMatchObject({ seat: renamed, room: { membership: 3, seq: 1 } });
    expect(await store.seats(room.id)).toEqual([renamed]);
    expect(
      await store.sit({ seat: seatIn(room, 'c1', { joinRef: '8', phxRef: 'ref-4' }), now }),
    ).toMatchObject({ seat: { from: 1, phxRef: 'ref-4' } });
    expect(await store.seats(room.id)).toMatchObject([{ from: 1, joinRef: '8' }]);
  });

  it('[W9] a join that a later one of its connection has overtaken takes no seat; refs that are no numbers tell no order', async () => {
    const store = makeStore();
    const room = await made(store);
    const sit = (joinRef: Seat['joinRef'], phxRef = `ref-${String(joinRef)}`) =>
      store.sit({ seat: seatIn(room, 'c1', { joinRef, phxRef }), now });
    await sit('10');
    expect(await sit('9')).toBe('overtaken');
    expect(await sit(9)).toBe('overtaken');
    expect(await store.seats(room.id)).toMatchObject([{ phxRef: 'ref-10' }]);
    expect(await store.read(room.id)).toMatchObject({ membership: 1 });
    for (const joinRef of ['b', 'a', 11, null, '3', null, 'c', '2'] as const) {
      expect(await sit(joinRef)).toMatchObject({ seat: { joinRef } });
    }
    expect(await store.seats(room.id)).toMatchObject([{ phxRef: 'ref-2' }]);
  });

  it("of two who take one connection's seat at once, one sits", async () => {
    const store = makeStore();
    const room = await made(store);
    await Promise.all(
      ['ref-1', 'ref-2'].map((phxRef) => store.sit({ seat: seatIn(room, 'c1', { phxRef }), now })),
    );
    expect(await store.seats(room.id)).toHaveLength(1);
    expect(await store.read(room.id)).toMatchObject({ membership: 2 });
  });

  it('leaves only the seat that was meant, and once', async () => {
    const store = makeStore();
    const room = await made(store);
    const seat = seatIn(room, 'c1');
    await store.sit({ seat, now });
    const place = { room: room.id, connection: seat.connection };
    expect(await store.stand({ ...place, phxRef: 'another' })).toBeUndefined();
    expect(await store.read(room.id)).toMatchObject({ membership: 1 });
    const left = await Promise.all(
      Array.from({ length: 4 }, () => store.stand({ ...place, phxRef: seat.phxRef })),
    );
    expect(left.filter((one) => one !== undefined)).toEqual([
      { seat: { ...seat, from: 0 }, room: { ...room, membership: 2 } },
    ]);
  });

  it('[G7] gives no seat in a room that is over, closed or never was; one may still leave', async () => {
    const store = makeStore();
    const room = await made(store);
    await store.sit({ seat: seatIn(room, 'c0'), now: end - 1 });
    expect(await store.sit({ seat: seatIn(room, 'c1'), now: end })).toBeUndefined();
    await store.close({ room: room.id, epoch: room.epoch });
    expect(await store.sit({ seat: seatIn(room, 'c2'), now })).toBeUndefined();
    const none = roomWith();
    expect(await store.sit({ seat: seatIn(none, 'c3'), now })).toBeUndefined();
    expect(await store.seats(none.id)).toEqual([]);
    expect((await store.seats(room.id)).map(({ connection }) => connection)).toEqual(['c0']);
    expect(await store.stand({ room: room.id, connection: 'c0' as ConnectionId })).toMatchObject({
      seat: seatIn(room, 'c0'),
      room: { state: 'closed', membership: 2 },
    });
    expect(await store.read(none.id), 'nothing comes to be by sitting').toBeUndefined();
  });

  it('changes a seat in place, and only the one that was seen', async () => {
    const store = makeStore();
    const room = await made(store);
    const before = await seated(store, seatIn(room, 'c1'));
    const after = { ...before, typing: true, phxRef: 'ref-2' };
    expect(await store.changeSeat({ before, after, moves: false })).toBe(true);
    expect(await store.seat(before)).toEqual(after);
    expect(
      await store.changeSeat({ before, after: { ...after, phxRef: 'ref-3' }, moves: true }),
    ).toBe(false);
    const nobody = { ...after, connection: 'c2' as ConnectionId };
    expect(await store.changeSeat({ before: nobody, after: nobody, moves: true })).toBe(false);
    expect(await store.seat(nobody)).toBeUndefined();
    expect(await store.read(room.id)).toMatchObject({ membership: 1 });

    const renamed = {
      ...after,
      member: { id: memberNamed('ann'), name: 'anna' },
      scopes: ['receive'] as const,
      tokenExpiresAt: end + 60_000,
    };
    expect(
      await store.changeSeat({ before: after, after: renamed, moves: true }),
      'under the same phx_ref',
    ).toBe(true);
    expect(await store.seats(room.id)).toEqual([renamed]);
    expect(await store.read(room.id)).toMatchObject({ membership: 2 });
  });

  it('tells all of 1,000 seats, and loses none that are taken at once', async () => {
    const store = makeStore();
    const room = await made(store);
    // A long reference makes the list longer than a page of 1 MB.
    const joinRef = 'j'.repeat(1_200);
    const sit = async (worker: number): Promise<void> => {
      for (let index = worker; index < 1_000; index += 20) {
        await store.sit({ seat: seatIn(room, `c-${index}`, { joinRef }), now });
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, worker) => sit(worker)));
    const seats = await store.seats(room.id);
    expect(new Set(seats.map(({ connection }) => connection)).size).toBe(1_000);
    expect(seats).toHaveLength(1_000);
    expect(await store.read(room.id)).toMatchObject({ membership: 1_000 });
  }, 60_000);
}
