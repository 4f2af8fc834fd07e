// What every RoomStore adapter promises, one part per file: a room's life and its tail here, the log, names and seats beside.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Room, RoomStore } from '../../functions/core/ports.ts';
import { admission, batonNamed, end, messageOf, now, roomWith, seatIn } from './room-builders.ts';
import { describeLog, describeNames, describeSeats } from './room-store-members.ts';

export function describeRoomStore(name: string, makeStore: () => RoomStore): void {
  describe(`RoomStore: ${name}`, () => {
    describeLife(makeStore);
    describeAdmit(makeStore);
    describeBaton(makeStore);
    describeCrowd(makeStore);
    describeLog(makeStore);
    describeNames(makeStore);
    describeSeats(makeStore);
  });
}

const made = async (store: RoomStore, changes: Partial<Room> = {}): Promise<Room> => {
  const room = roomWith(changes);
  expect(await store.create({ room, now })).toBe('created');
  return room;
};

function describeLife(makeStore: () => RoomStore): void {
  it('reads a room as it was created, and nothing where none was', async () => {
    const store = makeStore();
    const room = await made(store, { title: 'Tea\ud800 \u{1F600}', state: 'locked', capacity: 0 });
    expect(await store.read(room.id)).toEqual(room);
    const bare = await made(store, { title: '' });
    expect(await store.read(bare.id)).toEqual(bare);
    expect(await store.read(roomWith().id)).toBeUndefined();
  });

  it('does not create a room twice while it lives', async () => {
    const store = makeStore();
    const room = await made(store);
    expect(await store.create({ room: { ...room, title: 'other', epoch: 'e2' }, now: end - 1 })).toBe('exists');
    expect(await store.read(room.id)).toEqual(room);
  });

  it('creates a new incarnation of a room that is over, once, with nothing of the old one', async () => {
    const store = makeStore();
    const room = await made(store);
    await store.admit(admission(room, 'a'));
    await store.sit({ seat: seatIn(room, 'c1='), now });
    await store.append({ room: room.id, epoch: room.epoch, messages: [{ ...messageOf('a'), seq: 1 }], expiresAt: end });
    await store.claimName({ room: room.id, epoch: room.epoch, key: 'ann', member: messageOf('a').member, most: 10, expiresAt: end });

    const anew = roomWith({ id: room.id, epoch: 'e2', createdAt: end, expiresAt: end + 600_000 });
    const others = Array.from({ length: 5 }, (_, index) => ({ ...anew, epoch: `e3-${index}` }));
    const tried = await Promise.all([anew, ...others].map((one) => store.create({ room: one, now: end })));
    expect(tried.filter((outcome) => outcome === 'created')).toHaveLength(1);

    const stands = await store.read(room.id);
    expect(stands).toEqual({ ...anew, epoch: stands?.epoch });
    const epoch = stands?.epoch ?? '';
    expect(await store.seats(room.id)).toEqual([]);
    expect(await store.log({ room: room.id, epoch, after: 0, before: 100, limit: 100, now: end })).toEqual([]);
    expect(await store.claimName({ room: room.id, epoch, key: 'ann', member: messageOf('b', 'bob').member, most: 1, expiresAt: end })).toBe('claimed');
    const admitted = await store.admit({ ...admission(room, 'a'), now: end });
    expect(admitted).toMatchObject({ ok: true, seq: 1, repeated: false });
  });

  it('closes a room once, with nothing pending, and counts what waited as gone', async () => {
    const store = makeStore();
    const room = await made(store);
    await store.admit(admission(room, 'a'));
    expect(await store.close({ room: room.id, epoch: 'another' })).toBeUndefined();
    const closed = await store.close({ room: room.id, epoch: room.epoch });
    expect(closed).toEqual({ ...room, state: 'closed', seq: 1, drained: 1 });
    expect(await store.read(room.id)).toEqual(closed);
    expect(await store.close({ room: room.id, epoch: room.epoch })).toBeUndefined();
    expect(await store.close({ room: roomWith().id, epoch: room.epoch })).toBeUndefined();
  });

  it('erases all of a closed room but the room item, and nothing of an open one', async () => {
    const store = makeStore();
    const room = await made(store);
    const { id, epoch } = room;
    await store.sit({ seat: seatIn(room, 'c1='), now });
    await store.append({ room: id, epoch, messages: [{ ...messageOf('a'), seq: 1 }], expiresAt: end });
    const paging = { room: id, epoch, after: 0, before: 100, limit: 100, now };
    await store.erase(id);
    expect(await store.seats(id)).toHaveLength(1);
    expect(await store.log(paging)).toHaveLength(1);
    const closed = await store.close({ room: id, epoch });
    expect(await store.seats(id), 'who must be told of the end').toHaveLength(1);
    await store.erase(id);
    expect(await store.seats(id)).toEqual([]);
    expect(await store.log(paging)).toEqual([]);
    expect(await store.read(id)).toEqual(closed);
    await store.erase(roomWith().id);
  });
}

