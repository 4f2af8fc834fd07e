// An owner's actions, and their effect on everyone else in the room.

import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../functions/core/access/tokens.ts';
import { createContext } from '../../../functions/core/context.ts';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import { receive } from '../../../functions/core/receive.ts';
import { timing } from '../../../functions/core/settings.ts';
import type { RoomEvent } from '../../../functions/protocol/events.ts';
import { encodeFrame, type Frame } from '../../../functions/protocol/frames.ts';
import { listPosted, applyPresence } from '../membership/presence-model.ts';
import {
  findReply,
  call,
  elapse,
  isOk,
  tryJoin,
  joinTestRoom,
  findPayloads,
  getReason,
  getResponse,
  createTestRoom,
  createTestPorts,
  type TestMember,
  type TestPorts,
} from '../test-ports.ts';

/** Creates a room with an owner and a member. */
async function setUp(ports = createTestPorts()) {
  const links = await createTestRoom(ports);
  const owner = await joinTestRoom(ports, links.ownerUrl, { username: 'olga' });
  const ann = await joinTestRoom(ports, links.joinUrl, { username: 'ann' });
  ports.inbox(owner.id);
  return { ports, links, owner, ann };
}

const closes = (frames: readonly Frame[]): readonly unknown[] => findPayloads(frames, 'phx_close');
const roomEvents = (ports: TestPorts, { id }: TestMember): readonly RoomEvent[] =>
  findPayloads(ports.inbox(id), 'room') as readonly RoomEvent[];

describe('Without `moderate`', () => {
  it.each([
    ['kick', { member: 'olga' }],
    ['lock', { locked: true }],
    ['slow', { seconds: 5 }],
    ['extend', { seconds: 60 }],
    ['close', {}],
  ])('[A19] %s is forbidden, and nothing comes of it', async (event, payload) => {
    const { ports, owner, ann } = await setUp();
    expect((await ann.push(event, payload)).map(getReason)).toEqual(['forbidden']);
    expect(ports.inbox(owner.id)).toEqual([]);
  });
});

