// Members who leave without a `phx_leave`: connections that are gone, unreachable or silent. They
// leave no ghosts in presence.

import { describe, expect, it } from 'vitest';
import type { ConnectionId, RoomId } from '../../../functions/core/ports.ts';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import { timing } from '../../../functions/core/settings.ts';
import type { Frame } from '../../../functions/protocol/frames.ts';
import { listPosted, applyPresence } from './presence-model.ts';
import {
  connectClient,
  elapse,
  isOk,
  tryJoin,
  joinTestRoom,
  findPayloads,
  getReason,
  runTimer,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestPorts,
} from '../test-ports.ts';

const events = (frames: readonly Frame[]): readonly string[] => frames.map(({ event }) => event);

/**
 * Holds the first post to a connection that contains this text. `held` resolves when it is posted,
 * and `release` lets it pass.
 */
function hold(
  ports: TestPorts,
  { to, text: wanted }: { readonly to: ConnectionId; readonly text: string },
): { readonly held: Promise<void>; release(): void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = new Promise<void>((resolve) => {
    ports.tamper = (connection, text) => {
      if (connection !== to || !text.includes(wanted)) return undefined;
      ports.tamper = () => undefined;
      resolve();
      return released;
    };
  });
  return { held, release };
}

it('[R28] releases a name before replying to its member’s leave', async () => {
  const ports = createTestPorts();
  const { joinUrl } = await createTestRoom(ports);
  const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
  const { held, release } = hold(ports, { to: ann.id, text: '"phx_reply"' });
  const leaving = ann.push('phx_leave', {});
  await held;
  const { reply } = await tryJoin(ports, joinUrl, { username: 'ann' });
  expect(isOk(reply)).toBe(true);
  release();
  await leaving;
});

describe('Presence posted out of order', () => {
  it('[R29] has no ghost after a leave that overtakes its join', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const cat = await connectClient(ports, `room:${room.id}`);
    const { held, release } = hold(ports, { to: ann.id, text: '"joins":{"cat"' });
    const joining = cat.push('phx_join', { username: 'cat', token: extractToken(joinUrl) });
    await held;
    await handleDisconnect(ports.context, cat.id);
    release();
    await joining;
    expect(findPayloads(listPosted(ports, ann.id), 'presence_diff')).toMatchObject([
      { leaves: { cat: {} } },
      { joins: { cat: {} } },
    ]);
    await elapse(ports, 5_000, 'presence');
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1 });
  });

  it('[R29] settles on the last change if it overtakes the previous one', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const [ann, cat] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'cat' }),
    ];
    const { held, release } = hold(ports, { to: ann.id, text: '"typing":true' });
    const typing = cat.push('typing', { typing: true });
    await held;
    await cat.push('typing', { typing: false });
    release();
    await typing;
    await elapse(ports, 5_000, 'presence');
    const states = findPayloads(listPosted(ports, ann.id), 'presence_state');
    expect(states.at(-1)).toMatchObject({ cat: { metas: [{ typing: false }] } });
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1, cat: 1 });
  });
});

describe('A leave while the whole presence is published', () => {
  it('[R29] leaves no ghost: the presence is published again', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const [ann, cat] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'cat' }),
    ];
    const { held, release } = hold(ports, { to: ann.id, text: '"presence_state"' });
    ports.timers.push({
      kind: 'presence',
      room: room.id as RoomId,
      epoch: ann.joined.epoch,
      at: ports.now,
    });
    const telling = runTimer(ports, 'presence');
    await held;
    await handleDisconnect(ports.context, cat.id);
    release();
    await telling;
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1, cat: 1 });
    await elapse(ports, 5_000, 'presence');
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1 });
  });
});

