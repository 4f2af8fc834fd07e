// Delivery when something fails: a deliverer that dies, connections that are gone, failed writes.

import { describe, expect, it } from 'vitest';
import { createMemoryRoomPorts } from '../../../functions/adapters/memory/memory-room-ports.ts';
import type { Message } from '../../../functions/protocol/events.ts';
import type { Frame } from '../../../functions/protocol/frames.ts';
import { expire } from '../../../functions/core/lifecycle/expire.ts';
import type {
  AdmitMessageInput,
  AppendMessagesInput,
  ConnectionId,
  RoomId,
  RoomPorts,
} from '../../../functions/core/ports.ts';
import { isOk, joinTestRoom, getResponse, createTestRoom, createTestPorts } from '../test-ports.ts';

const shoutsIn = (frames: readonly Frame[]): Message[] =>
  frames.filter(({ event }) => event === 'shout').map(({ payload }) => payload as Message);
const bodiesIn = (frames: readonly Frame[]): string[] => shoutsIn(frames).map(({ body }) => body);

/** Creates a store whose log fails `failures` times, as if the deliverer died after admission. */
function breakingStore(): { readonly store: RoomPorts; failures: number } {
  const inner = createMemoryRoomPorts();
  const breaking = {
    failures: 0,
    store: {
      ...inner,
      messages: {
        ...inner.messages,
        append: (input: AppendMessagesInput) => {
          if (breaking.failures === 0) return inner.messages.append(input);
          breaking.failures -= 1;
          return Promise.reject(new Error('The store does not answer.'));
        },
      },
    },
  };
  return breaking;
}

it('[G5] admits a message without a cid once if its write is repeated after delivery', async () => {
  const inner = createMemoryRoomPorts();
  const inputs: AdmitMessageInput[] = [];
  const rooms = {
    ...inner.rooms,
    admit: (input: AdmitMessageInput) => {
      inputs.push(input);
      return inner.rooms.admit(input);
    },
  };
  const ports = createTestPorts({ ports: { ...inner, rooms } });
  const { joinUrl } = await createTestRoom(ports);
  const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
  expect(bodiesIn(await ann.push('shout', { body: 'one' }))).toEqual(['one']);

  const [input] = inputs;
  if (input === undefined) throw new Error('nothing was admitted');
  expect(await inner.rooms.admit(input)).toMatchObject({ ok: true, seq: 1, repeated: true });
});

