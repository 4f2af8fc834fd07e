// A message that was answered ok and whose deliverer dies: the alarm that finds it, and the lease
// that keeps two from delivering at once.

import { describe, expect, it } from 'vitest';
import { inProcessRoomStore } from '../../../functions/adapters/in-process/room-store.ts';
import type { Baton, MemberId, RoomId, RoomStore } from '../../../functions/core/ports.ts';
import { leaseOf } from '../../../functions/core/room/lease.ts';
import { timing } from '../../../functions/core/settings.ts';
import type { Message } from '../../../functions/protocol/events.ts';
import type { Frame } from '../../../functions/protocol/frames.ts';
import {
  elapse,
  isOk,
  memberOf,
  payloadsOf,
  reasonOf,
  responseOf,
  roomIn,
  worldWith,
  type TestWorld,
} from '../world.ts';

/** What G4 allows between the last fault and the delivery. */
const most = 5_000;
const seqsIn = (frames: readonly Frame[]): readonly number[] =>
  (payloadsOf(frames, 'shout') as readonly Message[]).map(({ seq }) => seq);
const tails = ({ alarms }: TestWorld) => alarms.filter(({ kind }) => kind === 'tail');

type Step = 'append' | 'post' | 'release';

/**
 * A world in which the next function that comes to a step dies there: it does nothing more, ever.
 * `dieAt` resolves when it has died.
 */
function mortalWorld(): { readonly world: TestWorld; dieAt(step: Step): Promise<void> } {
  const store = inProcessRoomStore();
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
  const rooms: RoomStore = {
    ...store,
    append: mortal('append', store.append),
    release: mortal('release', store.release),
  };
  const world = worldWith({ ports: { rooms } });
  const post = mortal('post', () => Promise.resolve());
  world.tamper = (_, text) => (text.includes('"shout"') ? post() : undefined);
  return {
    world,
    dieAt: (step) =>
      new Promise((resolve) => {
        [dies, died] = [step, resolve];
      }),
  };
}

describe('A message whose deliverer dies', () => {
  it.each(['append', 'post', 'release'] as const)(
    '[G4] at its %s is delivered within 5 s, though nobody does anything',
    async (step) => {
      const { world, dieAt } = mortalWorld();
      const { joinUrl } = await roomIn(world);
      const [ann, bob] = [
        await memberOf(world, joinUrl, { username: 'ann' }),
        await memberOf(world, joinUrl, { username: 'bob' }),
      ];
      world.inbox(ann.id);
      const died = dieAt(step);
      void ann.push('shout', { body: 'one' });
      await died;
      const early = world.inbox(ann.id);
      expect(isOk(early[0])).toBe(true);
      await elapse(world, most, 'tail');
      expect(new Set([...seqsIn(early), ...seqsIn(world.inbox(ann.id))])).toEqual(new Set([1]));
      expect(new Set(seqsIn(world.inbox(bob.id)))).toEqual(new Set([1]));
    },
  );

  it('[G4] and whose rescuer dies too is delivered within 5 s of that', async () => {
    const { world, dieAt } = mortalWorld();
    const { joinUrl } = await roomIn(world);
    const [ann, bob] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'bob' }),
    ];
    const died = dieAt('append');
    void ann.push('shout', { body: 'one' });
    await died;
    const diedToo = dieAt('append');
    void elapse(world, timing.tailMilliseconds, 'tail');
    await diedToo;
    expect(seqsIn(world.inbox(bob.id))).toEqual([]);
    await elapse(world, most, 'tail');
    expect(seqsIn(world.inbox(bob.id))).toEqual([1]);
  });

  it('[G4] is not looked for any more once it is delivered', async () => {
    const { world } = mortalWorld();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    await ann.push('shout', { body: 'one' });
    await elapse(world, 60_000, 'tail');
    expect(tails(world)).toHaveLength(1);
    expect(seqsIn(world.inbox(ann.id))).toEqual([]);
  });
});