function describeAdmit(makeStore: () => RoomStore): void {
  it('[G2] gives each message the next seq, appends it to what waits and gives the baton to the first', async () => {
    const store = makeStore();
    const room = await made(store);
    const first = admission(room, 'a');
    const second = admission(room, 'b');
    expect(await store.admit(first)).toEqual({
      ok: true, seq: 1, at: first.message.at, repeated: false,
      room: { ...room, seq: 1, pending: [{ ...first.message, seq: 1 }], baton: first.baton },
    });
    expect(await store.admit(second)).toEqual({
      ok: true, seq: 2, at: second.message.at, repeated: false,
      room: { ...room, seq: 2, pending: [{ ...first.message, seq: 1 }, { ...second.message, seq: 2 }], baton: first.baton },
    });
  });

  it('[G2] what it told of the room does not change under the caller', async () => {
    const store = makeStore();
    const room = await made(store);
    const first = await store.admit(admission(room, 'a'));
    await store.admit(admission(room, 'b'));
    expect(first.ok && first.room.pending.map(({ seq }) => seq)).toEqual([1]);
  });

  it('[G5] tells the first seq and time of the same cid and content, before and after it was drained, and writes nothing', async () => {
    const store = makeStore();
    const room = await made(store);
    const first = admission(room, 'a');
    await store.admit(first);
    const again = { ...first, message: { ...first.message, at: first.message.at + 5_000 }, baton: batonNamed('other') };
    expect(await store.admit(again)).toMatchObject({ ok: true, seq: 1, at: first.message.at, repeated: true, room: { seq: 1, baton: first.baton } });
    await store.release({ room: room.id, baton: first.baton, renewed: first.baton, count: 1, forgetUpTo: 0 });
    expect(await store.admit(again)).toMatchObject({ ok: true, seq: 1, at: first.message.at, repeated: true, room: { seq: 1, pending: [] } });
    expect(await store.read(room.id)).toMatchObject({ seq: 1, baton: undefined });
  });

  it('[G5] refuses the same cid with other content', async () => {
    const store = makeStore();
    const room = await made(store);
    const first = admission(room, 'a');
    await store.admit(first);
    const remember = { key: first.remember?.key ?? '', content: 'other content' };
    expect(await store.admit({ ...first, remember })).toEqual({ ok: false, reason: 'conflict' });
    expect(await store.read(room.id)).toMatchObject({ seq: 1 });
  });

  it('forgets cids up to a seq, and no others', async () => {
    const store = makeStore();
    const room = await made(store);
    const sent = ['a', 'b', 'c'].map((cid) => admission(room, cid, 'baton'));
    for (const one of sent) await store.admit(one);
    const baton = batonNamed('baton');
    await store.release({ room: room.id, baton, renewed: baton, count: 3, forgetUpTo: 2 });
    const repeated = [];
    for (const one of sent) repeated.push(await store.admit(one));
    expect(repeated).toMatchObject([{ seq: 4, repeated: false }, { seq: 5, repeated: false }, { seq: 3, repeated: true }]);
  });

  it('forgets what another store admitted', async () => {
    const [one, other] = [makeStore(), makeStore()];
    const room = await made(one);
    if (await other.read(room.id) === undefined) return; // Each store in memory is a world of its own.
    const baton = batonNamed('baton');
    await one.admit(admission(room, 'a', 'baton'));
    await other.admit(admission(room, 'b'));
    await one.release({ room: room.id, baton, renewed: baton, count: 2, forgetUpTo: 2 });
    expect(await one.admit(admission(room, 'b'))).toMatchObject({ ok: true, seq: 3, repeated: false });
  });

  it('admits any text, with any cid and none', async () => {
    const store = makeStore();
    const room = await made(store);
    const hostile = ['__proto__', 'constructor', '#name', 'a.b[0]', '\u{1F600}', '\ud800', '\udfff', '', ' ', 'x'.repeat(4_000), '\u0000\n"\\'];
    for (const [index, odd] of hostile.entries()) {
      const input = { ...admission(room, odd), message: { ...messageOf(odd, odd), body: odd } };
      expect(await store.admit(input)).toMatchObject({ ok: true, seq: index + 1, repeated: false });
      expect(await store.admit(input)).toMatchObject({ ok: true, seq: index + 1, repeated: true });
    }
    expect(await store.admit({ ...admission(room, 'server-made'), remember: undefined })).toMatchObject({ ok: true, seq: hostile.length + 1, repeated: false });
    expect((await store.read(room.id))?.pending.map(({ body }) => body)).toEqual([...hostile, 'body of server-made']);
  });

  it('[G7] admits nothing from the moment of expiry on, nor into a closed room or one that never was', async () => {
    const store = makeStore();
    const expired = { ok: false, reason: 'expired' };
    const room = await made(store);
    expect(await store.admit({ ...admission(room, 'a'), now: end - 1 })).toMatchObject({ ok: true });
    expect(await store.admit({ ...admission(room, 'b'), now: end })).toEqual(expired);
    expect(await store.admit({ ...admission(room, 'a'), now: end }), 'repeated').toEqual(expired);
    await store.close({ room: room.id, epoch: room.epoch });
    expect(await store.admit(admission(room, 'c'))).toEqual(expired);
    expect(await store.admit(admission(roomWith(), 'd'))).toEqual(expired);
  });

  it('admits into a locked room', async () => {
    const store = makeStore();
    const room = await made(store, { state: 'locked' });
    expect(await store.admit(admission(room, 'a'))).toMatchObject({ ok: true, room: { state: 'locked' } });
  });

  it('refuses when as many wait as may, except what came before', async () => {
    const store = makeStore();
    const room = await made(store);
    const inputs = ['a', 'b', 'c'].map((cid) => ({ ...admission(room, cid), pendingMost: 2 }));
    const outcomes = [];
    for (const input of [...inputs, ...inputs.slice(0, 1)]) outcomes.push(await store.admit(input));
    expect(outcomes).toMatchObject([{ seq: 1 }, { seq: 2 }, { ok: false, reason: 'unavailable' }, { seq: 1, repeated: true }]);
  });

  it('keeps what waits however large the messages are, or says that it cannot, and goes on after a release', async () => {
    const store = makeStore();
    const room = await made(store);
    let admitted = 0;
    for (let index = 0; index < 40; index += 1) {
      const input = admission(room, `large-${index}`, index === 0 ? 'first' : undefined);
      const outcome = await store.admit({ ...input, message: { ...input.message, body: '\u{1F600}'.repeat(4_000) } });
      if (outcome.ok) admitted += 1;
      else expect(outcome.reason).toBe('unavailable');
    }
    const baton = batonNamed('first');
    expect(await store.read(room.id)).toMatchObject({ seq: admitted, baton });
    const step = { room: room.id, baton, renewed: baton, forgetUpTo: 0 };
    expect(await store.release({ ...step, count: admitted - 1 })).toMatchObject({ state: 'more' });
    for (let index = 0; index < 10; index += 1) expect(await store.admit(admission(room, `small-${index}`))).toMatchObject({ ok: true });
    expect(await store.release({ ...step, count: 11 })).toEqual({ state: 'laid down' });
  });
}

