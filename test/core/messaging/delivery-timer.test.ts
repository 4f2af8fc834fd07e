// An accepted message whose deliverer dies: the timer that delivers it, and the lease, which keeps
// two functions from delivering concurrently.

import { describe, expect, it } from 'vitest';
import { createMemoryRoomPorts } from '../../../functions/adapters/memory/memory-room-ports.ts';
import type {
  DeliveryLease,
  MemberId,
  RoomId,
  RoomPorts,
  Rooms,
} from '../../../functions/core/ports.ts';
import { holdLease } from '../../../functions/core/messaging/lease.ts';
import { timing } from '../../../functions/core/settings.ts';
import type { Message } from '../../../functions/protocol/events.ts';
import type { Frame } from '../../../functions/protocol/frames.ts';
import {
  elapse,
  isOk,
  joinTestRoom,
  findPayloads,
  getReason,
  getResponse,
  createTestRoom,
  createTestPorts,
  type TestPorts,
} from '../test-ports.ts';

/** The maximum between the last fault and the delivery (G4). */
const max = 5_000;
const seqsIn = (frames: readonly Frame[]): readonly number[] =>
  (findPayloads(frames, 'shout') as readonly Message[]).map(({ seq }) => seq);
const tails = ({ timers }: TestPorts) => timers.filter(({ kind }) => kind === 'delivery');

type Step = 'append' | 'post' | 'release';

/**
 * Creates ports on which the next function dies at a step: it never continues. `dieAt` resolves
 * when it has died.
 */
function createMortalPorts(): { readonly ports: TestPorts; dieAt(step: Step): Promise<void> } {
  const store = createMemoryRoomPorts();
  let dies: Step | undefined;
  let died = (): void => undefined;
  const mortal =
    <Given extends unknown[], Result>(step: Step, act: (...given: Given) => Promise<Result>) =>
    (...given: Given): Promise<Result> => {
      if (dies !== step) return act(...given);
      dies = undefined;
      died();
      return new Promise(() => undefined);
    };
  const mortalStore: RoomPorts = {
    ...store,
    messages: { ...store.messages, append: mortal('append', store.messages.append) },
    rooms: { ...store.rooms, release: mortal('release', store.rooms.release) },
  };
  const ports = createTestPorts({ ports: mortalStore });
  const post = mortal('post', () => Promise.resolve());
  ports.tamper = (_, text) => (text.includes('"shout"') ? post() : undefined);
  return {
    ports,
    dieAt: (step) =>
      new Promise((resolve) => {
        [dies, died] = [step, resolve];
      }),
  };
}

describe('A message whose deliverer dies', () => {
  it.each(['append', 'post', 'release'] as const)(
    '[G4] at its %s is delivered within 5 s without further activity',
    async (step) => {
      const { ports, dieAt } = createMortalPorts();
      const { joinUrl } = await createTestRoom(ports);
      const [ann, bob] = [
        await joinTestRoom(ports, joinUrl, { username: 'ann' }),
        await joinTestRoom(ports, joinUrl, { username: 'bob' }),
      ];
      ports.inbox(ann.id);
      const died = dieAt(step);
      void ann.push('shout', { body: 'one' });
      await died;
      const early = ports.inbox(ann.id);
      expect(isOk(early[0])).toBe(true);
      await elapse(ports, max, 'delivery');
      expect(new Set([...seqsIn(early), ...seqsIn(ports.inbox(ann.id))])).toEqual(new Set([1]));
      expect(new Set(seqsIn(ports.inbox(bob.id)))).toEqual(new Set([1]));
    },
  );

  it('[G4] is delivered within 5 s if the second deliverer dies too', async () => {
    const { ports, dieAt } = createMortalPorts();
    const { joinUrl } = await createTestRoom(ports);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    const died = dieAt('append');
    void ann.push('shout', { body: 'one' });
    await died;
    const diedToo = dieAt('append');
    void elapse(ports, timing.deliveryTimerMilliseconds, 'delivery');
    await diedToo;
    expect(seqsIn(ports.inbox(bob.id))).toEqual([]);
    await elapse(ports, max, 'delivery');
    expect(seqsIn(ports.inbox(bob.id))).toEqual([1]);
  });

  it('[G4] needs no further timer once it is delivered', async () => {
    const { ports } = createMortalPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    await ann.push('shout', { body: 'one' });
    await elapse(ports, 60_000, 'delivery');
    expect(tails(ports)).toHaveLength(1);
    expect(seqsIn(ports.inbox(ann.id))).toEqual([]);
  });
});

