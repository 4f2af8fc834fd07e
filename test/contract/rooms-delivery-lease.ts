// The contract of the delivery lease, and of many holders that deliver in turn.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Room, RoomPorts } from '../../functions/core/ports.ts';
import {
  buildAdmission,
  buildLease,
  deliver,
  end,
  createRoom,
  now,
  buildRoom,
  buildMessage,
} from './room-builders.ts';

export function describeLease(makeStore: () => RoomPorts): void {
  it('[G4] replaces a lease only if it is the expected one', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const [a, b, c] = [buildLease('a'), buildLease('b'), buildLease('c')];
    const taken = await store.rooms.takeLease({ room: room.id, from: undefined, to: a, now });
    expect(taken).toEqual({ ...room, lease: a });
    expect(
      await store.rooms.takeLease({ room: room.id, from: undefined, to: b, now }),
    ).toBeUndefined();
    expect(await store.rooms.takeLease({ room: room.id, from: c, to: b, now })).toBeUndefined();
    expect(
      await store.rooms.takeLease({
        room: room.id,
        from: { ...a, until: a.until - 1 },
        to: b,
        now,
      }),
      'already renewed',
    ).toBeUndefined();
    expect(await store.rooms.takeLease({ room: room.id, from: a, to: b, now })).toEqual({
      ...room,
      lease: b,
    });
  });

  it('gives the lease to one of many concurrent claims', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.rooms.takeLease({ room: room.id, from: undefined, to: buildLease(`b${index}`), now }),
      ),
    );
    expect(tries.filter((taken) => taken !== undefined)).toHaveLength(1);
  });

  it('[G7] gives no lease for an ended room', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const take = { room: room.id, from: undefined, to: buildLease('a') };
    expect(await store.rooms.takeLease({ ...take, now: end })).toBeUndefined();
    await store.rooms.close({ room: room.id, epoch: room.epoch });
    expect(await store.rooms.takeLease({ ...take, now })).toBeUndefined();
    expect(await store.rooms.takeLease({ ...take, room: buildRoom().id, now })).toBeUndefined();
  });

  it('frees the lease when nothing is undelivered; the next message takes it again', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const lease = buildLease('a');
    await store.rooms.admit(buildAdmission(room, 'a', 'a'));
    await store.rooms.admit(buildAdmission(room, 'b'));
    expect(await store.rooms.release({ room: room.id, lease, renewed: lease, count: 2 })).toEqual({
      state: 'released',
    });
    expect(await store.rooms.get(room.id)).toEqual({ ...room, seq: 2, deliveredSeq: 2 });
    expect(await store.rooms.admit(buildAdmission(room, 'c', 'next'))).toMatchObject({
      seq: 3,
      room: { deliveredSeq: 2, lease: buildLease('next') },
    });
  });

  it('keeps and renews the lease when more messages are undelivered', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const lease = buildLease('a');
    const sent = ['a', 'b', 'c'].map((cid) => buildAdmission(room, cid, 'a'));
    for (const one of sent) await store.rooms.admit(one);
    const renewed = { ...lease, until: lease.until + 5_000 };
    const left = {
      ...room,
      seq: 3,
      deliveredSeq: 2,
      undelivered: [{ ...buildMessage('c'), seq: 3 }],
      lease: renewed,
    };
    expect(await store.rooms.release({ room: room.id, lease, renewed, count: 2 })).toEqual({
      state: 'renewed',
      room: left,
    });
    expect(await store.rooms.get(room.id)).toEqual(left);
    expect(await store.rooms.release({ room: room.id, lease: renewed, renewed, count: 1 })).toEqual(
      {
        state: 'released',
      },
    );
  });

  it('writes nothing for a function that has lost the lease', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const [a, b] = [buildLease('a'), buildLease('b')];
    await store.rooms.admit(buildAdmission(room, 'a', 'a'));
    const current = await store.rooms.takeLease({ room: room.id, from: a, to: b, now });
    for (const count of [0, 1]) {
      expect(await store.rooms.release({ room: room.id, lease: a, renewed: a, count })).toEqual({
        state: 'lost',
      });
    }
    expect(await store.rooms.get(room.id)).toEqual(current);
    expect(
      await store.rooms.admit(buildAdmission(room, 'a')),
      'the cid is not forgotten',
    ).toMatchObject({
      repeated: true,
    });
    expect(await store.rooms.release({ room: room.id, lease: b, renewed: b, count: 1 })).toEqual({
      state: 'released',
    });
    expect(
      await store.rooms.release({ room: room.id, lease: b, renewed: b, count: 1 }),
      'twice',
    ).toEqual({ state: 'lost' });
    expect(
      await store.rooms.release({ room: buildRoom().id, lease: b, renewed: b, count: 1 }),
      'no room',
    ).toEqual({ state: 'lost' });
  });

  it.each([
    ['releasing the lease', 0],
    ['with more undelivered', 1],
  ])(
    '[G5] removes 270 messages in one release and forgets none, %s',
    async (_, more) => {
      const store = makeStore();
      const room = await createRoom(store);
      const inputs = Array.from({ length: 270 + more }, (_, index) => ({
        ...buildAdmission(room, `cid-${index}`, 'a'),
        maxUndelivered: 1_000,
      }));
      for (let from = 0; from < inputs.length; from += 40) {
        await Promise.all(inputs.slice(from, from + 40).map((input) => store.rooms.admit(input)));
      }
      await deliver(store, room, 270);
      const after = await store.rooms.get(room.id);
      expect(after).toMatchObject({
        seq: 270 + more,
        deliveredSeq: 270,
        lease: more === 0 ? undefined : buildLease('a'),
      });
      expect(after?.undelivered.map(({ seq }) => seq)).toEqual(more === 0 ? [] : [271]);
      for (const input of [inputs[0], inputs[150], inputs.at(-1)]) {
        if (input !== undefined) {
          expect(await store.rooms.admit(input)).toMatchObject({ ok: true, repeated: true });
        }
      }
    },
    30_000,
  );
}

