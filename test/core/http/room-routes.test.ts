// The HTTP API without a server: requests in, responses out.

import { describe, expect, it } from 'vitest';
import { issueToken } from '../../../functions/core/access/tokens.ts';
import { handleRequest } from '../../../functions/core/http/handle-request.ts';
import type { ApiRequest, ApiResponse } from '../../../functions/core/http/api-request.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import {
  joinTestRoom,
  createTestRoom,
  extractToken,
  createTestPorts,
  type TestPorts,
} from '../test-ports.ts';

const toJson = (body: unknown): string => (body === undefined ? '' : JSON.stringify(body));

const call = (
  ports: TestPorts,
  route: string,
  change: Partial<Omit<ApiRequest, 'body'>> & { readonly body?: unknown } = {},
): Promise<ApiResponse> => {
  const { body, ...rest } = change;
  return handleRequest(ports.context, {
    route,
    parameters: {},
    query: {},
    bearer: undefined,
    addressKey: undefined,
    origin: 'https://chat.example',
    ...rest,
    body: typeof body === 'string' ? body : toJson(body),
  });
};

describe('creating a room', () => {
  it('[H1] returns 201 with the room, its token and its links', async () => {
    const { status, body } = await call(createTestPorts(), 'POST /api/rooms', {
      body: { title: ' Tea ', capacity: 5, seconds: 60 },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      room: { title: 'Tea', capacity: 5, state: 'open', members: 0 },
      token: expect.any(String) as string,
      joinUrl: expect.stringMatching(/^https:\/\/chat\.example\/r\/\w+#/) as string,
    });
  });

  it('[H1] needs no body', async () => {
    expect((await call(createTestPorts(), 'POST /api/rooms')).status).toBe(201);
  });

  it.each([
    ['no JSON', '{'],
    ['a life too short', { seconds: 59 }],
    ['a life too long', { seconds: 3_601 }],
    ['a capacity too large', { capacity: 1_001 }],
    ['a word unknown', { colour: 'red' }],
    ['a title too long', { title: 'x'.repeat(81) }],
  ])('[H2] is refused with a problem document: %s', async (_, body) => {
    const {
      status,
      isProblem,
      body: document,
    } = await call(createTestPorts(), 'POST /api/rooms', { body });
    expect({ status, isProblem }).toEqual({ status: 400, isProblem: true });
    expect(document).toMatchObject({
      type: 'about:blank',
      title: 'Invalid payload',
      status: 400,
      reason: 'invalid_payload',
      detail: expect.any(String) as string,
    });
  });

  it('[R11] is limited per address', async () => {
    const ports = createTestPorts();
    for (let index = 0; index < limits.maxRoomsPerAddress; index += 1) {
      expect((await call(ports, 'POST /api/rooms', { addressKey: 'a' })).status).toBe(201);
    }
    const refused = await call(ports, 'POST /api/rooms', { addressKey: 'a' });
    expect(refused).toMatchObject({
      status: 429,
      body: { reason: 'rate_limited' },
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) as string },
    });
    expect((await call(ports, 'POST /api/rooms', { addressKey: 'b' })).status).toBe(201);
    expect((await call(ports, 'POST /api/rooms')).status).toBe(201);
  });
});

describe('settings', () => {
  it("[H10] are public, and have the lists' names but none of their entries", async () => {
    const { status, body } = await call(createTestPorts(), 'GET /api/settings');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      seconds: 600,
      capacity: 200,
      slow: 0,
      lists: [{ name: expect.any(String) as string, language: expect.any(String) as string }],
    });
    expect(JSON.stringify(body)).not.toContain('XML');
  });
});

describe('messages', () => {
  it('[H3] are filtered when posted, delivered to members, and readable', async () => {
    const ports = createTestPorts();
    const { room, token, joinUrl } = await createTestRoom(ports);
    const ann = await joinTestRoom(ports, joinUrl, { username: 'ann' });
    const parameters = { id: room.id };
    const posted = await call(ports, 'POST /api/rooms/{id}/messages', {
      parameters,
      bearer: token,
      body: { body: 'XML!', cid: 'c1', name: 'robot' },
    });
    expect(posted).toMatchObject({ status: 202, body: { seq: 1 } });
    expect(ports.inbox(ann.id)).toMatchObject([
      { event: 'presence_diff' },
      { event: 'shout', payload: { seq: 1, body: 'JSON!', name: 'robot' } },
    ]);
    const again = await call(ports, 'POST /api/rooms/{id}/messages', {
      parameters,
      bearer: token,
      body: { body: 'XML!', cid: 'c1', name: 'robot' },
    });
    expect(again.body).toEqual(posted.body);
    const read = await call(ports, 'GET /api/rooms/{id}/messages', { parameters, bearer: token });
    expect(read.body).toMatchObject({
      head: 1,
      complete: true,
      messages: [{ seq: 1, body: 'JSON!', cid: 'c1' }],
    });
  });

  it('[H3] can be read page by page', async () => {
    const ports = createTestPorts();
    const { room, token } = await createTestRoom(ports);
    const parameters = { id: room.id };
    for (const body of ['a', 'b', 'c', 'd', 'e']) {
      await call(ports, 'POST /api/rooms/{id}/messages', {
        parameters,
        bearer: token,
        body: { body },
      });
    }
    const page = async (after: string): Promise<unknown> =>
      (
        await call(ports, 'GET /api/rooms/{id}/messages', {
          parameters,
          bearer: token,
          query: { after, limit: '2' },
        })
      ).body;
    expect(await page('0')).toMatchObject({
      messages: [{ seq: 1 }, { seq: 2 }],
      head: 5,
      complete: true,
    });
    expect(await page('4')).toMatchObject({ messages: [{ seq: 5 }] });
    expect(await page('5')).toMatchObject({ messages: [] });
  });
});

