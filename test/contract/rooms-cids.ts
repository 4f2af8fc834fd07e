// The contract of resent messages during a room's whole life. Several stores share one room,
// like warm and cold functions, and each recognizes a repeat.

import { expect, it } from 'vitest';
import type { Room, RoomPorts } from '../../functions/core/ports.ts';
import {
  buildAdmission,
  deliverMessages,
  deliver,
  createRoom,
  toMemberId,
  buildMessage,
} from './room-builders.ts';

export function describeCids(makeStore: () => RoomPorts): void {
  /** Creates another store with the same rooms. In one process there is only one store. */
  const openAnotherStore = async (store: RoomPorts, room: Room): Promise<RoomPorts> => {
    const other = makeStore();
    return (await other.rooms.get(room.id)) === undefined ? store : other;
  };

  it.each([200, 0])(
    '[G5] recognizes a message sent 500 messages ago, at capacity %i, in warm and cold functions',
    async (capacity) => {
      const store = makeStore();
      const room = await createRoom(store, { capacity });
      const [before, late] = [
        await openAnotherStore(store, room),
        await openAnotherStore(store, room),
      ];
      await before.rooms.admit(buildAdmission(room, 'first'));
      await deliver(store, room, 1);
      const seqs = await deliverMessages(store, room, 500);
      expect(await store.rooms.admit(buildAdmission(room, 'first'))).toMatchObject({
        ok: true,
        seq: 1,
        repeated: true,
        room: { seq: 501 },
      });
      for (const one of [store, late, before]) {
        for (const cid of ['cid-1', 'cid-250', 'cid-401', 'cid-500']) {
          expect(await one.rooms.admit(buildAdmission(room, cid)), cid).toMatchObject({
            ok: true,
            seq: seqs.get(cid),
            at: buildMessage(cid).at,
            repeated: true,
          });
          expect(
            await one.rooms.admit({
              ...buildAdmission(room, cid),
              message: buildMessage(cid, { content: 'other' }),
            }),
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
      expect(await late.rooms.admit(buildAdmission(room, 'new'))).toMatchObject({
        ok: true,
        seq: 502,
        repeated: false,
      });
      expect(await store.rooms.admit(buildAdmission(room, 'new'))).toMatchObject({
        ok: true,
        seq: 502,
        repeated: true,
      });
    },
    60_000,
  );

  it('[G5] keeps the cids of two members and of two rooms apart', async () => {
    const store = makeStore();
    const [room, other] = [await createRoom(store), await createRoom(store)];
    const input = buildAdmission(room, 'a');
    await store.rooms.admit(input);
    expect(
      await store.rooms.admit({
        ...input,
        message: { ...input.message, member: toMemberId('bob') },
      }),
    ).toMatchObject({ seq: 2, repeated: false });
    expect(await store.rooms.admit(buildAdmission(other, 'a'))).toMatchObject({
      seq: 1,
      repeated: false,
    });
  });

  it('[G5] accepts every message once when two functions alternate in a busy room', async () => {
    const one = makeStore();
    const room = await createRoom(one);
    const two = await openAnotherStore(one, room);
    for (let turn = 0; turn < 3; turn += 1) {
      const inputs = Array.from({ length: 60 }, (_, index) =>
        buildAdmission(room, `${turn}-${index}`, 'carrier'),
      );
      await Promise.all(inputs.slice(0, 20).map((input) => two.rooms.admit(input)));
      await Promise.all(inputs.slice(20).map((input) => one.rooms.admit(input)));
      await deliver(one, room, 60);
      const again = await Promise.all(inputs.slice(0, 30).map((input) => two.rooms.admit(input)));
      expect(again.every((outcome) => outcome.ok && outcome.repeated)).toBe(true);
    }
    expect(await one.rooms.get(room.id)).toMatchObject({ seq: 180, deliveredSeq: 180 });
  });

  it('counts messages changed by the track, and a repeated one once', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    for (const [cid, changed] of [
      ['a', true],
      ['b', false],
      ['a', true],
      ['c', true],
    ] as const) {
      await store.rooms.admit({ ...buildAdmission(room, cid), changed });
    }
    expect(await store.rooms.get(room.id)).toMatchObject({ seq: 3, filtered: 2 });
  });
}
