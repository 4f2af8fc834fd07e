// Changes to a room whose process dies halfway, and joins that are handled twice or late.

import { describe, expect, it, vi } from 'vitest';
import { handleDisconnect } from '../../functions/core/messaging/publish.ts';
import type { JoinResponse } from '../../functions/protocol/events.ts';
import {
  findReply,
  call,
  connectClient,
  elapse,
  isOk,
  tryJoin,
  joinTestRoom,
  findPayloads,
  getReason,
  getResponse,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestMember,
} from './test-ports.ts';

/** Never resolves, as if the process died here. */
const never = (): Promise<never> => new Promise(() => undefined);
/** Waits until everything that is not blocked has run. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

async function setUp() {
  const ports = createTestPorts();
  const links = await createTestRoom(ports);
  const owner = await joinTestRoom(ports, links.ownerUrl, { username: 'olga' });
  const ann = await joinTestRoom(ports, links.joinUrl, { username: 'ann' });
  const subscriptionFor = ({ id }: Pick<TestMember, 'id'>) =>
    ports.context.subscriptions.find({ room: ann.joined.room.id as never, connection: id });
  const receives = async ({ id }: Pick<TestMember, 'id'>, body: string): Promise<boolean> => {
    ports.inbox(id);
    await owner.push('shout', { body });
    return findPayloads(ports.inbox(id), 'shout').some(
      (message) => (message as { readonly body: string }).body === body,
    );
  };
  return { ports, links, owner, ann, subscriptionFor, receives };
}

describe('A kick', () => {
  it('[G4] [R20] keeps a subscription until its close frame is sent', async () => {
    const { ports, links, owner, ann, subscriptionFor, receives } = await setUp();
    const tab = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    ports.tamper = (connection, text) =>
      connection === tab.id && text.includes('phx_close') ? never() : undefined;
    void owner.push('kick', { member: ann.memberId });
    await settled();
    expect(findPayloads(ports.inbox(ann.id), 'phx_close')).toEqual([{ reason: 'kicked' }]);
    expect(await receives(tab, 'not closed yet')).toBe(true);
    ports.tamper = () => undefined;
    expect(isOk(findReply(await owner.push('kick', { member: ann.memberId })))).toBe(true);
    expect(findPayloads(ports.inbox(tab.id), 'phx_close')).toEqual([{ reason: 'kicked' }]);
    expect([await subscriptionFor(ann), await subscriptionFor(tab)]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('[R20] ends the connection of a member it cannot post to', async () => {
    const { ports, owner, ann, subscriptionFor } = await setUp();
    ports.tamper = (_, text) =>
      text.includes('phx_close')
        ? Promise.reject(new Error('The gateway does not answer.'))
        : undefined;
    expect(isOk(findReply(await owner.push('kick', { member: 'ann' })))).toBe(true);
    expect(ports.closed).toEqual([{ connection: ann.id, code: 1012 }]);
    expect(await subscriptionFor(ann)).toBeUndefined();
  });

  it('[R20] removes a member who types meanwhile', async () => {
    const { ports, owner, ann, subscriptionFor } = await setUp();
    const { subscriptions } = ports.context;
    const unsubscribe = subscriptions.unsubscribe.bind(subscriptions);
    Object.assign(subscriptions, {
      unsubscribe: async (input: Parameters<typeof unsubscribe>[0]) => {
        Object.assign(subscriptions, { unsubscribe });
        await ann.push('typing', { typing: true });
        return unsubscribe(input);
      },
    });
    await owner.push('kick', { member: 'ann' });
    expect(await subscriptionFor(ann)).toBeUndefined();
  });
});

describe("An owner's close", () => {
  it.each([
    ['before', false],
    ['after', true],
  ])(
    "[G7] is completed by its timer if the owner's call dies %s the room is closed",
    async (_, closes) => {
      const { ports, links, owner, ann } = await setUp();
      const { rooms } = ports.context;
      const close = rooms.close.bind(rooms);
      Object.assign(rooms, {
        close: async (input: Parameters<typeof close>[0]) => {
          Object.assign(rooms, { close });
          // Its own timer fires first.
          await elapse(ports, 6_000);
          if (closes) await close(input);
          return never();
        },
      });
      void owner.push('close', {});
      await settled();
      expect(findPayloads(ports.inbox(ann.id), 'phx_close')).toMatchObject([{ reason: 'closed' }]);
      expect(ports.closed).toHaveLength(2);
      expect(getReason((await tryJoin(ports, links.joinUrl, { username: 'bob' })).reply)).toBe(
        'expired',
      );
    },
  );
});

describe('An extension', () => {
  it('[G4] [R22] applies to everyone even if its process dies before it publishes', async () => {
    const { ports, owner, ann, receives } = await setUp();
    const { subscriptions } = ports.context;
    const list = subscriptions.list.bind(subscriptions);
    let reads = 0;
    // The first read is for the reply, the second to publish.
    Object.assign(subscriptions, {
      list: (room: Parameters<typeof list>[0]) => ((reads += 1) === 2 ? never() : list(room)),
    });
    void owner.push('extend', { seconds: 300 });
    await settled();
    Object.assign(subscriptions, { list });
    ports.now += 601_000;
    expect(await receives(ann, 'still here')).toBe(true);
    ports.now += 300_000;
    expect((await ann.push('shout', { body: 'late' })).map(getReason)).toEqual(['expired']);
    expect((await ann.push('typing', { typing: true })).map(getReason)).toEqual(['expired']);
    await handleDisconnect(ports.context, owner.id);
    expect(ports.inbox(ann.id)).toEqual([]);
  });
});

describe('A join', () => {
  it('[G6] [W9] that a later join overtook leaves the later one alone', async () => {
    const {
      ports,
      links,
      ann: { joined },
    } = await setUp();
    const { subscriptions } = ports.context;
    const bob = await connectClient(ports, `room:${joined.room.id}`);
    const payload = { token: extractToken(links.joinUrl), username: 'bob' };
    const subscribe = subscriptions.subscribe.bind(subscriptions);
    Object.assign(subscriptions, {
      subscribe: async (input: Parameters<typeof subscribe>[0]) => {
        Object.assign(subscriptions, { subscribe });
        expect(
          isOk(findReply(await bob.push('phx_join', payload, { joinRef: '10', ref: '10' }))),
        ).toBe(true);
        return subscribe(input);
      },
    });
    expect(
      (await bob.push('phx_join', payload, { joinRef: '9', ref: '9' })).map(getReason),
    ).toEqual(['conflict']);
    const answers = await bob.push(
      'sync',
      { epoch: joined.epoch, seq: 0 },
      { joinRef: '10', ref: '11' },
    );
    expect(isOk(findReply(answers))).toBe(true);
    // Its disconnect still leaves the room.
    await handleDisconnect(ports.context, bob.id);
    expect(await subscriptions.list(joined.room.id as never)).toHaveLength(2);
  });

  it('[G4] [W9] made while an earlier one is leaving keeps its subscription', async () => {
    const { ports, links, ann, receives } = await setUp();
    const { subscriptions } = ports.context;
    const unsubscribe = subscriptions.unsubscribe.bind(subscriptions);
    Object.assign(subscriptions, {
      unsubscribe: async (input: Parameters<typeof unsubscribe>[0]) => {
        Object.assign(subscriptions, { unsubscribe });
        await ann.push(
          'phx_join',
          { token: extractToken(links.joinUrl), session: ann.session },
          { joinRef: '9', ref: '9' },
        );
        return unsubscribe(input);
      },
    });
    expect(isOk(findReply(await ann.push('phx_leave', {})))).toBe(true);
    expect(await receives(ann, 'still here')).toBe(true);
  });

  it('[R27] handled twice with a rename in between does not bring the old name back', async () => {
    const { ports, links, ann, owner } = await setUp();
    await ann.push('rename', { username: 'anna' });
    const again = await ann.push(
      'phx_join',
      { token: extractToken(links.joinUrl), username: 'ann', session: ann.session },
      { ref: '1' },
    );
    expect((getResponse(findReply(again)) as JoinResponse).member).toEqual({
      id: ann.memberId,
      name: 'anna',
    });
    ports.inbox(owner.id);
    await ann.push('shout', { body: 'it is me' });
    expect(findPayloads(ports.inbox(owner.id), 'shout')).toMatchObject([{ name: 'anna' }]);
    expect(isOk((await tryJoin(ports, links.joinUrl, { username: 'ann' })).reply)).toBe(true);
  });

  it('[A18] handled twice at the same time is refused if its link has no uses left', async () => {
    const { ports, links, subscriptionFor } = await setUp();
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room: links.room.id,
      bearer: links.token,
      body: { scope: 'send receive', uses: 1 },
    });
    const once = (made.body as { readonly url: string }).url;
    await joinTestRoom(ports, once, { username: 'bob' });

    const eve = await connectClient(ports, `room:${links.room.id}`);
    const payload = { token: extractToken(once), username: 'eve' };
    const join = () => eve.push('phx_join', payload, { ref: '1' });
    const { rooms } = ports.context;
    const { useLink } = rooms;
    // The first is about to count its use while the second is handled.
    const counting = vi.fn(never);
    Object.assign(rooms, { useLink: counting });
    void join();
    await vi.waitFor(() => {
      expect(counting).toHaveBeenCalled();
    });
    expect(await subscriptionFor(eve)).toBeUndefined();
    Object.assign(rooms, { useLink });
    expect(getReason(findReply(await join()))).toBe('forbidden');
  });

  it('[G4] [A18] handled twice stays joined in a locked room by a used-up link', async () => {
    const { ports, links, owner, receives } = await setUp();
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      room: links.room.id,
      bearer: links.token,
      body: { scope: 'send receive', uses: 1 },
    });
    const once = (made.body as { readonly url: string }).url;
    const bob = await joinTestRoom(ports, once, { username: 'bob' });
    await owner.push('lock', { locked: true });
    expect(
      isOk(
        findReply(
          await bob.push('phx_join', { token: extractToken(once), username: 'bob' }, { ref: '1' }),
        ),
      ),
    ).toBe(true);
    expect(await receives(bob, 'all the same')).toBe(true);
    await owner.push('lock', { locked: false });
    expect(
      isOk(
        findReply(
          await bob.push('phx_join', { token: extractToken(once), username: 'bob' }, { ref: '1' }),
        ),
      ),
    ).toBe(true);
    expect(await receives(bob, 'still')).toBe(true);
    expect(getReason((await tryJoin(ports, once, { username: 'eve' })).reply)).toBe('forbidden');
  });
});