describe('the HTTP API', () => {
  it.each([
    ['GET /api/rooms/{id}'],
    ['GET /api/rooms/{id}/messages'],
    ['POST /api/rooms/{id}/messages'],
    ['POST /api/rooms/{id}/tokens'],
  ])('[A14] [A15] [H2] requires a valid token of this room for %s', async (route) => {
    const ports = createTestPorts();
    const [mine, other] = [await createTestRoom(ports), await createTestRoom(ports)];
    const parameters = { id: mine.room.id };
    const body = { body: 'x', scope: 'send' };
    expect(await call(ports, route, { parameters, body })).toMatchObject({
      status: 401,
      isProblem: true,
      body: { reason: 'unauthorized' },
    });
    expect(await call(ports, route, { parameters, body, bearer: other.token })).toMatchObject({
      status: 403,
      body: { reason: 'forbidden' },
    });
    ports.now += 601_000;
    expect(await call(ports, route, { parameters, body, bearer: mine.token })).toMatchObject({
      status: 410,
      body: { reason: 'expired' },
    });
  });

  it('[H3] shows the members only with the scope receive', async () => {
    const ports = createTestPorts();
    const { room, token } = await createTestRoom(ports);
    const parameters = { id: room.id };
    const readMembers = async (scope: string): Promise<unknown> => {
      const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
        parameters,
        bearer: token,
        body: { scope, seconds: 60 },
      });
      const bearer = (made.body as { token: string }).token;
      const { body } = await call(ports, 'GET /api/rooms/{id}', { parameters, bearer });
      return (body as { members?: unknown }).members;
    };
    expect(await readMembers('send')).toBeUndefined();
    expect(await readMembers('receive')).toEqual([]);
  });

  it('[A17] lets a token issue narrower tokens, never wider ones', async () => {
    const ports = createTestPorts();
    const { room, token, joinUrl } = await createTestRoom(ports);
    const parameters = { id: room.id };
    const made = await call(ports, 'POST /api/rooms/{id}/tokens', {
      parameters,
      bearer: token,
      body: { scope: 'receive moderate', seconds: 60 },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { scope: 'receive moderate', expiresAt: new Date(ports.now + 60_000).toISOString() },
    });
    const narrower = (made.body as { token: string }).token;
    expect(
      (
        await call(ports, 'POST /api/rooms/{id}/tokens', {
          parameters,
          bearer: narrower,
          body: { scope: 'send' },
        })
      ).status,
    ).toBe(403);
    expect(
      (
        await call(ports, 'POST /api/rooms/{id}/tokens', {
          parameters,
          bearer: extractToken(joinUrl),
          body: { scope: 'send moderate' },
        })
      ).status,
    ).toBe(403);
    expect(
      (
        await call(ports, 'POST /api/rooms/{id}/tokens', {
          parameters,
          bearer: extractToken(joinUrl),
          body: { scope: 'send' },
        })
      ).status,
    ).toBe(201);
  });

  it('[H5] lets only admins read the word lists', async () => {
    const ports = createTestPorts();
    const { context } = ports;
    const { token } = await createTestRoom(ports);
    const bearer = await issueToken({
      ports: context,
      settings: context.settings,
      type: 'admin+jwt',
      scopes: ['filters:read'],
      expiresAt: ports.now + 60_000,
    });
    expect((await call(ports, 'GET /api/filters', { bearer: token })).status).toBe(401);
    expect((await call(ports, 'GET /api/filters', { bearer })).body).toEqual({
      lists: [
        { name: 'test', version: 1, language: 'en', forbidden: 1, allowed: 0, replacements: 1 },
      ],
    });
    expect(
      (await call(ports, 'POST /api/filters/test', { bearer, body: { body: 'XML' } })).body,
    ).toMatchObject({ body: 'JSON', changed: true, blocked: false });
  });

  it('[H4] serves health and keys to anyone, without the private key', async () => {
    const ports = createTestPorts();
    expect(await call(ports, 'GET /api/health')).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
    const { body } = await call(ports, 'GET /.well-known/jwks.json');
    expect(body).toMatchObject({ keys: [{ kty: 'OKP', alg: 'EdDSA', kid: 'k1' }] });
    expect(JSON.stringify(body)).not.toContain('"d"');
  });

  it('[H6] forbids caches to store responses, and browsers to guess their type', async () => {
    const ports = createTestPorts();
    for (const route of [
      'POST /api/rooms',
      'GET /api/rooms/{id}',
      'GET /api/health',
      'GET /nowhere',
    ]) {
      expect((await call(ports, route)).headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('[H6] demands HTTPS for a year where it is used', async () => {
    const header = 'strict-transport-security';
    const getHeaders = async (publicOrigin: string) =>
      (await call(createTestPorts({ publicOrigin }), 'GET /api/health')).headers;
    expect(await getHeaders('https://chat.example')).toMatchObject({
      [header]: 'max-age=31536000',
    });
    expect(await getHeaders('http://localhost:8100')).not.toHaveProperty(header);
  });
});
