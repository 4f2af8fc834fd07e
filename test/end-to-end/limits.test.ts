// The limits of the wire over real sockets: frames that are too large, too many, too late or
// invalid, and the replies to them.

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JoinResponse, Message } from '../../functions/protocol/events.ts';
import { call, makeRoom, type TestRoom } from './api.ts';
import { connect, type Client, type Payload } from './clients.ts';
import { accepted, refused } from './replies.ts';
import { inProcess, modesForTables, startServer, type Server } from './server.ts';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe.each(modesForTables)('limits on $mode', (mode) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode, { ALLOWED_ORIGINS: 'https://friend.example' });
  });
  afterAll(() => server.stop());

  const shout = (client: Client, { topic }: TestRoom, payload: Payload) =>
    client.push({ topic, event: 'shout', payload });
  const member = async (room: TestRoom, username: string): Promise<Client> => {
    const client = await connect(server);
    expect(await client.join(room.topic, { username, token: room.join })).toEqual(accepted());
    return client;
  };

  it('[W1] [W17] refuse unknown versions and foreign origins with 403', async () => {
    await expect(connect(server, { vsn: '3.0.0' })).rejects.toThrow('refused 403');
    await expect(connect(server, { origin: 'https://foe.example' })).rejects.toThrow('refused 403');
    for (const origin of ['https://friend.example', server.origin]) {
      (await connect(server, { origin })).drop();
    }
    (await connect(server, { vsn: '' })).drop();
  });

  it('[W6] [W7] [W3] answer heartbeats and pushes without a join under their refs', async () => {
    const client = await connect(server);
    expect(await client.push({ topic: 'phoenix', event: 'heartbeat' })).toEqual({
      status: 'ok',
      response: {},
    });
    for (const topic of ['room:unknown', 'nothing', 'room:', 'room:a b']) {
      expect(await client.push({ topic, event: 'shout', payload: { body: 'x' }, ref: 77 })).toEqual(
        refused('unmatched topic'),
      );
    }
    expect(await client.join('nothing', {})).toEqual(refused('unmatched topic'));
  });

  it('[T8] [W4] refuse bodies and frames that are too large, and truncate none', async () => {
    const room = await makeRoom(server);
    const ann = await member(room, 'ann');
    expect(await shout(ann, room, { body: 'x'.repeat(4_001) })).toEqual(refused('too_large'));
    expect(await shout(ann, room, { body: '𝒳'.repeat(4_000) })).toEqual(accepted({ seq: 1 }));
    expect(await shout(ann, room, { body: '' })).toEqual(refused('invalid_payload'));
    expect(await shout(ann, room, { body: 'z#@q '.repeat(800) })).toEqual(refused('too_complex'));
    // The cloud's platform closes the connection at such a frame before the server sees it.
    const big = await connect(server);
    big.sendText(JSON.stringify([null, '1', room.topic, 'shout', { body: 'x'.repeat(40_000) }]));
    if (mode === inProcess) {
      expect((await big.waitFor(({ event }) => event === 'phx_reply')).payload).toEqual(
        refused('too_large'),
      );
    } else expect(await big.closed).toBe(1009);
  });

  const vsns = ['1.0.0', '2.0.0'];
  it.each(vsns)('[W5] answer unreadable or deeply nested frames under %s', async (vsn) => {
    const client = await connect(server, { vsn });
    for (const [index, text] of [
      'ping',
      'nonsense',
      '{}',
      '[1,2,3]',
      nested(9),
      nested(5_000),
      '"text"',
      'null',
    ].entries()) {
      client.sendText(text);
      await expect.poll(() => client.all('phx_reply').length).toBe(index + 1);
    }
    expect(client.all('phx_reply')).toEqual(Array<unknown>(8).fill(refused('invalid_payload')));
    expect(client.texts.every((text) => text.startsWith(vsn === '1.0.0' ? '{' : '['))).toBe(true);
    expect(await client.push({ topic: 'phoenix', event: 'heartbeat' })).toEqual(accepted());
  });

  it.each(vsns)('[W5] answer a malformed frame under its own refs with %s', async (vsn) => {
    const client = await connect(server, { vsn });
    const topic = `room:${'x'.repeat(200)}`;
    const { status, response } = await client.push({ topic, event: 'phx_join' });
    expect([status, response['reason']]).toEqual(['error', 'invalid_payload']);
    expect(response['message']).toContain('at most 128 characters');
    expect(client.frames.at(-1)).toMatchObject({ topic, event: 'phx_reply' });
    const push = { topic: 'room:tea', event: 'e'.repeat(129) };
    expect(await client.push(push)).toEqual(refused('invalid_payload'));

    // A longer topic is not repeated.
    client.send({ topic: 'x'.repeat(2_000), event: 'phx_join', ref: 'long' });
    await client.waitFor((frame) => frame.topic === 'phoenix' && frame.ref === null);
  });

  it('[W23] close after a binary push, which one process answers', async () => {
    const client = await connect(server);
    const head = [0, 1, 1, 7, 5];
    client.sendBinary(Uint8Array.from([...head, ...Buffer.from('34phoenixshout'), 0, 255]));
    expect(await client.closed).toBe(1003);
    expect(client.frames).toEqual(
      mode === inProcess
        ? [
            {
              joinRef: '3',
              ref: '4',
              topic: 'phoenix',
              event: 'phx_reply',
              payload: refused('invalid_payload'),
            },
          ]
        : [],
    );
    const other = await connect(server);
    other.sendBinary(Uint8Array.from([9]));
    expect(await other.closed).toBe(1003);
    expect(other.frames).toEqual([]);
  });

  it('[R7] refuse a flood with a retry time, and affect no other member', async () => {
    const room = await makeRoom(server);
    const [ann, bob] = await Promise.all([member(room, 'ann'), member(room, 'bob')]);
    for (let index = 0; index < 80; index += 1) {
      ann.send({
        topic: room.topic,
        event: 'shout',
        payload: { body: `flood ${index}` },
        ref: `f${index}`,
      });
    }
    const slowed = await ann.waitFor(
      ({ payload }) => (payload['response'] as Payload | undefined)?.['reason'] === 'rate_limited',
    );
    expect((slowed.payload['response'] as Payload)['retry_after']).toBeGreaterThan(0);
    expect(await shout(bob, room, { body: 'unharmed' })).toEqual(accepted());
  });

  // In the cloud, ten consecutive refusals depend on how fast the machine reads frames, and API
  // Gateway chooses the code.
  it.runIf(mode === inProcess)('[R8] close a persistent flood with 1008', async () => {
    const room = await makeRoom(server);
    const ann = await member(room, 'ann');
    for (let index = 0; index < 100; index += 1) {
      ann.send({
        topic: room.topic,
        event: 'shout',
        payload: { body: `flood ${index}` },
        ref: `f${index}`,
      });
    }
    expect(await ann.closed).toBe(1008);
    expect(
      ann
        .all('phx_reply')
        .filter(({ response }) => (response as Payload)['reason'] === 'rate_limited').length,
    ).toBeGreaterThanOrEqual(10);
  });

  it.each([
    [
      'joins',
      (room: TestRoom) => ({
        topic: room.topic,
        event: 'phx_join',
        payload: { username: 'ann', token: room.join },
      }),
    ],
    ['typing', ({ topic }: TestRoom) => ({ topic, event: 'typing', payload: { typing: true } })],
    ['history', ({ topic }: TestRoom) => ({ topic, event: 'history', payload: { limit: 200 } })],
    ['nonsense', ({ topic }: TestRoom) => ({ topic, event: 'nonsense', payload: {} })],
    ['heartbeats', () => ({ topic: 'phoenix', event: 'heartbeat', payload: {} })],
  ] as const)(
    '[R7] [R8] [G9] refuse a flood of %s, then close its connection, and affect no one else',
    async (_what, frameFor) => {
      const room = await makeRoom(server);
      const [ann, bob, far] = await Promise.all([
        connect(server),
        member(room, 'bob'),
        member(await makeRoom(server), 'far'),
      ]);
      const until = floodUntilClosed(ann, frameFor(room));
      const replies = () =>
        ann.all('phx_reply').map(({ response }) => (response as Payload)['reason']);
      await expect
        .poll(() => replies().filter((reason) => reason === 'rate_limited').length, {
          timeout: 30_000,
        })
        .toBeGreaterThan(0);
      const before = Date.now();
      expect(await shout(bob, room, { body: 'unharmed' })).toEqual(accepted());
      expect((await far.push({ topic: 'phoenix', event: 'heartbeat' })).status).toBe('ok');
      // The emulated cloud is a single process, which is the one being flooded.
      expect(Date.now() - before).toBeLessThan(mode === inProcess ? 2_000 : 8_000);
      // In the cloud the platform chooses the code.
      expect(await until).toBe(mode === inProcess ? 1008 : 1000);
      expect(
        [bob, far].every((client) =>
          client.frames.every(({ event }) => event !== 'phx_close' && event !== 'phx_error'),
        ),
      ).toBe(true);
    },
    60_000,
  );

  it('[G10] [R8] close sockets that send nonsense at full speed, and stay prompt', async () => {
    const room = await makeRoom(server);
    const bob = await member(room, 'bob');
    const foes = await Promise.all(Array.from({ length: 4 }, () => connect(server)));
    const until = performance.now() + 1_000;
    while (performance.now() < until) {
      for (const foe of foes) for (let count = 0; count < 500; count += 1) foe.sendText('x');
      await wait(1);
    }
    const codes = await Promise.all(foes.map(({ closed }) => closed));
    expect(codes).toEqual(Array(4).fill(mode === inProcess ? 1008 : 1000));
    // The time of one request after the other: a backlog of frames would take minutes.
    const before = performance.now();
    const carl = await member(room, 'carl');
    expect(await shout(carl, room, { body: 'hello' })).toEqual(accepted());
    await bob.waitFor(({ event, payload }) => event === 'shout' && payload['body'] === 'hello');
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it('[R2] [R3] [T6] allow names of 1 to 32 visible characters, each once', async () => {
    const room = await makeRoom(server);
    await member(room, 'Ann');
    const other = await connect(server);
    const join = (username: unknown) => other.join(room.topic, { username, token: room.join });
    for (const name of ['', '   ', 'x'.repeat(33), 'zero\u200bwidth', 'right\u202eleft', 'XML']) {
      expect(await join(name)).toEqual(refused('name_invalid'));
    }
    expect(await other.join(room.topic, { token: room.join })).toEqual(refused('name_invalid'));
    expect(await join(7)).toEqual(refused('invalid_payload'));
    for (const name of ['Ann', 'ann', ' ANN ', 'ａｎｎ']) {
      expect(await join(name)).toEqual(refused('name_taken'));
    }
    expect(await join('  B   ob ')).toEqual(
      accepted({ member: expect.objectContaining({ name: 'B ob' }) }),
    );
  });

  it('[G5] [R5] give a repeated cid the first seq, or a conflict if it changed', async () => {
    const room = await makeRoom(server);
    const [ann, bob] = await Promise.all([member(room, 'ann'), member(room, 'bob')]);
    const first = await shout(ann, room, { body: 'once, by XML', cid: 'c1' });
    expect(first).toEqual(accepted({ seq: 1 }));
    expect((await shout(ann, room, { body: 'once, by XML', cid: 'c1' })).response).toEqual(
      first.response,
    );
    expect(await shout(ann, room, { body: 'something else', cid: 'c1' })).toEqual(
      refused('conflict'),
    );
    expect(await shout(ann, room, { body: 'x', name: 'bob' })).toEqual(refused('forbidden'));
    expect(
      await shout(bob, room, { body: 'mine', cid: 'c1', name: 'bob', channel: 'room' }),
    ).toEqual(accepted({ seq: 2 }));
    await ann.waitFor(({ event, payload }) => event === 'shout' && payload['seq'] === 2);
    expect(ann.all('shout').map(({ seq, name }) => `${String(seq)} ${String(name)}`)).toEqual([
      '1 ann',
      '2 bob',
    ]);
    expect(ann.all('shout')[0]).toMatchObject({
      cid: 'c1',
      body: expect.not.stringContaining('XML'),
    });
  });

  it('[W8] [W9] ignore a push of a replaced join, and accept one without a join_ref', async () => {
    const room = await makeRoom(server);
    const ann = await connect(server);
    const { response } = await ann.join(room.topic, { username: 'ann', token: room.join });
    await ann.join(room.topic, { username: 'ann', token: room.join, session: response['session'] });
    expect(await ann.waitFor(({ event }) => event === 'phx_close')).toMatchObject({
      joinRef: '1',
      ref: '1',
    });
    ann.send({
      topic: room.topic,
      event: 'shout',
      payload: { body: 'stale' },
      joinRef: '1',
      ref: 'stale',
    });
    await ann.push({ topic: 'phoenix', event: 'heartbeat' });
    expect(
      await ann.push({
        topic: room.topic,
        event: 'shout',
        payload: { body: 'fresh' },
        joinRef: null,
      }),
    ).toEqual(accepted({ seq: 1 }));
    expect(ann.frames.some(({ ref }) => ref === 'stale')).toBe(false);
  });

  it("[W10] [W11] [W12] keep Phoenix's order for joins, typing and leaves", async () => {
    const room = await makeRoom(server);
    const ann = await member(room, 'ann');
    await ann.waitFor(({ event }) => event === 'presence_state');
    expect(ann.frames.map(({ event }) => event)).toEqual(['phx_reply', 'presence_state']);
    const bob = await member(room, 'bob');
    expect((await ann.waitFor(({ event }) => event === 'presence_diff')).payload).toMatchObject({
      joins: { bob: { metas: [{ username: 'bob', typing: false }] } },
      leaves: {},
    });
    await bob.push({ topic: room.topic, event: 'typing', payload: { typing: true } });
    const typing = await ann.waitFor(
      ({ event, payload }) =>
        event === 'presence_diff' && JSON.stringify(payload).includes('phx_ref_prev'),
    );
    expect(typing.payload).toMatchObject({
      joins: { bob: { metas: [{ typing: true }] } },
      leaves: { bob: { metas: [{ typing: false }] } },
    });
    expect(await bob.push({ topic: room.topic, event: 'phx_leave' })).toEqual(accepted());
    expect(await bob.waitFor(({ event }) => event === 'phx_close')).toMatchObject({
      topic: room.topic,
      joinRef: '1',
    });
    await ann.waitFor(
      ({ event, payload }) =>
        event === 'presence_diff' &&
        Object.keys(payload['joins'] as Payload).length === 0 &&
        'bob' in (payload['leaves'] as Payload),
    );
  });

  it('[W11] [R29] end a join whose leave or close comes right behind it', async () => {
    const room = await makeRoom(server);
    const ann = await member(room, 'ann');
    for (const name of ['bob', 'cat', 'dan', 'eve']) {
      const client = await connect(server);
      const payload = { username: name, token: room.join };
      client.send({ topic: room.topic, event: 'phx_join', payload, joinRef: '1', ref: '1' });
      if (name === 'eve') {
        client.drop();
        continue;
      }
      client.send({ topic: room.topic, event: 'phx_leave', joinRef: '1', ref: '2' });
      for (const ref of ['1', '2']) await client.waitFor((frame) => frame.ref === ref);
    }
    const listMembers = async () =>
      (await call(server, { path: `/api/rooms/${room.id}`, token: room.join })).body['members'];
    await expect.poll(listMembers).toMatchObject([{ name: 'ann' }]);
    expect(await ann.push({ topic: 'phoenix', event: 'heartbeat' })).toEqual(accepted());
    expect(await listMembers()).toMatchObject([{ name: 'ann' }]);
  });

  it('[R1] [W18] allow creating rooms over the socket, in the topic lobby', async () => {
    const client = await connect(server);
    expect(
      await client.push({ topic: 'lobby', event: 'create_room', payload: { title: 'by socket' } }),
    ).toEqual(refused('unmatched topic'));
    expect(await client.join('lobby', {})).toEqual(accepted());
    const made = await client.push({
      topic: 'lobby',
      event: 'create_room',
      payload: { title: 'by socket', seconds: 120, capacity: 3 },
    });
    expect(made).toEqual(
      accepted({
        room: expect.objectContaining({ title: 'by socket', capacity: 3 }),
        joinUrl: expect.stringMatching(/^http.*\/r\/.*#/),
      }),
    );
    expect(String(made.response['joinUrl']).startsWith(`${server.origin}/r/`)).toBe(true);
    const { room, token } = made.response as {
      room: { id: string; createdAt: string; expiresAt: string };
      token: string;
    };
    expect([room.createdAt, room.expiresAt].map((at) => new Date(at).toISOString())).toEqual([
      room.createdAt,
      room.expiresAt,
    ]);
    expect(Math.floor((Date.parse(room.expiresAt) - Date.parse(room.createdAt)) / 1_000)).toBe(120);
    expect(await client.join(`room:${room.id}`, { username: 'ann', token })).toEqual(accepted());
    expect(
      await client.push({ topic: 'lobby', event: 'create_room', payload: { seconds: 5 } }),
    ).toEqual(refused('invalid_payload'));
  });

  it('[R9] [G6] give late and returning members the history, or mark it incomplete', async () => {
    const room = await makeRoom(server, { capacity: 5 });
    const ann = await member(room, 'ann');
    for (let index = 1; index <= 8; index += 1) {
      expect(await shout(ann, room, { body: `word ${index}` })).toEqual(accepted({ seq: index }));
    }
    const late = await connect(server);
    const joined = (await late.join(room.topic, { username: 'late', token: room.join }))
      .response as unknown as JoinResponse;
    const seqs = (messages: unknown): number[] => (messages as Message[]).map(({ seq }) => seq);
    expect(joined).toMatchObject({ head: 8, resumed: false });
    expect(seqs(joined.messages)).toEqual([4, 5, 6, 7, 8]);
    const push = async (event: string, payload: Payload): Promise<Payload> =>
      (await late.push({ topic: room.topic, event, payload })).response;
    const page = await push('history', { limit: 2 });
    expect([seqs(page['messages']), page['more']]).toEqual([[7, 8], true]);
    const before = await push('history', { before: 7, limit: 10 });
    expect([seqs(before['messages']), before['more']]).toEqual([[4, 5, 6], false]);
    const near = await push('sync', { epoch: joined.epoch, seq: 6 });
    expect([seqs(near['messages']), near['resumed'], near['head']]).toEqual([[7, 8], true, 8]);
    expect(await push('sync', { epoch: joined.epoch, seq: 8 })).toMatchObject({
      messages: [],
      resumed: true,
    });
    expect(await push('sync', { epoch: joined.epoch, seq: 1 })).toMatchObject({ resumed: false });
    expect(await push('sync', { epoch: 'another', seq: 8 })).toMatchObject({ resumed: false });
    const back = await connect(server);
    const again = await back.join(room.topic, {
      username: 'late',
      token: room.join,
      session: joined.session,
      last: { epoch: joined.epoch, seq: 7 },
    });
    expect(again).toEqual(accepted({ resumed: true, member: joined.member }));
    expect(seqs(again.response['messages'])).toEqual([8]);
  });
});

/** Sends frames fast enough for ten consecutive refusals. Returns how the connection closed. */
async function floodUntilClosed(
  client: Client,
  frame: { readonly topic: string; readonly event: string; readonly payload: Payload },
): Promise<number> {
  let code: number | undefined;
  void client.closed.then((closed) => {
    code = closed;
  });
  for (let count = 0; code === undefined && count < 2_000; count += 50) {
    for (let index = 0; index < 50; index += 1) client.send({ ...frame, ref: `f${count + index}` });
    await Promise.race([client.closed, wait(200)]);
  }
  return client.closed;
}
