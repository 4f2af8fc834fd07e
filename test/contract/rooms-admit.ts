// The contract of admitting a message: order, repeats, expiry and limits.

import { expect, it } from 'vitest';
import type { RoomPorts } from '../../functions/core/ports.ts';
import {
  buildAdmission,
  deliverMessages,
  buildLease,
  deliver,
  end,
  createRoom,
  toMemberId,
  buildMessage,
  now,
  buildRoom,
  buildSubscription,
} from './room-builders.ts';

export function describeAdmit(makeStore: () => RoomPorts): void {
  it('[G2] gives each message the next seq, and the first one the lease', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const first = buildAdmission(room, 'a');
    const second = buildAdmission(room, 'b');
    expect(await store.rooms.admit(first)).toEqual({
      ok: true,
      seq: 1,
      at: first.message.at,
      repeated: false,
      room: { ...room, seq: 1, undelivered: [{ ...first.message, seq: 1 }], lease: first.lease },
    });
    expect(await store.rooms.admit(second)).toEqual({
      ok: true,
      seq: 2,
      at: second.message.at,
      repeated: false,
      room: {
        ...room,
        seq: 2,
        undelivered: [
          { ...first.message, seq: 1 },
          { ...second.message, seq: 2 },
        ],
        lease: first.lease,
      },
    });
  });

  it('[G2] returns a room that later writes do not change', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const first = await store.rooms.admit(buildAdmission(room, 'a'));
    await store.rooms.admit(buildAdmission(room, 'b'));
    expect(first.ok && first.room.undelivered.map(({ seq }) => seq)).toEqual([1]);
  });

  it('[G5] returns the first seq and time for a repeated cid, and writes nothing', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const first = buildAdmission(room, 'a');
    await store.rooms.admit(first);
    const again = {
      ...first,
      message: { ...first.message, at: first.message.at + 5_000 },
      lease: buildLease('other'),
    };
    expect(await store.rooms.admit(again)).toMatchObject({
      ok: true,
      seq: 1,
      at: first.message.at,
      repeated: true,
      room: { seq: 1, lease: first.lease },
    });
    await deliver(store, room, 1);
    expect(await store.rooms.admit(again)).toMatchObject({
      ok: true,
      seq: 1,
      at: first.message.at,
      repeated: true,
      room: { seq: 1, undelivered: [] },
    });
    expect(await store.rooms.get(room.id)).toMatchObject({ seq: 1, lease: undefined });
  });

  it("[G1] admits only under the room's current membership, from a member not kicked", async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const moved = { ok: false, reason: 'stale-membership' };
    expect(await store.rooms.admit({ ...buildAdmission(room, 'a'), membership: 0 })).toMatchObject({
      ok: true,
      seq: 1,
    });
    await store.subscriptions.subscribe({ subscription: buildSubscription(room, 'c1'), now });
    for (const cid of ['a', 'b']) {
      expect(await store.rooms.admit({ ...buildAdmission(room, cid), membership: 0 })).toEqual(
        moved,
      );
    }
    expect(await store.rooms.admit({ ...buildAdmission(room, 'b'), membership: 1 })).toMatchObject({
      ok: true,
      seq: 2,
    });
    await store.rooms.change({
      room: room.id,
      epoch: room.epoch,
      change: { kick: toMemberId('eve') },
      now,
    });
    expect(await store.rooms.admit({ ...buildAdmission(room, 'c'), membership: 1 })).toMatchObject({
      ok: true,
      seq: 3,
    });
    await store.rooms.change({
      room: room.id,
      epoch: room.epoch,
      change: { kick: toMemberId('ann') },
      now,
    });
    for (const cid of ['c', 'd']) {
      expect(await store.rooms.admit({ ...buildAdmission(room, cid), membership: 1 })).toEqual(
        moved,
      );
    }
    expect(await store.rooms.get(room.id)).toMatchObject({ seq: 3 });
  });

  it('[G5] refuses the same cid with other content', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const first = buildAdmission(room, 'a');
    await store.rooms.admit(first);
    expect(
      await store.rooms.admit({
        ...first,
        message: buildMessage('a', { content: 'other content' }),
      }),
    ).toEqual({
      ok: false,
      reason: 'conflict',
    });
    expect(await store.rooms.get(room.id)).toMatchObject({ seq: 1 });
  });

  it('admits any text, with any cid or none', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const hostile = [
      '__proto__',
      'constructor',
      '#name',
      'a.b[0]',
      '\u{1F600}',
      '\ud800',
      '\udfff',
      '',
      ' ',
      'x'.repeat(4_000),
      '\u0000\n"\\',
    ];
    for (const [index, odd] of hostile.entries()) {
      const input = {
        ...buildAdmission(room, odd),
        message: { ...buildMessage(odd, { name: odd, content: odd }), body: odd },
      };
      expect(await store.rooms.admit(input)).toMatchObject({
        ok: true,
        seq: index + 1,
        repeated: false,
      });
      expect(await store.rooms.admit(input)).toMatchObject({
        ok: true,
        seq: index + 1,
        repeated: true,
      });
    }
    expect((await store.rooms.get(room.id))?.undelivered.map(({ body }) => body)).toEqual(hostile);
  });

  it('[G7] admits nothing into an expired, closed or unknown room', async () => {
    const store = makeStore();
    const expired = { ok: false, reason: 'expired' };
    const room = await createRoom(store);
    expect(await store.rooms.admit({ ...buildAdmission(room, 'a'), now: end - 1 })).toMatchObject({
      ok: true,
    });
    expect(await store.rooms.admit({ ...buildAdmission(room, 'b'), now: end })).toEqual(expired);
    expect(await store.rooms.admit({ ...buildAdmission(room, 'a'), now: end }), 'repeated').toEqual(
      expired,
    );
    await store.rooms.close({ room: room.id, epoch: room.epoch });
    expect(await store.rooms.admit(buildAdmission(room, 'c'))).toEqual(expired);
    expect(await store.rooms.admit(buildAdmission(buildRoom(), 'd'))).toEqual(expired);
  });

  it('admits into a locked room', async () => {
    const store = makeStore();
    const room = await createRoom(store, { state: 'locked' });
    expect(await store.rooms.admit(buildAdmission(room, 'a'))).toMatchObject({
      ok: true,
      room: { state: 'locked' },
    });
  });

  it("requires the room's current slow mode, except from an exempt sender", async () => {
    const store = makeStore();
    const room = await createRoom(store, { slow: 5 });
    expect(await store.rooms.admit({ ...buildAdmission(room, 'a'), slow: 0 })).toEqual({
      ok: false,
      reason: 'slow',
      slow: 5,
    });
    const input = { ...buildAdmission(room, 'a'), slow: 5 };
    expect(await store.rooms.admit(input)).toMatchObject({ ok: true, seq: 1 });
    expect(await store.rooms.admit({ ...input, slow: 0 }), 'a repeat').toMatchObject({
      ok: true,
      seq: 1,
      repeated: true,
    });
    expect(await store.rooms.admit({ ...input, slow: 0, now: end })).toEqual({
      ok: false,
      reason: 'expired',
    });
    expect(await store.rooms.admit(buildAdmission(room, 'b'))).toMatchObject({ ok: true, seq: 2 });
  });

  it('refuses a message if too many are undelivered, unless it is a repeat', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const inputs = ['a', 'b', 'c'].map((cid) => ({
      ...buildAdmission(room, cid),
      maxUndelivered: 2,
    }));
    const outcomes = [];
    for (const input of [...inputs, ...inputs.slice(0, 1)]) {
      outcomes.push(await store.rooms.admit(input));
    }
    expect(outcomes).toMatchObject([
      { seq: 1 },
      { seq: 2 },
      { ok: false, reason: 'busy' },
      { seq: 1, repeated: true },
    ]);
  });

  it('[T17] finds the message accepted under a cid, and writes nothing', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const first = buildAdmission(room, 'a');
    const { member, cid, content } = first.message;
    const query = { room: room.id, member, cid, content, now };
    expect(await store.rooms.findAccepted(query)).toBeUndefined();
    await store.rooms.admit(first);
    expect(await store.rooms.findAccepted(query)).toMatchObject({
      ok: true,
      seq: 1,
      at: first.message.at,
      repeated: true,
      room: { seq: 1 },
    });
    expect(await store.rooms.findAccepted({ ...query, content: 'other' })).toEqual({
      ok: false,
      reason: 'conflict',
    });
    expect(await store.rooms.findAccepted({ ...query, cid: 'b' })).toBeUndefined();
    expect(await store.rooms.get(room.id)).toMatchObject({
      seq: 1,
      undelivered: [{ ...first.message, seq: 1 }],
      lease: first.lease,
    });
  });

  it('[T17] finds a message accepted long ago, and none in an ended room', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    const seqs = await deliverMessages(store, room, 100);
    const { member, content } = buildAdmission(room, 'cid-1').message;
    const query = { room: room.id, member, cid: 'cid-1', content, now };
    expect(await store.rooms.findAccepted(query)).toMatchObject({
      ok: true,
      seq: seqs.get('cid-1'),
    });
    const expired = { ok: false, reason: 'expired' };
    expect(await store.rooms.findAccepted({ ...query, now: end })).toEqual(expired);
    await store.rooms.close({ room: room.id, epoch: room.epoch });
    expect(await store.rooms.findAccepted(query)).toEqual(expired);
  });

  it('stores or refuses messages of any size, and admits again after a release', async () => {
    const store = makeStore();
    const room = await createRoom(store);
    let admitted = 0;
    for (let index = 0; index < 40; index += 1) {
      const input = buildAdmission(room, `large-${index}`, index === 0 ? 'first' : undefined);
      const outcome = await store.rooms.admit({
        ...input,
        message: { ...input.message, body: '\u{1F600}'.repeat(4_000) },
      });
      if (outcome.ok) admitted += 1;
      else expect(outcome.reason).toBe('busy');
    }
    const lease = buildLease('first');
    expect(await store.rooms.get(room.id)).toMatchObject({ seq: admitted, lease });
    const step = { room: room.id, lease, renewed: lease };
    expect(await store.rooms.release({ ...step, count: admitted - 1 })).toMatchObject({
      state: 'renewed',
    });
    for (let index = 0; index < 10; index += 1) {
      expect(await store.rooms.admit(buildAdmission(room, `small-${index}`))).toMatchObject({
        ok: true,
      });
    }
    expect(await store.rooms.release({ ...step, count: 11 })).toEqual({ state: 'released' });
  });
}