function describeBaton(makeStore: () => RoomStore): void {
  it('[G4] replaces a baton only where the one that was seen still stands', async () => {
    const store = makeStore();
    const room = await made(store);
    const [a, b, c] = [batonNamed('a'), batonNamed('b'), batonNamed('c')];
    const taken = await store.takeBaton({ room: room.id, from: undefined, to: a, now });
    expect(taken).toEqual({ ...room, baton: a });
    expect(await store.takeBaton({ room: room.id, from: undefined, to: b, now })).toBeUndefined();
    expect(await store.takeBaton({ room: room.id, from: c, to: b, now })).toBeUndefined();
    expect(await store.takeBaton({ room: room.id, from: { ...a, until: a.until - 1 }, to: b, now }), 'renewed meanwhile').toBeUndefined();
    expect(await store.takeBaton({ room: room.id, from: a, to: b, now })).toEqual({ ...room, baton: b });
  });

  it('gives a baton to one of many who reach for it', async () => {
    const store = makeStore();
    const room = await made(store);
    const tries = await Promise.all(Array.from({ length: 10 }, (_, index) =>
      store.takeBaton({ room: room.id, from: undefined, to: batonNamed(`b${index}`), now })));
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
    expect(await store.release({ room: room.id, baton, renewed: baton, count: 2, forgetUpTo: 0 })).toEqual({ state: 'laid down' });
    expect(await store.read(room.id)).toEqual({ ...room, seq: 2, drained: 2 });
    expect(await store.admit(admission(room, 'c', 'next'))).toMatchObject({ seq: 3, room: { drained: 2, baton: batonNamed('next') } });
  });

  it('keeps the baton, renewed, when more waits', async () => {
    const store = makeStore();
    const room = await made(store);
    const baton = batonNamed('a');
    const sent = ['a', 'b', 'c'].map((cid) => admission(room, cid, 'a'));
    for (const one of sent) await store.admit(one);
    const renewed = { ...baton, until: baton.until + 5_000 };
    const left = { ...room, seq: 3, drained: 2, pending: [{ ...messageOf('c'), seq: 3 }], baton: renewed };
    expect(await store.release({ room: room.id, baton, renewed, count: 2, forgetUpTo: 1 })).toEqual({ state: 'more', room: left });
    expect(await store.read(room.id)).toEqual(left);
    expect(await store.release({ room: room.id, baton: renewed, renewed, count: 1, forgetUpTo: 3 })).toEqual({ state: 'laid down' });
  });

  it('writes nothing for one who has lost the baton', async () => {
    const store = makeStore();
    const room = await made(store);
    const [a, b] = [batonNamed('a'), batonNamed('b')];
    await store.admit(admission(room, 'a', 'a'));
    const stands = await store.takeBaton({ room: room.id, from: a, to: b, now });
    for (const count of [0, 1]) expect(await store.release({ room: room.id, baton: a, renewed: a, count, forgetUpTo: 1 })).toEqual({ state: 'lost' });
    expect(await store.read(room.id)).toEqual(stands);
    expect(await store.admit(admission(room, 'a')), 'the cid is not forgotten').toMatchObject({ repeated: true });
    expect(await store.release({ room: room.id, baton: b, renewed: b, count: 1, forgetUpTo: 1 })).toEqual({ state: 'laid down' });
    expect(await store.release({ room: room.id, baton: b, renewed: b, count: 1, forgetUpTo: 1 }), 'twice').toEqual({ state: 'lost' });
    expect(await store.release({ room: roomWith().id, baton: b, renewed: b, count: 1, forgetUpTo: 1 }), 'no room').toEqual({ state: 'lost' });
  });

  it.each([['laying the baton down', 0], ['while more waits', 1]])('removes 200 messages and 450 cids at once, %s', async (_, more) => {
    const store = makeStore();
    const room = await made(store);
    const baton = batonNamed('a');
    const send = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index += 1) await store.admit({ ...admission(room, `cid-${index}`, 'a'), pendingMost: 1_000 });
    };
    const step = { room: room.id, baton, renewed: baton };
    await send(0, 250);
    await store.release({ ...step, count: 250, forgetUpTo: 0 });
    await send(250, 450 + more);
    const released = await store.release({ ...step, count: 200, forgetUpTo: 450 });
    expect(released.state).toBe(more === 0 ? 'laid down' : 'more');
    expect(await store.read(room.id)).toMatchObject({ seq: 450 + more, drained: 450 });
    for (const cid of ['cid-0', 'cid-249', 'cid-449']) expect(await store.admit(admission(room, cid))).toMatchObject({ ok: true, repeated: false });
    if (more === 1) expect(await store.admit(admission(room, 'cid-450'))).toMatchObject({ seq: 451, repeated: true });
  }, 30_000);
}

