// What every RoomStore promises of the log, names and seats. The room's life and tail are in room-store.ts.

import { expect, it } from 'vitest';
import type { Accepted, ConnectionId, Room, RoomStore } from '../../functions/core/ports.ts';
import { end, made, memberNamed, messageOf, now, roomWith, seatIn } from './room-builders.ts';

const messagesFrom = (first: number, last: number, body?: string): Accepted[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ ...messageOf(`cid-${first + index}`), ...(body === undefined ? {} : { body }), seq: first + index }));

export function describeLog(makeStore: () => RoomStore): void {
  it('tells the newest logged messages within bounds, ascending, across batches', async () => {
    const store = makeStore();
    const { id: room, epoch } = await made(store);
    for (const [first, last] of [[1, 1], [2, 40], [41, 41], [42, 100]] as const) {
      await store.append({ room, epoch, messages: messagesFrom(first, last), expiresAt: end });
    }
    const page = (after: number, before: number, limit: number) => store.log({ room, epoch, after, before, limit, now });
    expect(await page(0, 1_000, 1_000)).toEqual(messagesFrom(1, 100));
    expect(await page(0, Number.MAX_SAFE_INTEGER, 10)).toEqual(messagesFrom(91, 100));
    expect(await page(0, 41, 10)).toEqual(messagesFrom(31, 40));
    expect(await page(38, 43, 10)).toEqual(messagesFrom(39, 42));
    expect(await page(0, 3, 10)).toEqual(messagesFrom(1, 2));
    const empty = [[100, 1_000, 10], [0, 1, 10], [50, 51, 10], [0, 100, 0]] as const;
    for (const [after, before, limit] of empty) expect(await page(after, before, limit)).toEqual([]);
  });

  it('pages through many small batches', async () => {
    const store = makeStore();
    const { id: room, epoch } = await made(store);
    for (let seq = 1; seq <= 230; seq += 1) await store.append({ room, epoch, messages: messagesFrom(seq, seq), expiresAt: end });
    expect(await store.log({ room, epoch, after: 5, before: 231, limit: 220, now })).toEqual(messagesFrom(11, 230));
  });

  it('[G5] tells nothing twice, and loses nothing, when a batch comes again, longer or shorter', async () => {
    const store = makeStore();
    const { id: room, epoch } = await made(store);
    for (const [first, last] of [[1, 5], [1, 5], [1, 8], [1, 5], [9, 9]] as const) {
      await store.append({ room, epoch, messages: messagesFrom(first, last), expiresAt: end });
    }
    expect(await store.log({ room, epoch, after: 0, before: 100, limit: 100, now })).toEqual(messagesFrom(1, 9));
  });

  it('holds a batch of the largest messages', async () => {
    const store = makeStore();
    const { id: room, epoch } = await made(store);
    const messages = messagesFrom(1, 80, '\u{1F600}'.repeat(4_000));
    await store.append({ room, epoch, messages, expiresAt: end });
    await store.append({ room, epoch, messages, expiresAt: end });
    expect(await store.log({ room, epoch, after: 0, before: 100, limit: 100, now })).toEqual(messages);
    await store.append({ room, epoch, messages: [], expiresAt: end });
  });

  it('[G7] tells nothing from the log\'s end on, nor to another incarnation', async () => {
    const store = makeStore();
    const { id: room, epoch } = await made(store);
    await store.append({ room, epoch, messages: messagesFrom(1, 3), expiresAt: end });
    const page = { room, epoch, after: 0, before: 100, limit: 100 };
    expect(await store.log({ ...page, now: end - 1 })).toHaveLength(3);
    expect(await store.log({ ...page, now: end })).toEqual([]);
    expect(await store.log({ ...page, epoch: 'another', now })).toEqual([]);
  });
}

