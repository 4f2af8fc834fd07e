// The HTTP API over real connections: every route, its responses and its problem documents.

import { request } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../functions/protocol/events.ts';
import { readScopes } from '../../web/client/index.ts';
import { call, makeRoom, extractToken, type TestRoom } from './api.ts';
import { connect } from './clients.ts';
import { modes, startServer, type Server } from './server.ts';

const problem = (status: number, reason: string): unknown =>
  expect.objectContaining({
    status,
    type: 'application/problem+json',
    body: expect.objectContaining({
      type: expect.any(String),
      title: expect.any(String),
      detail: expect.any(String),
      status,
      reason,
      message: expect.any(String),
    }),
  });

describe.each(modes)('the HTTP API on $mode', (mode) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(mode, { ALLOWED_ORIGINS: 'https://friend.example' });
  });
  afterAll(() => server.stop());
  const createPost = (room: TestRoom) => (body: object) =>
    call(server, {
      method: 'POST',
      path: `/api/rooms/${room.id}/messages`,
      token: room.join,
      body,
    });

  it('[H4] [H6] reports its health', async () => {
    const { status, headers } = await call(server, { path: '/api/health' });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('[H4] [A9] publishes the keys that verify its tokens', async () => {
    const room = await makeRoom(server);
    const keys = createRemoteJWKSet(new URL(`${server.origin}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(room.owner, keys, {
      typ: 'room+jwt',
      audience: 'ten-minute-chat',
    });
    expect(payload).toMatchObject({ room: room.id, scope: 'send receive moderate' });
    expect(protectedHeader).toEqual({
      alg: expect.stringMatching(/^(EdDSA|ES256)$/),
      typ: 'room+jwt',
      kid: expect.any(String),
    });
    expect(Number(payload.exp) * 1_000).toBeLessThanOrEqual(Date.parse(room.view.expiresAt));
    expect(
      JSON.stringify((await call(server, { path: '/.well-known/jwks.json' })).body),
    ).not.toContain('"d"');
  });

  it('[H1] [R1] [T18] [W18] creates a room with its token and three links', async () => {
    const made = await call(server, {
      method: 'POST',
      path: '/api/rooms',
      body: { title: 'Tea', seconds: 90, capacity: 7, filter: { links: 'plain' } },
    });
    expect(made).toMatchObject({ status: 201, type: 'application/json' });
    const { room, token, joinUrl, watchUrl, ownerUrl } = made.body as {
      room: Record<string, string>;
      token: string;
    } & Record<string, string>;
    expect(room).toMatchObject({ title: 'Tea', capacity: 7, state: 'open', links: 'plain' });
    for (const at of [room['createdAt'], room['expiresAt']]) {
      expect(new Date(at ?? '').toISOString()).toBe(at);
    }
    // Rooms end on a whole second, never early.
    const lives = Date.parse(room['expiresAt'] ?? '') - Date.parse(room['createdAt'] ?? '');
    expect(lives).toBeGreaterThanOrEqual(90_000);
    expect(lives).toBeLessThan(91_000);
    for (const link of [joinUrl, watchUrl, ownerUrl]) {
      expect(link?.startsWith(`${server.origin}/r/${String(room['id'])}#`)).toBe(true);
    }
    const scopes = [joinUrl, watchUrl, ownerUrl].map((link) =>
      [...readScopes(extractToken(link ?? ''))].join(' '),
    );
    expect(scopes).toEqual(['send receive', 'receive', 'send receive moderate']);
    expect(token).not.toBe('');
    const plain = await call(server, { method: 'POST', path: '/api/rooms' });
    expect(plain.status).toBe(201);
  });

  it('[H2] returns problem documents for refusals', async () => {
    const room = await makeRoom(server);
    const post = (path: string, body: unknown, token?: string) =>
      call(server, { method: 'POST', path, body, token });
    expect(await post('/api/rooms', 'not json')).toEqual(problem(400, 'invalid_payload'));
    expect(await post('/api/rooms', { seconds: 59 })).toEqual(problem(400, 'invalid_payload'));
    expect(await post('/api/rooms', { capacity: 1_001 })).toEqual(problem(400, 'invalid_payload'));
    expect(await post('/api/rooms', { unknown: true })).toEqual(problem(400, 'invalid_payload'));
    expect(await post('/api/rooms', { filter: [] })).toEqual(problem(400, 'invalid_payload'));
    expect(await post(`/api/rooms/${room.id}/messages`, { body: 'x' })).toEqual(
      problem(401, 'unauthorized'),
    );
    expect(await post(`/api/rooms/${room.id}/messages`, { body: 'x' }, room.watch)).toEqual(
      problem(403, 'forbidden'),
    );
    expect(
      await post(`/api/rooms/${room.id}/messages`, { body: 'x'.repeat(4_001) }, room.join),
    ).toEqual(problem(413, 'too_large'));
    expect(await post(`/api/rooms/${room.id}/tokens`, { scope: 'moderate' }, room.join)).toEqual(
      problem(403, 'forbidden'),
    );
    expect(await call(server, { path: '/api/filters', token: room.owner })).toEqual(
      problem(401, 'unauthorized'),
    );
    expect(
      await call(server, { path: `/api/rooms/${room.id}/messages?limit=0`, token: room.join }),
    ).toEqual(problem(400, 'invalid_payload'));
  });

  it('[H8] returns a problem document for unknown routes', async () => {
    for (const path of ['/api/nothing', '/api/rooms/a/b/c', '/api/health/']) {
      expect(await call(server, { path })).toEqual(problem(404, 'not_found'));
    }
  });

  it('[H14] names the methods of a path, and answers HEAD as GET, without a body', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/api/health', 'GET, HEAD, OPTIONS'],
      ['POST', '/.well-known/jwks.json', 'GET, HEAD, OPTIONS'],
      ['GET', '/api/rooms', 'POST, OPTIONS'],
      ['HEAD', '/api/rooms', 'POST, OPTIONS'],
      ['PUT', '/api/rooms/a/messages', 'POST, GET, HEAD, OPTIONS'],
      ['PROPFIND', '/api/filters', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const { status, headers } = await fetch(`${server.origin}${path}`, { method });
      expect({ path, status, allow: headers.get('allow') }).toEqual({ path, status: 405, allow });
    }

    for (const [method, status] of [
      ['HEAD', 200],
      ['OPTIONS', 204],
    ] as const) {
      const keys = await fetch(`${server.origin}/.well-known/jwks.json`, { method });
      expect([method, keys.status]).toEqual([method, status]);
    }

    const room = await makeRoom(server);
    const authorization = `Bearer ${room.join}`;
    const ask = (method: string) =>
      fetch(`${server.origin}/api/rooms/${room.id}`, { method, headers: { authorization } });
    const [get, head] = [await ask('GET'), await ask('HEAD')];
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect([...head.headers.keys()]).toEqual(
      expect.arrayContaining(['cache-control', 'ratelimit']),
    );
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
  });

  it('[L19] answers a request that offers another protocol', async () => {
    const headers = {
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'A',
    };
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${server.origin}/api/health`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });

  it('[H15] refuses a parameter that is given twice', async () => {
    const room = await makeRoom(server);
    const path = `/api/rooms/${room.id}/messages?limit=1&limit=2`;
    expect(await call(server, { path, token: room.join })).toEqual(problem(400, 'invalid_payload'));
  });

  it('[H9] can be called from a browser by pages of allowed origins only', async () => {
    const ask = (origin: string, init: RequestInit = {}) =>
      fetch(`${server.origin}/api/rooms`, { ...init, headers: { origin } });
    const before = await ask('https://friend.example', { method: 'OPTIONS' });
    expect([before.status, await before.text()]).toEqual([204, '']);
    expect(Object.fromEntries(before.headers)).toMatchObject({
      'access-control-allow-origin': 'https://friend.example',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'authorization, content-type, if-match, if-none-match',
      vary: 'origin',
    });
    const [made, refused, foe] = [
      await ask('https://friend.example', { method: 'POST' }),
      await ask('https://friend.example'),
      await ask('https://foe.example', { method: 'POST' }),
    ];
    expect([made.status, refused.status]).toEqual([201, 405]);
    expect(
      [made, refused, foe].map(({ headers }) => headers.get('access-control-allow-origin')),
    ).toEqual(['https://friend.example', 'https://friend.example', null]);
  });

  it("[H3] [T1] [G5] posts and reads messages, filtered and in the socket's order", async () => {
    const room = await makeRoom(server);
    const client = await connect(server);
    await client.join(room.topic, { username: 'ann', token: room.join });
    const post = createPost(room);
    const first = await post({ body: 'by HTTP, not XML', name: 'robot', cid: 'one' });
    expect(first).toMatchObject({
      status: 202,
      body: { seq: 1, epoch: expect.any(String), at: expect.stringMatching(/Z$/) },
    });
    expect((await post({ body: 'by HTTP, not XML', name: 'robot', cid: 'one' })).body).toEqual(
      first.body,
    );
    expect(await post({ body: 'another', name: 'robot', cid: 'one' })).toEqual(
      problem(409, 'conflict'),
    );
    expect(await post({ body: 'x', name: 'ann' })).toEqual(problem(409, 'name_taken'));
    expect(
      (await client.push({ topic: room.topic, event: 'shout', payload: { body: 'by socket' } }))
        .response,
    ).toMatchObject({ seq: 2 });
    const heard = (await client.waitFor(({ event }) => event === 'shout')).payload;
    expect(heard).toMatchObject({
      seq: 1,
      name: 'robot',
      body: expect.not.stringContaining('XML'),
    });

    const read = async (query: string): Promise<readonly Message[]> =>
      (await call(server, { path: `/api/rooms/${room.id}/messages${query}`, token: room.watch }))
        .body['messages'] as Message[];
    await expect.poll(async () => (await read('')).map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await read('?after=1')).map(({ body }) => body)).toEqual(['by socket']);
    expect((await read('?limit=1')).map(({ seq }) => seq)).toEqual([2]);
    expect((await read('?after=0&limit=1'))[0]).toEqual(heard);
  });

  it('[H3] [R36] [R40] posts privately to a member, by id and name, but not to a bot', async () => {
    const room = await makeRoom(server);
    const client = await connect(server);
    const joined = await client.join(room.topic, { username: 'ann', token: room.join });
    const { id } = joined.response['member'] as { id: string };
    const post = createPost(room);
    for (const to of [id, 'ann', { id, name: 'ann' }, { id }]) {
      expect((await post({ body: 'psst', name: 'robot', to })).status).toBe(202);
    }
    expect(await post({ body: 'psst', name: 'robot', to: { id: 'ann' } })).toEqual(
      problem(404, 'not_found'),
    );
    await expect.poll(() => client.all('shout').map(({ to }) => to)).toEqual([id, id, id, id]);

    const { body } = await call(server, { path: `/api/rooms/${room.id}`, token: room.join });
    expect(body['members']).toHaveLength(2);
    expect(body['members']).toEqual(
      expect.arrayContaining([
        { name: 'ann', connections: 1 },
        { name: 'robot', connections: 0, bot: true },
      ]),
    );
    expect(await post({ body: 'psst', name: 'drone', to: 'robot' })).toEqual(
      problem(403, 'forbidden'),
    );
    const payload = { body: 'psst', to: 'Robot' };
    expect(await client.push({ topic: room.topic, event: 'shout', payload })).toMatchObject({
      status: 'error',
      response: { reason: 'forbidden', message: expect.stringContaining('posts over HTTP') },
    });
  });

  it('[H3] [R6] returns the room, its members and its clock', async () => {
    const room = await makeRoom(server, { title: 'Tea' });
    const [ann, watcher] = await Promise.all([connect(server), connect(server)]);
    await ann.join(room.topic, { username: 'ann', token: room.join });
    await watcher.join(room.topic, { token: room.watch });
    const { status, body } = await call(server, {
      path: `/api/rooms/${room.id}`,
      token: room.watch,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      room: {
        id: room.id,
        title: 'Tea',
        state: 'open',
        members: 1,
        watchers: 1,
        expiresAt: room.view.expiresAt,
      },
      members: [{ name: 'ann' }],
    });
  });

  it('[A17] [H6] issues working tokens, with the requested scope and lifetime', async () => {
    const room = await makeRoom(server);
    const made = await call(server, {
      method: 'POST',
      path: `/api/rooms/${room.id}/tokens`,
      token: room.owner,
      body: { scope: 'receive', seconds: 30 },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { scope: 'receive', url: expect.stringContaining(`/r/${room.id}#`) },
    });
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(Date.parse(String(made.body['expiresAt'])) - Date.now()).toBeLessThanOrEqual(30_000);
    const token = String(made.body['token']);
    expect((await call(server, { path: `/api/rooms/${room.id}/messages`, token })).status).toBe(
      200,
    );
    expect(
      (
        await call(server, {
          method: 'POST',
          path: `/api/rooms/${room.id}/messages`,
          token,
          body: { body: 'x' },
        })
      ).body,
    ).toMatchObject({ reason: 'forbidden' });
  });
});
