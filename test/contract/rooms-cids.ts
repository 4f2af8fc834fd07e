// The contract of resent messages during a room's whole life. Several stores share one room, like
// warm and cold functions, and each recognises a repeat.

import { expect, it } from 'vitest';
import type { Room, RoomPorts } from '../../functions/core/ports.ts';
import { admission, carry, deliver, made, memberNamed, sentAs } from './room-builders.ts';

export function describeCids(makeStore: () => RoomPorts): void {
  /** Another store on the same room; in one process there is only the one. */
  const another = async (store: RoomPorts, room: Room): Promise<RoomPorts> => {
    const other = makeStore();
    return (await other.rooms.get(room.id)) === undefined ? store : other;
  };

  it.each([200, 0])(
    '[G5] knows a message 500 back, at capacity %i, in a warm and in a new function',
    async (capacity) => {
      const store = makeStore();
      const room = await made(store, { capacity });
      const [before, late] = [await another(store, room), await another(store, room)];
      await before.rooms.admit(admission(room, 'first'));
      await deliver(store, room, 1);
      const seqs = await carry(store, room, 500);
      expect(await store.rooms.admit(admission(room, 'first'))).toMatchObject({
        ok: true,
        seq: 1,
        repeated: true,
        room: { seq: 501 },
      });
      for (const one of [store, late, before]) {
        for (const cid of ['cid-1', 'cid-250', 'cid-401', 'cid-500']) {
          expect(await one.rooms.admit(admission(room, cid)), cid).toMatchObject({
            ok: true,
            seq: seqs.get(cid),
            at: sentAs(cid).at,
            repeated: true,
          });
          expect(
            await one.rooms.admit({ ...admission(room, cid), message: sentAs(cid, 'other') }),
            cid,
          ).toEqual({ ok: false, reason: 'conflict' });
        }
      }
      expect(await store.rooms.get(room.id)).toMatchObject({
        seq: 501,
        deliveredSeq: 501,
        undelivered: [],
        lease: undefined,
      });
      expect(await late.rooms.admit(admission(room, 'new'))).toMatchObject({
        ok: true,
        seq: 502,
        repeated: false,
      });
      expect(await store.rooms.admit(admission(room, 'new'))).toMatchObject({
        ok: true,
        seq: 502,
        repeated: true,
      });
    },
    60_000,
  );

  it('[G5] keeps apart the cids of two members, and of two rooms', async () => {
    const store = makeStore();
    const [room, other] = [await made(store), await made(store)];
    const input = admission(room, 'a');
    await store.rooms.admit(input);
    expect(
      await store.rooms.admit({
        ...input,
        message: { ...input.message, member: memberNamed('bob') },
      }),
    ).toMatchObject({ seq: 2, repeated: false });
    expect(await store.rooms.admit(admission(other, 'a'))).toMatchObject({
      seq: 1,
      repeated: false,
    });
  });

  it('[G5] two functions that meet a busy room by turns take every message once', async () => {
    const one = makeStore();
    const room = await made(one);
    const two = await another(one, room);
    for (let turn = 0; turn < 3; turn += 1) {
      const inputs = Array.from({ length: 60 }, (_, index) =>
        admission(room, `${turn}-${index}`, 'carrier'),
      );
      await Promise.all(inputs.slice(0, 20).map((input) => two.rooms.admit(input)));
      await Promise.all(inputs.slice(20).map((input) => one.rooms.admit(input)));
      await deliver(one, room, 60);
      const again = await Promise.all(inputs.slice(0, 30).map((input) => two.rooms.admit(input)));
      expect(again.every((outcome) => outcome.ok && outcome.repeated)).toBe(true);
    }
    expect(await one.rooms.get(room.id)).toMatchObject({ seq: 180, deliveredSeq: 180 });
  }, 60_000);

  it('counts what the track changed, and not twice what came twice', async () => {
    const store = makeStore();
    const room = await made(store);
    for (const [cid, changed] of [
      ['a', true],
      ['b', false],
      ['a', true],
      ['c', true],
    ] as const) {
      await store.rooms.admit({ ...admission(room, cid), changed });
    }
    expect(await store.rooms.get(room.id)).toMatchObject({ seq: 3, filtered: 2 });
  });
}