describe('A kick', () => {
  it.each([
    ['id', ({ memberId }: TestMember) => memberId],
    ['name', () => 'ANN'],
  ])(
    '[R20] by %s ends every connection of the member, and the others see it leave',
    async (_, called) => {
      const { ports, links, owner, ann } = await setUp();
      const tab = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
      const bob = await joinTestRoom(ports, links.joinUrl, { username: 'bob' });
      ports.inbox(ann.id);
      const answer = findReply(await owner.push('kick', { member: called(ann) }));
      expect(getResponse(answer)).toMatchObject({ room: { members: 2 } });
      expect(closes(ports.inbox(ann.id))).toEqual([{ reason: 'kicked' }]);
      expect(closes(ports.inbox(tab.id))).toEqual([{ reason: 'kicked' }]);
      expect(ports.closed.map(({ connection }) => connection)).toEqual([ann.id, tab.id]);
      expect(applyPresence(listPosted(ports, bob.id))).toEqual({ olga: 1, bob: 1 });
    },
  );

  it('[R20] refuses the session and the name until the room ends, but nobody else', async () => {
    const { ports, links, owner, ann } = await setUp();
    await ann.push('shout', { body: 'before' });
    await owner.push('kick', { member: 'ann' });
    for (const payload of [
      { session: ann.session },
      { session: ann.session, username: 'other' },
      { username: 'Ann' },
    ]) {
      expect(getReason((await tryJoin(ports, links.joinUrl, payload)).reply)).toBe('kicked');
    }
    const bob = await joinTestRoom(ports, links.joinUrl, { username: 'bob' });
    expect(bob.joined.messages).toMatchObject([{ body: 'before', name: 'ann' }]);
    expect(isOk((await tryJoin(ports, links.watchUrl)).reply)).toBe(true);
  });

  it('[R20] is completed by a timer if its function dies', async () => {
    const { ports, links, owner, ann } = await setUp();
    const tab = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    const { subscriptions } = ports.context;
    const list = subscriptions.list.bind(subscriptions);
    const { change } = ports.context.rooms;
    Object.assign(ports.context.rooms, {
      change: async (input: Parameters<typeof change>[0]) => {
        const changed = await change(input);
        Object.assign(subscriptions, { list: () => Promise.reject(new Error('died')) });
        return changed;
      },
    });
    await owner.push('kick', { member: 'ann' }).catch(() => undefined);
    Object.assign(subscriptions, { list });
    expect(closes(ports.inbox(tab.id))).toEqual([]);

    await elapse(ports, timing.changeTimerMilliseconds, 'change');
    for (const { id } of [ann, tab]) {
      expect(closes(ports.inbox(id))).toEqual([{ reason: 'kicked' }]);
    }
  });

  it('[R20] works by name on a member who is disconnected', async () => {
    const { ports, links, owner, ann } = await setUp();
    await handleDisconnect(ports.context, ann.id);
    expect(isOk(findReply(await owner.push('kick', { member: 'ann' })))).toBe(true);
    expect(getReason((await tryJoin(ports, links.joinUrl, { session: ann.session })).reply)).toBe(
      'kicked',
    );
  });

  it('[R20] by id and name never removes a member whose name is that id', async () => {
    const { ports, links, owner, ann } = await setUp();
    const member = { id: ann.memberId, name: 'ann' };
    await ann.push('phx_leave', {});
    const eve = await joinTestRoom(ports, links.joinUrl, { username: ann.memberId });
    const anna = await joinTestRoom(ports, links.joinUrl, { username: 'ann' });
    for (const target of [member, ann.memberId]) {
      const answers = await owner.push('kick', { member: target });
      expect(answers.map(getReason)).toContain('not_found');
    }
    expect(closes(ports.inbox(eve.id))).toEqual([]);
    expect(closes(ports.inbox(anna.id))).toEqual([]);

    await handleDisconnect(ports.context, anna.id);
    const gone = { id: anna.memberId, name: 'ann' };
    expect(isOk(findReply(await owner.push('kick', { member: gone })))).toBe(true);
  });

  it('[R20] of nobody, or of oneself, is refused', async () => {
    const { owner } = await setUp();
    expect((await owner.push('kick', { member: 'nobody' })).map(getReason)).toEqual(['not_found']);
    expect((await owner.push('kick', { member: 'olga' })).map(getReason)).toEqual([
      'invalid_payload',
    ]);
  });

  it('[R20] applies over HTTP', async () => {
    const { ports, links, owner } = await setUp();
    const bearer = links.joinUrl.split('#')[1] ?? '';
    const say = () =>
      call(ports, 'POST /api/rooms/{id}/messages', {
        room: links.room.id,
        bearer,
        body: { body: 'beep', name: 'robot' },
      });
    expect((await say()).status).toBe(202);
    await owner.push('kick', { member: 'robot' });
    expect(await say()).toMatchObject({ status: 403, body: { reason: 'kicked' } });
  });
});

describe('A locked room', () => {
  it('[R21] lets in returning members and owners only, until it is unlocked', async () => {
    const { ports, links, owner, ann } = await setUp();
    const watcher = await joinTestRoom(ports, links.watchUrl);
    await handleDisconnect(ports.context, ann.id);
    expect(getResponse(findReply(await owner.push('lock', { locked: true })))).toMatchObject({
      room: { state: 'locked' },
    });
    expect(roomEvents(ports, watcher)).toMatchObject([{ room: { state: 'locked' } }]);

    expect(getReason((await tryJoin(ports, links.joinUrl, { username: 'bob' })).reply)).toBe(
      'locked',
    );
    expect(getReason((await tryJoin(ports, links.watchUrl)).reply)).toBe('locked');
    expect((await joinTestRoom(ports, links.joinUrl, { session: ann.session })).memberId).toBe(
      ann.memberId,
    );
    await joinTestRoom(ports, links.watchUrl, { token: watcher.joined.token });
    await joinTestRoom(ports, links.ownerUrl, { username: 'second' });
    expect(isOk(findReply(await owner.push('shout', { body: 'still talking' })))).toBe(true);

    await owner.push('lock', { locked: false });
    await joinTestRoom(ports, links.joinUrl, { username: 'bob' });
  });
});

