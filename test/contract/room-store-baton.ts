// What every RoomStore promises of the baton, and of a crowd that drains by it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Room, RoomStore } from '../../functions/core/ports.ts';
import {
  admission,
  batonNamed,
  deliver,
  end,
  made,
  now,
  roomWith,
  sentAs,
} from './room-builders.ts';

export function describeBaton(makeStore: () => RoomStore): void {
  it('[G4] replaces a baton only where the one that was seen still stands', async () => {
    const store = makeStore();
    const room = await made(store);
    const [a, b, c] = [batonNamed('a'), batonNamed('b'), batonNamed('c')];
    const taken = await store.takeBaton({ room: room.id, from: undefined, to: a, now });
    expect(taken).toEqual({ ...room, baton: a });
    expect(await store.takeBaton({ room: room.id, from: undefined, to: b, now })).toBeUndefined();
    expect(await store.takeBaton({ room: room.id, from: c, to: b, now })).toBeUndefined();
    expect(
      await store.takeBaton({ room: room.id, from: { ...a, until: a.until - 1 }, to: b, now }),
      'renewed meanwhile',
    ).toBeUndefined();
    expect(await store.takeBaton({ room: room.id, from: a, to: b, now })).toEqual({
      ...room,
      baton: b,
    });
  });

  it('gives a baton to one of many who reach for it', async () => {
    const store = makeStore();
    const room = await made(store);
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.takeBaton({ room: room.id, from: undefined, to: batonNamed(`b${index}`), now }),
      ),
    );
    expect(tries.filter((taken) => taken !== undefined)).toHaveLength(1);
  });

  it('[G7] gives no baton of a room that is over', async () => {
    const store = makeStore();
    const room = await made(store);
    const take = { room: room.id, from: undefined, to: batonNamed('a') };
    expect(await store.takeBaton({ ...take, now: end })).toBeUndefined();
    await store.close({ room: room.id, epoch: room.epoch });
    expect(await store.takeBaton({ ...take, now })).toBeUndefined();
    expect(await store.takeBaton({ ...take, room: roomWith().id, now })).toBeUndefined();
  });

  it('lays the baton down when nothing more waits; the next message takes it anew', async () => {
    const store = makeStore();
    const room = await made(store);
    const baton = batonNamed('a');
    await store.admit(admission(room, 'a', 'a'));
    await store.admit(admission(room, 'b'));
    expect(await store.release({ room: room.id, baton, renewed: baton, count: 2 })).toEqual({
      state: 'laid down',
    });
    expect(await store.read(room.id)).toEqual({ ...room, seq: 2, drained: 2 });
    expect(await store.admit(admission(room, 'c', 'next'))).toMatchObject({
      seq: 3,
      room: { drained: 2, baton: batonNamed('next') },
    });
  });

  it('keeps the baton, renewed, when more waits', async () => {
    const store = makeStore();
    const room = await made(store);
    const baton = batonNamed('a');
    const sent = ['a', 'b', 'c'].map((cid) => admission(room, cid, 'a'));
    for (const one of sent) await store.admit(one);
    const renewed = { ...baton, until: baton.until + 5_000 };
    const left = {
      ...room,
      seq: 3,
      drained: 2,
      pending: [{ ...sentAs('c'), seq: 3 }],
      baton: renewed,
    };
    expect(await store.release({ room: room.id, baton, renewed, count: 2 })).toEqual({
      state: 'more',
      room: left,
    });
    expect(await store.read(room.id)).toEqual(left);
    expect(await store.release({ room: room.id, baton: renewed, renewed, count: 1 })).toEqual({
      state: 'laid down',
    });
  });

  it('writes nothing for one who has lost the baton', async () => {
    const store = makeStore();
    const room = await made(store);
    const [a, b] = [batonNamed('a'), batonNamed('b')];
    await store.admit(admission(room, 'a', 'a'));
    const stands = await store.takeBaton({ room: room.id, from: a, to: b, now });
    for (const count of [0, 1]) {
      expect(await store.release({ room: room.id, baton: a, renewed: a, count })).toEqual({
        state: 'lost',
      });
    }
    expect(await store.read(room.id)).toEqual(stands);
    expect(await store.admit(admission(room, 'a')), 'the cid is not forgotten').toMatchObject({
      repeated: true,
    });
    expect(await store.release({ room: room.id, baton: b, renewed: b, count: 1 })).toEqual({
      state: 'laid down',
    });
    expect(await store.release({ room: room.id, baton: b, renewed: b, count: 1 }), 'twice').toEqual(
      { state: 'lost' },
    );
    expect(
      await store.release({ room: roomWith().id, baton: b, renewed: b, count: 1 }),
      'no room',
    ).toEqual({ state: 'lost' });
  });

  it.each([
    ['laying the baton down', 0],
    ['while more waits', 1],
  ])(
    '[G5] removes 270 messages at once, and forgets none, %s',
    async (_, more) => {
      const store = makeStore();
      const room = await made(store);
      const inputs = Array.from({ length: 270 + more }, (_, index) => ({
        ...admission(room, `cid-${index}`, 'a'),
        pendingMost: 1_000,
      }));
      for (let from = 0; from < inputs.length; from += 40) {
        await Promise.all(inputs.slice(from, from + 40).map((input) => store.admit(input)));
      }
      await deliver(store, room, 270);
      const after = await store.read(room.id);
      expect(after).toMatchObject({
        seq: 270 + more,
        drained: 270,
        baton: more === 0 ? undefined : batonNamed('a'),
      });
      expect(after?.pending.map(({ seq }) => seq)).toEqual(more === 0 ? [] : [271]);
      for (const input of [inputs[0], inputs[150], inputs.at(-1)]) {
        if (input !== undefined) {
          expect(await store.admit(input)).toMatchObject({ ok: true, repeated: true });
        }
      }
    },
    30_000,
  );
}