describe('An unreachable connection', () => {
  it('[R30] gets `phx_error`, rejoins, and finds everything it missed', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    ports.inbox(ann.id);
    ports.tamper = (connection, text) => {
      if (connection === bob.id && text.includes('"shout"')) throw new Error('429');
    };
    await ann.push('shout', { body: 'one' });
    expect(ports.inbox(bob.id)).toMatchObject([
      { event: 'phx_error', joinRef: '1', ref: '1', payload: {} },
    ]);
    expect(
      (await ports.context.subscriptions.list(room.id as RoomId)).map(({ member }) => member?.name),
    ).toEqual(['ann']);
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1 });

    ports.tamper = () => undefined;
    const [back] = await bob.push('phx_join', {
      token: extractToken(joinUrl),
      session: bob.session,
      last: { epoch: bob.joined.epoch, seq: 0 },
    });
    expect(back).toMatchObject({
      payload: {
        status: 'ok',
        response: { member: bob.joined.member, resumed: true, messages: [{ seq: 1 }] },
      },
    });
    expect(ports.closed).toEqual([]);
  });

  it('[R30] is closed if even `phx_error` fails', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    ports.tamper = (connection) => {
      if (connection === bob.id) throw new Error('429');
    };
    await ann.push('shout', { body: 'one' });
    expect(ports.closed).toEqual([{ connection: bob.id, code: 1012 }]);
  });

  it('[R13] that is gone leaves every room it was in', async () => {
    const ports = createTestPorts();
    const [tea, pub] = [await createTestRoom(ports), await createTestRoom(ports)];
    const [ann, dan] = [
      await joinTestRoom(ports, tea.joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, pub.joinUrl, { username: 'dan' }),
    ];
    const bob = await joinTestRoom(ports, tea.joinUrl, { username: 'bob' });
    await bob.push(
      'phx_join',
      { username: 'bob', token: extractToken(pub.joinUrl) },
      { topic: `room:${pub.room.id}` },
    );
    expect(applyPresence(listPosted(ports, dan.id))).toEqual({ dan: 1, bob: 1 });
    ports.ended.add(bob.id);
    await ann.push('shout', { body: 'one' });
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1 });
    expect(applyPresence(listPosted(ports, dan.id))).toEqual({ dan: 1 });
  });
});

describe('A silent connection', () => {
  const long = { seconds: 3_600 };

  it('[R26] is pruned at the next join once its lease has expired', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports, long);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    ports.now += timing.subscriptionLeaseMilliseconds - 1_000;
    await ann.push('heartbeat', {}, { topic: 'phoenix', joinRef: null });
    await joinTestRoom(ports, joinUrl, { username: 'cat' });
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1, bob: 1, cat: 1 });
    ports.now += 1_000;
    await joinTestRoom(ports, joinUrl, { username: 'dan' });
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1, cat: 1, dan: 1 });
    expect(
      (await ports.context.subscriptions.list(room.id as RoomId)).map(
        ({ connection }) => connection,
      ),
    ).not.toContain(bob.id);
    // The connection is alive: `phx_error` makes it rejoin.
    expect(events(ports.inbox(bob.id)).at(-1)).toBe('phx_error');
  });

  it('[R26] is pruned when the whole presence is published', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports, long);
    const [ann, bob] = [
      await joinTestRoom(ports, joinUrl, { username: 'ann' }),
      await joinTestRoom(ports, joinUrl, { username: 'bob' }),
    ];
    ports.now += timing.subscriptionLeaseMilliseconds - 1;
    await ann.push('heartbeat', {}, { topic: 'phoenix', joinRef: null });
    ports.now += 1;
    ports.timers.push({
      kind: 'presence',
      room: room.id as RoomId,
      epoch: ann.joined.epoch,
      at: ports.now,
    });
    await elapse(ports, 5_000, 'presence');
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ ann: 1 });
    expect(events(ports.inbox(bob.id)).at(-1)).toBe('phx_error');
  });

  it('[R26] stays subscribed by heartbeats, few of which cost a write', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports, long);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    let writes = 0;
    const { subscriptions } = ports.context;
    const changing = subscriptions.update.bind(subscriptions);
    Object.assign(subscriptions, {
      update: (change: Parameters<typeof changing>[0]) => {
        writes += 1;
        return changing(change);
      },
    });
    for (let minute = 0; minute < 50; minute += 1) {
      ports.now += 60_000;
      await ann.push('heartbeat', {}, { topic: 'phoenix', joinRef: null });
      const subscription = await subscriptions.find({
        room: room.id as RoomId,
        connection: ann.id,
      });
      expect(subscription?.leaseExpiresAt).toBeGreaterThan(ports.now + 60_000);
    }
    expect(writes).toBeLessThanOrEqual(
      (50 * 60_000) / (timing.subscriptionLeaseMilliseconds / 2) + 1,
    );
  });

  it('[R26] stays subscribed by anything else it sends', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports, long);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    ports.now += timing.subscriptionLeaseMilliseconds - 1;
    await ann.push('shout', { body: 'still here' });
    const subscription = await ports.context.subscriptions.find({
      room: room.id as RoomId,
      connection: ann.id,
    });
    expect(subscription?.leaseExpiresAt).toBe(ports.now + timing.subscriptionLeaseMilliseconds);
  });

  it('[R26] keeps its member’s name: the session brings it back', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports, long);
    const claim = 'a secret of 16 characters';
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob', claim });
    ports.now += timing.subscriptionLeaseMilliseconds;
    await joinTestRoom(ports, joinUrl, { username: 'ann' });
    expect(getReason((await tryJoin(ports, joinUrl, { username: 'Bob' })).reply)).toBe(
      'name_taken',
    );
    expect((await joinTestRoom(ports, joinUrl, { session: bob.session })).memberId).toBe(
      bob.memberId,
    );
  });
});
