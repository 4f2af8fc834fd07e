// The contract of the receive channel's log.

import { expect, it } from 'vitest';
import type { AcceptedMessage, RoomPorts } from '../../functions/core/ports.ts';
import {
  buildAdmission,
  buildLease,
  deliver,
  createRoom,
  toMemberId,
  buildMessage,
} from './room-builders.ts';

const messagesFrom = (first: number, last: number, body?: string): AcceptedMessage[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({
    ...buildMessage(`cid-${first + index}`),
    ...(body === undefined ? {} : { body }),
    seq: first + index,
  }));

export function describeLog(makeStore: () => RoomPorts): void {
  it('reads the newest logged messages within bounds, ascending, across batches', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    for (const [first, last] of [
      [1, 1],
      [2, 40],
      [41, 41],
      [42, 100],
    ] as const) {
      await store.messages.append({ room, messages: messagesFrom(first, last) });
    }
    const page = (after: number, before: number, limit: number) =>
      store.messages.read({ room, after, before, limit });
    expect(await page(0, 1_000, 1_000)).toEqual(messagesFrom(1, 100));
    expect(await page(0, Number.MAX_SAFE_INTEGER, 10)).toEqual(messagesFrom(91, 100));
    expect(await page(0, 41, 10)).toEqual(messagesFrom(31, 40));
    expect(await page(38, 43, 10)).toEqual(messagesFrom(39, 42));
    expect(await page(0, 3, 10)).toEqual(messagesFrom(1, 2));
    const empty = [
      [100, 1_000, 10],
      [0, 1, 10],
      [50, 51, 10],
      [0, 100, 0],
    ] as const;
    for (const [after, before, limit] of empty) {
      expect(await page(after, before, limit)).toEqual([]);
    }
  });

  it('[G2] has every delivered message in order, across room item and log', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const { id, epoch } = room;
    let seq = 0;
    for (const run of [1, 1, 1, 1, 2, 1, 9, 1, 1, 20, 1, 3, 1, 1]) {
      for (let index = 0; index < run; index += 1) {
        await store.rooms.admit(buildAdmission(room, `cid-${(seq += 1)}`, 'lease'));
      }
      await deliver(store, room, run);
      const delivered = await store.messages.read({
        room: (await store.rooms.get(id)) ?? room,
        after: 0,
        before: 1_000,
        limit: 1_000,
      });
      expect(delivered).toEqual(
        Array.from({ length: seq }, (_, index) => ({
          ...buildMessage(`cid-${index + 1}`),
          seq: index + 1,
        })),
      );
    }
    await store.rooms.close({ room: id, epoch });
    expect(await store.rooms.deleteContent(id)).toMatchObject({ messages: seq });
    expect(await store.rooms.deleteContent(id)).toMatchObject({ messages: 0 });
  });

  it('[G2] keeps delivered messages while others are undelivered', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const { id } = room;
    for (const cid of ['a', 'b', 'c', 'd']) {
      await store.rooms.admit(buildAdmission(room, cid, 'lease'));
    }
    for (const count of [1, 2, 1]) await deliver(store, room, count);
    const delivered = await store.messages.read({
      room: (await store.rooms.get(id)) ?? room,
      after: 0,
      before: 1_000,
      limit: 10,
    });
    expect(delivered.map(({ seq, cid }) => `${seq} ${cid}`)).toEqual(['1 a', '2 b', '3 c', '4 d']);
    expect(await store.rooms.get(id)).toMatchObject({
      seq: 4,
      deliveredSeq: 4,
      undelivered: [],
      lease: undefined,
    });
  });

  it('[G2] hides no message if a function without the lease appends its batch late', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const { id } = room;
    for (const cid of ['a', 'b', 'c']) {
      await store.rooms.admit(buildAdmission(room, cid, 'lease'));
      await deliver(store, room, 1);
    }
    await store.rooms.admit(buildAdmission(room, 'd', 'lease'));
    const current = (await store.rooms.get(id)) ?? room;
    await store.messages.append({
      room: { ...current, lease: buildLease('lost') },
      messages: current.undelivered,
    });
    for (let more = 1; more <= 20; more += 1) {
      await store.rooms.admit(buildAdmission(room, `e${more}`, 'lease'));
    }
    await deliver(store, room, 21);
    const delivered = await store.messages.read({
      room: (await store.rooms.get(id)) ?? room,
      after: 0,
      before: 1_000,
      limit: 100,
    });
    expect(delivered.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 24 }, (_, index) => index + 1),
    );
  });

  it('reads pages across many small batches', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    for (let seq = 1; seq <= 230; seq += 1) {
      await store.messages.append({ room, messages: messagesFrom(seq, seq) });
    }
    expect(await store.messages.read({ room, after: 5, before: 231, limit: 220 })).toEqual(
      messagesFrom(11, 230),
    );
  });

  it('[G5] repeats and loses nothing if a batch returns, longer or shorter', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    for (const [first, last] of [
      [1, 5],
      [1, 5],
      [1, 8],
      [1, 5],
      [9, 9],
    ] as const) {
      await store.messages.append({ room, messages: messagesFrom(first, last) });
    }
    expect(await store.messages.read({ room, after: 0, before: 100, limit: 100 })).toEqual(
      messagesFrom(1, 9),
    );
  });

  it('stores a batch of the largest messages', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const messages = messagesFrom(1, 80, '\u{1F600}'.repeat(4_000));
    await store.messages.append({ room, messages });
    await store.messages.append({ room, messages });
    expect(await store.messages.read({ room, after: 0, before: 100, limit: 100 })).toEqual(
      messages,
    );
    await store.messages.append({ room, messages: [] });
  });

  it('returns nothing for another incarnation', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    await store.messages.append({ room, messages: messagesFrom(1, 3) });
    expect(
      await store.messages.read({
        room: { ...room, epoch: 'another' },
        after: 0,
        before: 100,
        limit: 100,
      }),
    ).toEqual([]);
  });

  it("stores a message's recipient and the digest of its original text", async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const to = { id: toMemberId('bob'), name: 'bob \ud800' };
    const messages = [{ ...buildMessage('a'), to }, buildMessage('b')].map((message, index) => ({
      ...message,
      seq: index + 1,
    }));
    await store.messages.append({ room, messages });
    expect(
      await store.messages.read({
        room,
        after: 0,
        before: 100,
        limit: 100,
      }),
    ).toEqual(messages);
  });

  it('returns nothing in a room of capacity 0', async () => {
    const store = makeStore();
    const room = await createRoom(store, { capacity: 0 });
    await store.messages.append({ room, messages: messagesFrom(1, 3) });
    expect(
      await store.messages.read({
        room,
        after: 0,
        before: 100,
        limit: 100,
      }),
    ).toEqual([]);
  });
}
