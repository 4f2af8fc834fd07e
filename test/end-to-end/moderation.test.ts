// An owner's actions in an open room, private messages between two members, and long polls, over
// sockets and HTTP.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeRoom, makeToken, type TestRoom } from './api.ts';
import { connect, type Client, type Payload } from './clients.ts';
import { accepted, refused } from './replies.ts';
import { modes, startServer, type Server } from './server.ts';

const readClaims = (token: unknown): Payload =>
  JSON.parse(
    Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'),
  ) as Payload;

describe.each(modes)('moderation on $mode', (mode) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode);
  });
  afterAll(() => server.stop());

  const enter = async (
    room: TestRoom,
    username: string,
    { token = room.join }: { readonly token?: string } = {},
  ) => {
    const client = await connect(server);
    const { status, response } = await client.join(room.topic, { username, token });
    expect(status).toBe('ok');
    return { client, session: response['session'], id: (response['member'] as Payload)['id'] };
  };
  const createMembers = async (options: Payload = {}) => {
    const room = await makeRoom(server, options);
    const [owner, ann, bob] = await Promise.all([
      enter(room, 'olga', { token: room.owner }),
      enter(room, 'ann'),
      enter(room, 'bob'),
    ]);
    const push = ({ client }: { readonly client: Client }, event: string, payload: Payload) =>
      client.push({ topic: room.topic, event, payload });
    return { room, owner, ann, bob, push };
  };

  it('[R20] removes a kicked member, and refuses its session and its name', async () => {
    const { room, owner, ann, bob, push } = await createMembers();
    expect(await push(ann, 'kick', { member: 'bob' })).toEqual(refused('forbidden'));
    expect(await push(owner, 'kick', { member: 'bob' })).toEqual(accepted());
    expect((await bob.client.waitFor(({ event }) => event === 'phx_close')).payload).toEqual({
      reason: 'kicked',
    });
    await ann.client.waitFor(
      ({ event, payload }) => event === 'presence_diff' && 'bob' in (payload['leaves'] as Payload),
    );
    const again = await connect(server);
    for (const payload of [{ username: 'bob', session: bob.session }, { username: 'bob' }]) {
      expect(await again.join(room.topic, { ...payload, token: room.join })).toEqual(
        refused('kicked'),
      );
    }
    expect(await again.join(room.topic, { username: 'rob', token: room.join })).toEqual(accepted());
  });

  it('[R21] refuses new members in a locked room, and lets earlier members return', async () => {
    const { room, owner, ann, push } = await createMembers();
    expect(await push(owner, 'lock', { locked: true })).toEqual(
      accepted({ room: expect.objectContaining({ state: 'locked' }) }),
    );
    expect((await ann.client.waitFor(({ event }) => event === 'room')).payload).toMatchObject({
      room: { state: 'locked' },
    });
    const late = await connect(server);
    expect(await late.join(room.topic, { username: 'late', token: room.join })).toEqual(
      refused('locked'),
    );
    expect(
      await late.join(room.topic, { username: 'ann', token: room.join, session: ann.session }),
    ).toEqual(accepted());

    // Over HTTP, too.
    const path = `/api/rooms/${room.id}`;
    const { body } = await call(server, { path, token: room.watch });
    expect(Object.keys(body)).toEqual(['room']);
    for (const token of [room.join, room.watch]) {
      const read = await call(server, { path: `${path}/messages?after=9&wait=1`, token });
      expect(read).toMatchObject({ status: 423, body: { reason: 'locked' } });
    }
    expect(await call(server, { path: `${path}/messages`, token: room.owner })).toMatchObject({
      status: 200,
    });
  });

  it('[R22] [R24] [G4] counts both of two extensions, and delivers before a close', async () => {
    const { room, owner, ann, bob, push } = await createMembers({ seconds: 60 });
    const extended = [
      push(owner, 'extend', { seconds: 60 }),
      push(owner, 'extend', { seconds: 90 }),
    ];
    expect(await Promise.all(extended)).toEqual([accepted(), accepted()]);
    const { body } = await call(server, { path: `/api/rooms/${room.id}`, token: room.owner });
    const end = Date.parse(room.view.expiresAt) + 150_000;
    expect(Date.parse((body['room'] as Payload)['expiresAt'] as string)).toBe(end);

    for (const text of ['1', '2', '3', '4', '5']) {
      const payload = { body: text };
      ann.client.send({ topic: room.topic, event: 'shout', payload, ref: `said ${text}` });
    }
    await ann.client.waitFor(({ ref }) => ref === 'said 1');
    expect(await push(owner, 'close', {})).toEqual(accepted());
    await ann.client.closed;
    const ok = ann.client.frames.filter(
      ({ ref, payload }) => String(ref).startsWith('said') && payload['status'] === 'ok',
    ).length;
    const { payload } = await bob.client.waitFor(({ event }) => event === 'phx_close');
    const heard = new Set(bob.client.all('shout').map((message) => message['seq']));
    expect(heard.size).toBeGreaterThanOrEqual(ok);
    expect(payload).toMatchObject({
      reason: 'closed',
      receipt: { accepted: heard.size, delivered: heard.size },
    });
  });

  it("[A15] ends a member's visit when its token ends", async () => {
    const { room, owner, push } = await createMembers();
    const token = await makeToken(server, room, { scope: 'send receive', seconds: 2 });
    const guest = await enter(room, 'guest', { token });
    const { payload } = await guest.client.waitFor(({ event }) => event === 'phx_close');
    expect(payload).toEqual({ reason: 'token_expired' });
    await owner.client.waitFor(
      ({ event, payload }) =>
        event === 'presence_diff' && 'guest' in (payload['leaves'] as Payload),
    );
    expect(await push(owner, 'shout', { body: 'Only us.' })).toEqual(accepted());
    expect(guest.client.all('shout')).toEqual([]);
  });

  it('[R23] [H11] counts slow mode and names by token over HTTP', async () => {
    const { room, owner, push } = await createMembers();
    const post = (name: string) =>
      call(server, {
        method: 'POST',
        path: `/api/rooms/${room.id}/messages`,
        token: room.join,
        body: { body: 'hello', name },
      });
    for (let index = 0; index < 5; index += 1) expect((await post(`b${index}`)).status).toBe(202);
    expect(await post('b5')).toMatchObject({ status: 429, body: { reason: 'rate_limited' } });

    expect(await push(owner, 'slow', { seconds: 60 })).toEqual(accepted());
    expect([(await post('b1')).status, (await post('b2')).status]).toEqual([202, 429]);
  });

  it('[R22] gives everyone a token and session until the new end when extended', async () => {
    const { room, owner, ann, push } = await createMembers({ seconds: 60 });
    const end = Date.parse(room.view.expiresAt) / 1_000;
    expect(await push(ann, 'extend', { seconds: 120 })).toEqual(refused('forbidden'));
    expect(await push(owner, 'extend', { seconds: 120 })).toEqual(accepted());
    const { payload } = await ann.client.waitFor(({ event }) => event === 'room');
    expect(Date.parse((payload['room'] as Payload)['expiresAt'] as string) / 1_000).toBe(end + 120);
    expect([readClaims(payload['token'])['exp'], readClaims(payload['session'])['exp']]).toEqual([
      end + 120,
      end + 120,
    ]);
    const again = await connect(server);
    expect(
      await again.join(room.topic, {
        username: 'ann',
        token: payload['token'],
        session: payload['session'],
      }),
    ).toEqual(accepted({ member: { id: ann.id, name: 'ann' } }));
  });

  it('[R24] closes a room with a receipt of the deletion, then serves nothing', async () => {
    const { room, owner, ann, bob, push } = await createMembers();
    expect(await push(ann, 'shout', { body: 'plain' })).toEqual(accepted());
    expect(await push(bob, 'shout', { body: 'We need an XML file.' })).toEqual(accepted());
    await ann.client.waitFor(({ event, payload }) => event === 'shout' && payload['seq'] === 2);
    expect(await push(owner, 'close', {})).toEqual(
      accepted({ room: expect.objectContaining({ state: 'closed' }) }),
    );
    const told = await ann.client.waitFor(({ event }) => event === 'phx_close');
    expect(told.payload).toMatchObject({
      reason: 'closed',
      receipt: {
        accepted: 2,
        delivered: 2,
        filtered: 1,
        deleted: { messages: 2, names: 3, connections: 3 },
      },
    });
    expect(await Promise.all([ann, bob, owner].map(({ client }) => client.closed))).toEqual([
      1000, 1000, 1000,
    ]);
    expect(
      (await call(server, { path: `/api/rooms/${room.id}/messages`, token: room.join })).status,
    ).toBe(410);
  });

  it('[R16] [R31] shows a private message to its two members, and its seq to others', async () => {
    const { room, owner, ann, bob, push } = await createMembers();
    expect(await push(ann, 'shout', { body: 'for you', to: 'bob' })).toEqual(accepted({ seq: 1 }));
    expect(await push(ann, 'shout', { body: 'for all' })).toEqual(accepted({ seq: 2 }));
    expect(await push(ann, 'shout', { body: 'for whom?', to: 'nobody here' })).toEqual(
      refused('not_found'),
    );
    const listSeen = async ({ client }: { readonly client: Client }): Promise<unknown[]> => {
      await client.waitFor(({ event, payload }) => event === 'shout' && payload['seq'] === 2);
      return client.all('shout').map(({ body }) => body);
    };
    expect(await Promise.all([ann, bob, owner].map(listSeen))).toEqual([
      ['for you', 'for all'],
      ['for you', 'for all'],
      ['for all'],
    ]);
    expect(owner.client.all('hidden')).toEqual([expect.objectContaining({ seqs: [1] })]);
    expect(await push(owner, 'history', {})).toEqual(
      accepted({ messages: [expect.objectContaining({ seq: 2 })], hidden: [1] }),
    );
    expect(await push(bob, 'history', {})).toEqual(
      accepted({
        messages: [
          expect.objectContaining({ seq: 1, to: bob.id, toName: 'bob' }),
          expect.objectContaining({ seq: 2 }),
        ],
        hidden: [],
      }),
    );
    expect(
      (await call(server, { path: `/api/rooms/${room.id}/messages`, token: room.owner })).body,
    ).toMatchObject({ messages: [{ seq: 2 }], hidden: [1] });
  });

  it('[H7] answers a waiting bot when a message comes, or empty at the end', async () => {
    const { room, ann, push } = await createMembers();
    const wait = (after: number, seconds: number) =>
      call(server, {
        path: `/api/rooms/${room.id}/messages?after=${after}&wait=${seconds}`,
        token: room.watch,
      });
    const start = Date.now();
    const waiting = wait(0, 20);
    expect(await push(ann, 'shout', { body: 'Here I am.' })).toEqual(accepted({ seq: 1 }));
    expect(await waiting).toMatchObject({
      status: 200,
      body: { messages: [{ seq: 1, body: 'Here I am.' }], head: 1 },
    });
    expect(Date.now() - start).toBeLessThan(5_000);
    expect(await wait(1, 1)).toMatchObject({ status: 200, body: { messages: [], head: 1 } });
  });
});