describe('An extension', () => {
  const claimsOf = async ({ context }: TestPorts, token: string) => {
    const verified = await verifyToken({
      ports: context,
      settings: context.settings,
      token,
      types: ['room+jwt', 'session+jwt'],
    });
    if (!verified.ok) throw new Error(`No good token: ${verified.reason}.`);
    return verified.claims;
  };

  it('[R22] gives everyone a token and a session that are valid until the new end', async () => {
    const { ports, links, owner, ann } = await setUp();
    const watcher = await joinTestRoom(ports, links.watchUrl);
    const end = Date.parse(links.room.expiresAt) + 300_000;
    ports.inbox(ann.id);
    await owner.push('extend', { seconds: 300 });
    const [extension, ...more] = roomEvents(ports, ann);
    expect(more).toEqual([]);
    expect(extension?.room.expiresAt).toBe(new Date(end).toISOString());
    expect(await claimsOf(ports, extension?.token ?? '')).toMatchObject({
      expiresAt: end,
      scopes: ['send', 'receive'],
      boundToRoom: true,
    });
    expect(await claimsOf(ports, extension?.session ?? '')).toMatchObject({
      expiresAt: end,
      member: ann.memberId,
      name: 'ann',
    });
    const [watching] = roomEvents(ports, watcher);
    expect(await claimsOf(ports, watching?.token ?? '')).toMatchObject({
      expiresAt: end,
      scopes: ['receive'],
    });
    expect(watching?.session).toBeUndefined();
  });

  it('[R22] keeps subscriptions of older tokens working until the new end', async () => {
    const { ports, owner, ann } = await setUp();
    await owner.push('extend', { seconds: 300 });
    await elapse(ports, 601_000, 'end');
    ports.inbox(owner.id);
    expect(isOk(findReply(await ann.push('shout', { body: 'still here' })))).toBe(true);
    expect(findPayloads(ports.inbox(owner.id), 'shout')).toMatchObject([{ body: 'still here' }]);
    await elapse(ports, 300_000, 'end');
    expect(closes(ports.inbox(ann.id))).toMatchObject([{ reason: 'expired' }]);
  });

  it('[R22] gives a returning member a new token', async () => {
    const { ports, links, owner, ann } = await setUp();
    await handleDisconnect(ports.context, ann.id);
    await owner.push('extend', { seconds: 300 });
    const { joined } = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    const end = Date.parse(links.room.expiresAt) + 300_000;
    expect((await claimsOf(ports, joined.token ?? '')).expiresAt).toBe(end);
    expect((await claimsOf(ports, joined.session ?? '')).expiresAt).toBe(end);
    await elapse(ports, 601_000, 'end');
    expect(
      isOk(
        (await tryJoin(ports, links.joinUrl, { token: joined.token, session: joined.session }))
          .reply,
      ),
    ).toBe(true);
  });

  it('[R22] does not extend a link that was narrowed in time', async () => {
    const { ports, links, owner, ann } = await setUp();
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room: links.room.id,
      bearer: links.token,
      body: { scope: 'send receive', seconds: 120 },
    });
    const short = await joinTestRoom(ports, (made.body as { url: string }).url, {
      username: 'short',
    });
    await owner.push('extend', { seconds: 300 });
    expect(roomEvents(ports, short)).toMatchObject([{ room: { id: links.room.id } }]);
    expect(
      listPosted(ports, short.id).filter(
        ({ event, payload }) => event === 'room' && 'token' in (payload as object),
      ),
    ).toEqual([]);
    ports.now += 120_000;
    expect((await short.push('shout', { body: 'late' })).map(getReason)).toEqual(['expired']);
    ports.inbox(short.id);
    await ann.push('shout', { body: 'not for short' });
    expect(ports.inbox(short.id)).toEqual([]);
  });

  it('[R22] in the middle of a join makes the joiner try again', async () => {
    const { ports, links, owner } = await setUp();
    const { subscriptions } = ports.context;
    const subscribe = subscriptions.subscribe.bind(subscriptions);
    Object.assign(subscriptions, {
      subscribe: async (input: Parameters<typeof subscribe>[0]) => {
        Object.assign(subscriptions, { subscribe });
        await owner.push('extend', { seconds: 300 });
        return subscribe(input);
      },
    });
    expect(getReason((await tryJoin(ports, links.joinUrl, { username: 'bob' })).reply)).toBe(
      'unavailable',
    );
    const { joined } = await joinTestRoom(ports, links.joinUrl, { username: 'bob' });
    expect((await claimsOf(ports, joined.token ?? '')).expiresAt).toBe(
      Date.parse(links.room.expiresAt) + 300_000,
    );
  });

  it('[R22] ends at 60 minutes in total', async () => {
    const { ports, links, owner } = await setUp();
    expect(getResponse(findReply(await owner.push('extend', { seconds: 3_600 })))).toMatchObject({
      room: { expiresAt: new Date(ports.now + 3_600_000).toISOString() },
    });
    expect((await owner.push('extend', { seconds: 1 })).map(getReason)).toEqual(['forbidden']);
    expect(Date.parse(links.room.createdAt)).toBe(ports.now);
  });
});