function describeCrowd(makeStore: () => RoomStore): void {
  it('[G2] 20 senders of 50 messages, drained by whoever has the baton: one order, no hole, no duplicate', async () => {
    const store = makeStore();
    const room = await made(store);
    const delivered: { seq: number; cid: string }[] = [];
    const drain = async (held: Room): Promise<void> => {
      const { baton } = held;
      if (baton === undefined) throw new Error('no baton');
      for (let { pending } = held; ;) {
        delivered.push(...pending);
        const released = await store.release({ room: room.id, baton, renewed: baton, count: pending.length, forgetUpTo: (pending.at(-1)?.seq ?? 0) - 100 });
        if (released.state !== 'more') return expect(released.state).toBe('laid down');
        ({ pending } = released.room);
      }
    };
    const answered = await Promise.all(Array.from({ length: 20 }, async (_, sender) => {
      const seqs: number[] = [];
      for (let index = 0; index < 50; index += 1) {
        const input = admission(room, `${sender}-${index}`);
        const outcome = await store.admit(input);
        if (!outcome.ok) throw new Error(outcome.reason);
        seqs.push(outcome.seq);
        if (outcome.room.baton?.id === input.baton.id) await drain(outcome.room);
      }
      return seqs;
    }));
    expect(delivered.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(new Set(delivered.map(({ cid }) => cid)).size).toBe(1_000);
    expect(answered.flat().toSorted((a, b) => a - b)).toEqual(delivered.map(({ seq }) => seq));
    for (const seqs of answered) expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(await store.read(room.id)).toMatchObject({ seq: 1_000, drained: 1_000, pending: [], baton: undefined });
  }, 60_000);

  it('[G2] after any run of admissions and releases, seq is what was drained and what waits', async () => {
    const store = makeStore();
    const step = fc.oneof(
      fc.record({ cid: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), content: fc.constantFrom('x', 'y') }),
      fc.record({ count: fc.nat(3), forget: fc.nat(3) }),
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const room = await made(store);
      for (const one of steps) {
        const before = await store.read(room.id);
        if ('cid' in one) await store.admit({ ...admission(room, one.cid), remember: { key: one.cid, content: one.content }, pendingMost: 4 });
        else if (before?.baton !== undefined) {
          const { baton } = before;
          const count = Math.min(one.count, before.pending.length);
          await store.release({ room: room.id, baton, renewed: baton, count, forgetUpTo: before.drained + count - one.forget });
        }
        const after = await store.read(room.id);
        if (before === undefined || after === undefined) throw new Error('the room is gone');
        expect(after.seq).toBe(after.drained + after.pending.length);
        expect(after.seq).toBeGreaterThanOrEqual(before.seq);
        expect(after.pending.map(({ seq }) => seq)).toEqual(after.pending.map((_, index) => after.drained + index + 1));
        expect(after.baton === undefined).toBe(after.pending.length === 0);
      }
    }), { numRuns: 15 });
  }, 60_000);
}