describe('A message whose deliverer dies', () => {
  it('[G4] is delivered by the next sender after the lease expires', async () => {
    const breaking = breakingStore();
    const ports = createTestPorts({ ports: breaking.store });
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    breaking.failures = 1;
    await expect(ann.push('shout', { body: 'one' })).rejects.toThrow('does not answer');
    ports.inbox(bob.id);

    ports.now += 1_000;
    expect(bodiesIn(await bob.push('shout', { body: 'two' }))).toEqual([]);
    ports.now += 5_000;
    expect(bodiesIn(await bob.push('shout', { body: 'three' }))).toEqual(['one', 'two', 'three']);
    expect(shoutsIn(ports.inbox(ann.id)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('[G4] [G5] is delivered by a joining member, who also gets it in its history', async () => {
    const breaking = breakingStore();
    const ports = createTestPorts({ ports: breaking.store });
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    breaking.failures = 1;
    await expect(ann.push('shout', { body: 'one' })).rejects.toThrow();
    ports.inbox(ann.id);
    ports.now += 5_000;
    const posted = ports.posted.length;
    const cleo = await joinTestRoom(ports, joinUrl, { username: 'cleo' });
    const join = ports.posted.slice(posted).find(({ text }) => text.includes('"messages":['));
    expect(join?.text).toContain('"body":"one"');
    // Once, in the reply to its join.
    expect(
      ports.posted.filter(
        ({ connection, text }) => connection === cleo.id && text.includes('"shout"'),
      ),
    ).toEqual([]);
    expect(bodiesIn(ports.inbox(ann.id))).toEqual(['one']);
  });

  it('[W13] [R38] comes with all others in one frame, however many bots are there', async () => {
    const breaking = breakingStore();
    const ports = createTestPorts({ ports: breaking.store });
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann', batch: true });
    const subscription = await ports.context.subscriptions.find({
      room: room.id as RoomId,
      connection: ann.id,
    });
    if (subscription === undefined) throw new Error('Ann has not joined.');
    for (let count = 0; count < 200; count += 1) {
      const connection = `api-${count}` as ConnectionId;
      const bot = { ...subscription, connection, batch: false, bot: true, scopes: [] } as const;
      await ports.context.subscriptions.subscribe({ subscription: bot, now: ports.now });
    }
    breaking.failures = 1;
    await expect(ann.push('shout', { body: 'one' })).rejects.toThrow();
    await ann.push('shout', { body: 'two' });
    ports.now += 5_000;
    const frames = await ann.push('shout', { body: 'three' });
    expect(frames.map(({ event }) => event)).toEqual(['phx_reply', 'shouts']);
  });

  it('[G1] has its reply already, and a retry gets the same seq', async () => {
    const breaking = breakingStore();
    const ports = createTestPorts({ ports: breaking.store });
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    breaking.failures = 1;
    await expect(ann.push('shout', { body: 'one', cid: 'a' })).rejects.toThrow();
    const [first, ...more] = ports.inbox(ann.id);
    expect(isOk(first)).toBe(true);
    expect(more).toEqual([]);
    const again = await ann.push('shout', { body: 'one', cid: 'a' });
    expect(getResponse(again[0])).toEqual(getResponse(first));
  });
});

describe('A retry', () => {
  it('[G5] under the same cid gets the first seq; other content is a conflict', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const first = await ann.push('shout', { body: 'one', cid: 'a' });
    const second = await ann.push('shout', { body: 'one', cid: 'a' });
    expect(bodiesIn(first)).toEqual(['one']);
    expect(bodiesIn(second)).toEqual([]);
    expect(getResponse(second[0])).toEqual(getResponse(first[0]));
    expect(getResponse((await ann.push('shout', { body: 'two', cid: 'a' }))[0])).toMatchObject({
      reason: 'conflict',
    });
  });
});

describe('A connection that is gone', () => {
  it('[R13] leaves presence when a message finds it gone', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, joinUrl, { username: 'bob' });
    ports.ended.add(bob.id);
    ports.inbox(ann.id);
    const frames = await ann.push('shout', { body: 'anyone?' });
    expect(frames.map(({ event }) => event)).toEqual(['phx_reply', 'shout', 'presence_diff']);
    expect(frames.at(-1)?.payload).toMatchObject({
      joins: {},
      leaves: { bob: { metas: [{ username: 'bob' }] } },
    });
    expect(await ports.context.subscriptions.list(room.id as RoomId)).toHaveLength(1);
  });
});

describe('The end of a room', () => {
  it('[G7] sends `phx_close`, closes connections, and leaves nothing to read', async () => {
    const ports = createTestPorts();
    const { joinUrl, room } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    await ann.push('shout', { body: 'secret' });
    const timer = ports.timers.find(({ kind }) => kind === 'end');
    if (timer === undefined) throw new Error('No timer was set.');
    ports.now = timer.at;
    await expire(ports.context, timer);
    expect(ports.inbox(ann.id)).toMatchObject([
      { event: 'phx_close', ref: '1', joinRef: '1', payload: { reason: 'expired' } },
    ]);
    expect(ports.closed).toEqual([{ connection: ann.id, code: 1000 }]);
    const closed = await ports.context.rooms.get(room.id as RoomId);
    if (closed === undefined) throw new Error('no room');
    const stored = await ports.context.messages.read({
      room: closed,
      after: 0,
      before: 9,
      limit: 9,
    });
    expect(stored).toEqual([]);
  });

  it('[G7] does not come early, and a repeated timer is harmless', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const timer = ports.timers.find(({ kind }) => kind === 'end');
    if (timer === undefined) throw new Error('No timer was set.');
    ports.now = timer.at - 1;
    await expire(ports.context, timer);
    expect(ports.timers.filter(({ kind }) => kind === 'end')).toHaveLength(2);
    expect(isOk((await ann.push('shout', { body: 'still here' }))[0])).toBe(true);
  });

  it('[G7] needs no timer: every push from that second on is refused as expired', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    ports.now = Date.parse((await createTestRoom(ports)).room.expiresAt);
    for (const [event, payload] of [
      ['shout', { body: 'late' }],
      ['history', {}],
      ['sync', { epoch: 'x', seq: 0 }],
      ['typing', { typing: true }],
    ] as const) {
      expect(getResponse((await ann.push(event, payload))[0])).toMatchObject({ reason: 'expired' });
    }
  });
});

describe('A room', () => {
  it('[G9] that fails does not delay another', async () => {
    const breaking = breakingStore();
    const ports = createTestPorts({ ports: breaking.store });
    const [broken, sound] = [await createTestRoom(ports), await createTestRoom(ports)];
    const ann = await joinTestRoom(ports, broken.joinUrl, { username: 'ann' });
    const bob = await joinTestRoom(ports, sound.joinUrl, { username: 'bob' });
    breaking.failures = 1;
    await expect(ann.push('shout', { body: 'one' })).rejects.toThrow();
    expect(bodiesIn(await bob.push('shout', { body: 'two' }))).toEqual(['two']);
  });
});