export function describeCrowd(makeStore: () => RoomPorts): void {
  it('[G2] delivers 50 messages from each of 20 senders in one order, without holes', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const delivered: { seq: number; cid: string }[] = [];
    const deliverUndelivered = async (held: Room): Promise<void> => {
      const { lease } = held;
      if (lease === undefined) throw new Error('There is no lease');
      for (let { undelivered } = held; ;) {
        delivered.push(...undelivered);
        const released = await store.rooms.release({
          room: room.id,
          lease,
          renewed: lease,
          count: undelivered.length,
        });
        expect(released.state).not.toBe('lost');
        if (released.state !== 'renewed') return;
        ({ undelivered } = released.room);
      }
    };
    const answered = await Promise.all(
      Array.from({ length: 20 }, async (_, sender) => {
        const seqs: number[] = [];
        for (let index = 0; index < 50; index += 1) {
          const input = buildAdmission(room, `${sender}-${index}`);
          const outcome = await store.rooms.admit(input);
          if (!outcome.ok) throw new Error(outcome.reason);
          seqs.push(outcome.seq);
          if (outcome.room.lease?.id === input.lease.id) await deliverUndelivered(outcome.room);
        }
        return seqs;
      }),
    );
    expect(delivered.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index + 1),
    );
    expect(new Set(delivered.map(({ cid }) => cid)).size).toBe(1_000);
    expect(answered.flat().toSorted((a, b) => a - b)).toEqual(delivered.map(({ seq }) => seq));
    for (const seqs of answered) expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(await store.rooms.get(room.id)).toMatchObject({
      seq: 1_000,
      deliveredSeq: 1_000,
      undelivered: [],
      lease: undefined,
    });
  });

  it('[G2] counts all messages in seq, after any admissions and releases', async () => {
    const store = makeStore();
    const step = fc.oneof(
      fc.record({
        cid: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        content: fc.constantFrom('x', 'y'),
      }),
      fc.record({ count: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const room = await createRoom(store);
        for (const one of steps) {
          const before = await store.rooms.get(room.id);
          if ('cid' in one) {
            await store.rooms.admit({
              ...buildAdmission(room, one.cid),
              message: buildMessage(one.cid, { content: one.content }),
              maxUndelivered: 4,
            });
          } else if (before?.lease !== undefined) {
            const { lease } = before;
            const count = Math.min(one.count, before.undelivered.length);
            await store.rooms.release({ room: room.id, lease, renewed: lease, count });
          }
          const after = await store.rooms.get(room.id);
          if (before === undefined || after === undefined) throw new Error('the room is gone');
          expect(after.seq).toBe(after.deliveredSeq + after.undelivered.length);
          expect(after.seq).toBeGreaterThanOrEqual(before.seq);
          expect(after.undelivered.map(({ seq }) => seq)).toEqual(
            after.undelivered.map((_, index) => after.deliveredSeq + index + 1),
          );
          expect(after.lease === undefined).toBe(after.undelivered.length === 0);
        }
      }),
      { numRuns: 15 },
    );
  });
}