export function describeCrowd(makeStore: () => RoomStore): void {
  it('[G2] 20 senders of 50 messages, drained by whoever has the baton: one order, no hole, no duplicate', async () => {
    const store = makeStore();
    const room = await made(store);
    const delivered: { seq: number; cid: string }[] = [];
    const drain = async (held: Room): Promise<void> => {
      const { baton } = held;
      if (baton === undefined) throw new Error('no baton');
      for (let { pending } = held; ;) {
        delivered.push(...pending);
        const released = await store.release({
          room: room.id,
          baton,
          renewed: baton,
          count: pending.length,
        });
        expect(released.state).not.toBe('lost');
        if (released.state !== 'more') return;
        ({ pending } = released.room);
      }
    };
    const answered = await Promise.all(
      Array.from({ length: 20 }, async (_, sender) => {
        const seqs: number[] = [];
        for (let index = 0; index < 50; index += 1) {
          const input = admission(room, `${sender}-${index}`);
          const outcome = await store.admit(input);
          if (!outcome.ok) throw new Error(outcome.reason);
          seqs.push(outcome.seq);
          if (outcome.room.baton?.id === input.baton.id) await drain(outcome.room);
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
    expect(await store.read(room.id)).toMatchObject({
      seq: 1_000,
      drained: 1_000,
      pending: [],
      baton: undefined,
    });
  }, 60_000);

  it('[G2] after any run of admissions and releases, seq is what was drained and what waits', async () => {
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
        const room = await made(store);
        for (const one of steps) {
          const before = await store.read(room.id);
          if ('cid' in one) {
            await store.admit({
              ...admission(room, one.cid),
              message: sentAs(one.cid, one.content),
              pendingMost: 4,
            });
          } else if (before?.baton !== undefined) {
            const { baton } = before;
            const count = Math.min(one.count, before.pending.length);
            await store.release({ room: room.id, baton, renewed: baton, count });
          }
          const after = await store.read(room.id);
          if (before === undefined || after === undefined) throw new Error('the room is gone');
          expect(after.seq).toBe(after.drained + after.pending.length);
          expect(after.seq).toBeGreaterThanOrEqual(before.seq);
          expect(after.pending.map(({ seq }) => seq)).toEqual(
            after.pending.map((_, index) => after.drained + index + 1),
          );
          expect(after.baton === undefined).toBe(after.pending.length === 0);
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);
}