describe('Slow mode', () => {
  it('[R23] lets a member send one message per interval; owners are exempt', async () => {
    const { ports, links, owner, ann } = await setUp();
    const bob = await joinTestRoom(ports, links.joinUrl, { username: 'bob' });
    await owner.push('slow', { seconds: 30 });
    expect(roomEvents(ports, ann)).toMatchObject([{ room: { slow: 30 } }]);
    const tab = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    expect(isOk(findReply(await ann.push('shout', { body: 'one' })))).toBe(true);
    ports.now += 10_000;
    expect(getResponse(findReply(await tab.push('shout', { body: 'two' })))).toMatchObject({
      reason: 'rate_limited',
      retry_after: 20,
    });
    expect(isOk(findReply(await bob.push('shout', { body: 'mine' })))).toBe(true);
    for (const body of ['a', 'b', 'c']) {
      expect(isOk(findReply(await owner.push('shout', { body })))).toBe(true);
    }
    ports.now += 20_000;
    expect(isOk(findReply(await ann.push('shout', { body: 'two' })))).toBe(true);
  });

  it('[R23] applies immediately in functions that cached the room', async () => {
    const { ports, owner, ann } = await setUp();
    const other = createContext(ports.context, ports.context.settings);
    const elsewhere = async (body: string): Promise<string> => {
      const topic = `room:${ann.joined.room.id}`;
      await receive(other, {
        connection: ann.id,
        text: encodeFrame(2, { joinRef: '1', ref: '3', topic, event: 'shout', payload: { body } }),
      });
      const answer = findReply(ports.inbox(ann.id));
      return isOk(answer) ? 'ok' : getReason(answer);
    };
    expect([await elsewhere('a'), await elsewhere('b')]).toEqual(['ok', 'ok']);
    await owner.push('slow', { seconds: 30 });
    expect([await elsewhere('c'), await elsewhere('d')]).toEqual(['ok', 'rate_limited']);
    await owner.push('slow', { seconds: 0 });
    expect([await elsewhere('e'), await elsewhere('f')]).toEqual(['ok', 'ok']);
  });

  it('[R23] does not delay a retry', async () => {
    const { owner, ann } = await setUp();
    await owner.push('slow', { seconds: 30 });
    const say = async (): Promise<unknown> =>
      getResponse(findReply(await ann.push('shout', { body: 'one', cid: 'a' })));
    expect(await say()).toMatchObject({ seq: 1 });
    expect(await say()).toMatchObject({ seq: 1 });
  });
});

describe('Closing a room', () => {
  it('[R24] sends everyone a receipt, and nobody can join again', async () => {
    const { ports, links, owner, ann } = await setUp();
    await joinTestRoom(ports, links.watchUrl);
    await ann.push('shout', { body: 'XML' });
    await ann.push('shout', { body: 'plain' });
    ports.inbox(ann.id);
    const frames = await owner.push('close', {});
    expect(getResponse(findReply(frames))).toMatchObject({ room: { state: 'closed' } });
    const receipt = {
      accepted: 2,
      delivered: 2,
      filtered: 1,
      deleted: { messages: 2, names: 2, connections: 3 },
    };
    expect(closes(frames)).toEqual([{ reason: 'closed', receipt }]);
    expect(closes(ports.inbox(ann.id))).toEqual([{ reason: 'closed', receipt }]);
    expect(ports.closed).toHaveLength(3);
    expect(getReason((await tryJoin(ports, links.joinUrl, { session: ann.session })).reply)).toBe(
      'expired',
    );
    await elapse(ports, 700_000);
    expect(ports.closed).toHaveLength(3);
  });

  it('[R24] by expiry sends the same receipt', async () => {
    const { ports, ann } = await setUp();
    await ann.push('shout', { body: 'XML' });
    await elapse(ports, 600_000);
    expect(closes(ports.inbox(ann.id))).toEqual([
      {
        reason: 'expired',
        receipt: {
          accepted: 1,
          delivered: 1,
          filtered: 1,
          deleted: { messages: 1, names: 2, connections: 2 },
        },
      },
    ]);
  });
});