describe('The tail alarm', () => {
  it('[G4] stands before the message is answered', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    const stood: boolean[] = [];
    world.tamper = () => {
      stood.push(tails(world).some(({ at }) => at - world.now <= timing.tailMilliseconds));
    };
    const [reply] = await ann.push('shout', { body: 'one' });
    expect(isOk(reply)).toBe(true);
    expect(stood).toEqual([true, true]);
  });

  it('[G4] is one for many messages', async () => {
    const world = worldWith();
    const { joinUrl } = await roomIn(world);
    const ann = await memberOf(world, joinUrl, { username: 'ann' });
    for (let index = 0; index < 20; index += 1) await ann.push('shout', { body: 'hello' });
    expect(tails(world)).toHaveLength(1);
    // Ten seconds of talk: an alarm every two seconds, each within reach of every message before
    // it.
    for (let index = 0; index < 100; index += 1) {
      world.now += 100;
      expect(isOk((await ann.push('shout', { body: 'hello' }))[0])).toBe(true);
      expect(
        tails(world).some(({ at }) => at > world.now && at <= world.now + timing.tailMilliseconds),
      ).toBe(true);
    }
    expect(tails(world).length).toBeLessThanOrEqual(6);
  });

  it('[G1] [G4] that cannot be set leaves the sender told `unavailable` and the message shown to nobody, until it is sent again', async () => {
    let fails = true;
    const world: TestWorld = worldWith({
      ports: {
        alarms: {
          set: (alarm) => {
            if (fails && alarm.kind === 'tail') {
              return Promise.reject(new Error('The queue does not answer.'));
            }
            world.alarms.push(alarm);
            return Promise.resolve();
          },
        },
      },
    });
    const { joinUrl } = await roomIn(world);
    const [ann, bob] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'bob' }),
    ];
    world.inbox(ann.id);
    await expect(ann.push('shout', { body: 'one', cid: 'a' })).rejects.toThrow('does not answer');
    expect(world.inbox(ann.id).map(reasonOf)).toEqual(['unavailable']);
    expect(world.inbox(bob.id)).toEqual([]);
    fails = false;
    expect(responseOf((await ann.push('shout', { body: 'one', cid: 'a' }))[0])).toMatchObject({
      seq: 1,
    });
    await elapse(world, most, 'tail');
    expect(seqsIn(world.inbox(bob.id))).toEqual([1]);
  });
});

describe('The lease of a deliverer', () => {
  const leased = async () => {
    const world = worldWith();
    const { room } = await roomIn(world);
    const id = room.id as RoomId;
    const { rooms, clock } = world.context;
    const mine: Baton = { id: 'mine', until: world.now + timing.batonMilliseconds };
    await rooms.takeBaton({ room: id, from: undefined, to: mine, now: world.now });
    return { world, id, rooms, mine, lease: leaseOf({ rooms, clock }, id, mine) };
  };

  it('[G4] is renewed by one who is slow, once for all who ask, and kept', async () => {
    const { world, id, rooms, mine, lease } = await leased();
    expect(await lease.holds()).toBe(true);
    expect((await rooms.read(id))?.baton).toEqual(mine);
    for (let turn = 0; turn < 5; turn += 1) {
      world.now += 2_000;
      expect(await Promise.all([lease.holds(), lease.holds(), lease.holds()])).toEqual([
        true,
        true,
        true,
      ]);
      expect((await rooms.read(id))?.baton).toEqual({
        id: 'mine',
        until: world.now + timing.batonMilliseconds,
      });
    }
  });

  it('[G4] is lost for good once another has it', async () => {
    const { world, id, rooms, mine, lease } = await leased();
    world.now += 4_000;
    await rooms.takeBaton({
      room: id,
      from: mine,
      to: { id: 'other', until: world.now + 3_000 },
      now: world.now,
    });
    expect(await lease.holds()).toBe(false);
    expect(await lease.holds()).toBe(false);
    expect((await rooms.read(id))?.baton?.id).toBe('other');
  });

  it('[G4] counts as lost, for good, where it once could not be renewed', async () => {
    const { world, id, rooms, mine } = await leased();
    let tries = 0;
    const takeBaton: RoomStore['takeBaton'] = () => {
      tries += 1;
      return Promise.reject(new Error('throttled'));
    };
    const lease = leaseOf({ rooms: { ...rooms, takeBaton }, clock: world.context.clock }, id, mine);
    world.now += 2_000;
    expect(await lease.holds()).toBe(false);
    expect(await lease.holds()).toBe(false);
    expect(lease.isLost()).toBe(true);
    expect(tries).toBe(1);
  });

  it('[G2] [G4] when lost ends the posts of its holder, and the next holder delivers all in order', async () => {
    const world = worldWith();
    const { joinUrl, room } = await roomIn(world);
    const [ann, bob] = [
      await memberOf(world, joinUrl, { username: 'ann' }),
      await memberOf(world, joinUrl, { username: 'bob' }),
    ];
    const { rooms } = world.context;
    const id = room.id as RoomId;
    for (const cid of ['c1', 'c2']) {
      await rooms.admit({
        room: id,
        changed: false,
        slow: 0,
        pendingMost: 200,
        now: world.now,
        baton: { id: 'dead', until: world.now - 1 },
        message: { cid, body: cid, name: 'ann', member: ann.member as MemberId, at: world.now },
      });
    }
    world.inbox(bob.id);
    world.tamper = async (connection, text) => {
      if (connection !== bob.id || !text.includes('"shout"')) return;
      world.tamper = () => undefined;
      // This post takes so long that another takes over.
      world.now += 4_000;
      await rooms.takeBaton({
        room: id,
        from: (await rooms.read(id))?.baton,
        to: { id: 'other', until: world.now - 1 },
        now: world.now,
      });
    };
    await ann.push('shout', { body: 'third' });
    expect(seqsIn(world.inbox(bob.id))).toEqual([1]);
    await elapse(world, most, 'tail');
    expect(seqsIn(world.inbox(bob.id))).toEqual([1, 2, 3]);
  });
});