export function describeNames(makeStore: () => RoomStore): void {
  const claimIn = (room: Room) => ({ room: room.id, epoch: room.epoch, most: 10, expiresAt: end });

  it('gives a name to one member, who may claim it again', async () => {
    const store = makeStore();
    const room = await made(store);
    const claim = { ...claimIn(room), key: 'ann' };
    expect(await store.claimName({ ...claim, member: memberNamed('1') })).toBe('claimed');
    expect(await store.claimName({ ...claim, member: memberNamed('2') })).toBe('taken');
    expect(await store.claimName({ ...claim, member: memberNamed('1') })).toBe('claimed');
    expect(await store.read(room.id)).toMatchObject({ members: 1 });
  });

  it('tells who holds a name, and hands it over only from the holder that was named', async () => {
    const store = makeStore();
    const room = await made(store);
    const claim = { ...claimIn(room), key: 'ann' };
    expect(await store.nameHolder(claim)).toBeUndefined();
    await store.claimName({ ...claim, member: memberNamed('1') });
    expect(await store.nameHolder(claim)).toBe(memberNamed('1'));
    expect(await store.claimName({ ...claim, member: memberNamed('2'), instead: memberNamed('3') })).toBe('taken');
    expect(await store.claimName({ ...claim, member: memberNamed('2'), instead: memberNamed('1') })).toBe('claimed');
    expect(await store.nameHolder(claim)).toBe(memberNamed('2'));
    expect(await store.read(room.id)).toMatchObject({ members: 1 });
  });

  it('gives a name that many want at once to one of them', async () => {
    const store = makeStore();
    const room = await made(store);
    const tries = await Promise.all(Array.from({ length: 10 }, (_, index) => store.claimName({ ...claimIn(room), key: 'ann', member: memberNamed(`${index}`) })));
    expect(tries.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
  });

  it('gives no more names than the most, and a name refused so stays free', async () => {
    const store = makeStore();
    const room = await made(store);
    const tries = await Promise.all(Array.from({ length: 6 }, (_, index) =>
      store.claimName({ ...claimIn(room), key: `name-${index}`, member: memberNamed(`${index}`), most: 4 })));
    expect(tries.filter((outcome) => outcome === 'claimed')).toHaveLength(4);
    expect(tries.filter((outcome) => outcome === 'full')).toHaveLength(2);
    const held = tries.indexOf('claimed');
    const free = tries.indexOf('full');
    const claim = (index: number, member: string, most: number) => store.claimName({ ...claimIn(room), key: `name-${index}`, member: memberNamed(member), most });
    expect(await claim(held, `${held}`, 4), 'its own, in a full room').toBe('claimed');
    expect(await claim(held, 'x', 4)).toBe('taken');
    expect(await claim(free, 'x', 5)).toBe('claimed');
    expect(await store.read(room.id)).toMatchObject({ members: 5 });
  });

  it('keeps any two names apart, however alike or hostile', async () => {
    const store = makeStore();
    const room = await made(store);
    const keys = ['a', 'a#', '#a', 'a#b', '__proto__', 'constructor', '\ud800', '\ud801', '\ufffd', '\u{1F600}', ' ', '\u0000', 'x'.repeat(3_000), 'x'.repeat(3_001)];
    for (const [index, key] of keys.entries()) {
      expect(await store.claimName({ ...claimIn(room), most: 100, key, member: memberNamed(`${index}`) })).toBe('claimed');
      expect(await store.claimName({ ...claimIn(room), most: 100, key, member: memberNamed('thief') })).toBe('taken');
    }
  });
}

export function describeSeats(makeStore: () => RoomStore): void {
  it('takes, replaces and leaves a seat, and moves the membership each time', async () => {
    const store = makeStore();
    const room = await made(store);
    const place = { room: room.id, connection: 'L0SM9cOFvHcCIhw=' as ConnectionId };
    const first = seatIn(room, place.connection);
    const second = seatIn(room, place.connection, { member: undefined, scopes: ['receive'], version: 1, joinRef: null, batch: true, phxRef: 'ref-2' });
    expect(await store.sit({ seat: first, now })).toEqual({ ...room, membership: 1 });
    expect(await store.seat(place)).toEqual(first);
    expect(await store.sit({ seat: second, now })).toEqual({ ...room, membership: 2 });
    expect(await store.seats(room.id)).toEqual([second]);
    expect(await store.stand(place)).toEqual(second);
    expect(await store.seat(place)).toBeUndefined();
    expect(await store.stand(place)).toBeUndefined();
    expect(await store.read(room.id)).toMatchObject({ membership: 3 });
  });

  it('leaves only the seat that was meant', async () => {
    const store = makeStore();
    const room = await made(store);
    const seat = seatIn(room, 'c1');
    await store.sit({ seat, now });
    const place = { room: room.id, connection: seat.connection };
    expect(await store.stand({ ...place, phxRef: 'another' })).toBeUndefined();
    expect(await store.read(room.id)).toMatchObject({ membership: 1 });
    expect(await store.stand({ ...place, phxRef: seat.phxRef })).toEqual(seat);
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
    expect(await store.stand({ room: room.id, connection: 'c0' as ConnectionId })).toEqual(seatIn(room, 'c0'));
    expect(await store.read(none.id), 'nothing comes to be by sitting').toBeUndefined();
  });

  it('changes typing in place under a new phx_ref, and only from the one that was seen', async () => {
    const store = makeStore();
    const room = await made(store);
    const seat = seatIn(room, 'c1');
    await store.sit({ seat, now });
    const change = { room: room.id, connection: seat.connection, typing: true, from: seat.phxRef, to: 'ref-2' };
    expect(await store.setTyping(change)).toEqual({ ...seat, typing: true, phxRef: 'ref-2' });
    expect(await store.seat(change)).toEqual({ ...seat, typing: true, phxRef: 'ref-2' });
    expect(await store.setTyping({ ...change, to: 'ref-3' })).toBeUndefined();
    expect(await store.setTyping({ ...change, connection: 'c2' as ConnectionId })).toBeUndefined();
    expect(await store.seat({ room: room.id, connection: 'c2' as ConnectionId })).toBeUndefined();
    expect(await store.read(room.id)).toMatchObject({ membership: 1 });
  });

  it('tells all of 1,000 seats, and loses none that are taken at once', async () => {
    const store = makeStore();
    const room = await made(store);
    // A long reference makes the list longer than a page of 1 MB.
    const joinRef = 'j'.repeat(1_200);
    const sit = async (worker: number): Promise<void> => {
      for (let index = worker; index < 1_000; index += 20) await store.sit({ seat: seatIn(room, `c-${index}`, { joinRef }), now });
    };
    await Promise.all(Array.from({ length: 20 }, (_, worker) => sit(worker)));
    const seats = await store.seats(room.id);
    expect(new Set(seats.map(({ connection }) => connection)).size).toBe(1_000);
    expect(seats).toHaveLength(1_000);
    expect(await store.read(room.id)).toMatchObject({ membership: 1_000 });
  }, 60_000);
}