describe('The delivery timer', () => {
  it('[G4] is set before the reply', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const unsubscribed: boolean[] = [];
    ports.tamper = () => {
      unsubscribed.push(
        tails(ports).some(({ at }) => at - ports.now <= timing.deliveryTimerMilliseconds),
      );
    };
    const [reply] = await ann.push('shout', { body: 'one' });
    expect(isOk(reply)).toBe(true);
    expect(unsubscribed).toEqual([true, true]);
  });

  it('[G4] is one for many messages', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    for (let index = 0; index < 20; index += 1) await ann.push('shout', { body: 'hello' });
    expect(tails(ports)).toHaveLength(1);
    // Ten seconds of messages: a timer every two seconds, each soon enough for every message before
    // it.
    for (let index = 0; index < 100; index += 1) {
      ports.now += 100;
      expect(isOk((await ann.push('shout', { body: 'hello' }))[0])).toBe(true);
      expect(
        tails(ports).some(
          ({ at }) => at > ports.now && at <= ports.now + timing.deliveryTimerMilliseconds,
        ),
      ).toBe(true);
    }
    expect(tails(ports).length).toBeLessThanOrEqual(6);
  });

  it('[G1] [G4] that cannot be set gives `unavailable` until a retry', async () => {
    let fails = true;
    const ports: TestPorts = createTestPorts({
      ports: {
        timers: {
          set: (timer) => {
            if (fails && timer.kind === 'delivery') {
              return Promise.reject(new Error('The queue does not answer.'));
            }
            ports.timers.push(timer);
            return Promise.resolve();
          },
        },
      },
    });
    const { joinUrl } = await createTestRoom(ports);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    ports.inbox(ann.id);
    await expect(ann.push('shout', { body: 'one', cid: 'a' })).rejects.toThrow('does not answer');
    expect(ports.inbox(ann.id).map(getReason)).toEqual(['unavailable']);
    expect(ports.inbox(bob.id)).toEqual([]);
    fails = false;
    expect(getResponse((await ann.push('shout', { body: 'one', cid: 'a' }))[0])).toMatchObject({
      seq: 1,
    });
    await elapse(ports, max, 'delivery');
    expect(seqsIn(ports.inbox(bob.id))).toEqual([1]);
  });
});

describe('The delivery lease', () => {
  const leased = async () => {
    const ports = createTestPorts();
    const { room } = await createTestRoom(ports);
    const id = room.id as RoomId;
    const { rooms, clock } = ports.context;
    const mine: DeliveryLease = { id: 'mine', until: ports.now + timing.leaseMilliseconds };
    await rooms.takeLease({ room: id, from: undefined, to: mine, now: ports.now });
    return { ports, id, rooms, mine, heldLease: holdLease({ rooms, clock }, id, mine) };
  };

  it('[G4] is renewed by a slow holder, once for concurrent checks', async () => {
    const { ports, id, rooms, mine, heldLease } = await leased();
    expect(await heldLease.holds()).toBe(true);
    expect((await rooms.get(id))?.lease).toEqual(mine);
    for (let turn = 0; turn < 5; turn += 1) {
      ports.now += 2_000;
      expect(await Promise.all([heldLease.holds(), heldLease.holds(), heldLease.holds()])).toEqual([
        true,
        true,
        true,
      ]);
      expect((await rooms.get(id))?.lease).toEqual({
        id: 'mine',
        until: ports.now + timing.leaseMilliseconds,
      });
    }
  });

  it('[G4] is lost for good once another function has it', async () => {
    const { ports, id, rooms, mine, heldLease } = await leased();
    ports.now += 4_000;
    await rooms.takeLease({
      room: id,
      from: mine,
      to: { id: 'other', until: ports.now + 3_000 },
      now: ports.now,
    });
    expect(await heldLease.holds()).toBe(false);
    expect(await heldLease.holds()).toBe(false);
    expect((await rooms.get(id))?.lease?.id).toBe('other');
  });

  it('[G4] counts as lost for good after one failed renewal', async () => {
    const { ports, id, rooms, mine } = await leased();
    let tries = 0;
    const takeLease: Rooms['takeLease'] = () => {
      tries += 1;
      return Promise.reject(new Error('throttled'));
    };
    const heldLease = holdLease(
      { rooms: { ...rooms, takeLease }, clock: ports.context.clock },
      id,
      mine,
    );
    ports.now += 2_000;
    expect(await heldLease.holds()).toBe(false);
    expect(await heldLease.holds()).toBe(false);
    expect(heldLease.isLost()).toBe(true);
    expect(tries).toBe(1);
  });

  it("[G2] [G4] stops its holder's posts when it is lost", async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    const { rooms } = ports.context;
    const id = room.id as RoomId;
    for (const cid of ['c1', 'c2']) {
      await rooms.admit({
        room: id,
        changed: false,
        slow: 0,
        maxUndelivered: 200,
        now: ports.now,
        lease: { id: 'dead', until: ports.now - 1 },
        message: {
          cid,
          body: cid,
          name: 'ann',
          member: ann.memberId as MemberId,
          at: ports.now,
          content: cid,
        },
      });
    }
    ports.inbox(bob.id);
    ports.tamper = async (connection, text) => {
      if (connection !== bob.id || !text.includes('"shout"')) return;
      ports.tamper = () => undefined;
      // This post takes so long that another function takes over.
      ports.now += 4_000;
      await rooms.takeLease({
        room: id,
        from: (await rooms.get(id))?.lease,
        to: { id: 'other', until: ports.now - 1 },
        now: ports.now,
      });
    };
    await ann.push('shout', { body: 'third' });
    expect(seqsIn(ports.inbox(bob.id))).toEqual([1]);
    await elapse(ports, max, 'delivery');
    expect(seqsIn(ports.inbox(bob.id))).toEqual([1, 2, 3]);
  });
});
