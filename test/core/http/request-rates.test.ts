// Requests are counted before they are decoded, and foreign pages change nothing.

import { expect, it } from 'vitest';
import { handleRequest } from '../../../functions/core/http/handle-request.ts';
import type { IncomingRequest } from '../../../functions/core/http/api-request.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { createTestPorts, createTestRoom, extractToken } from '../test-ports.ts';

const origin = 'https://chat.example';
const base = {
  parameters: {},
  query: {},
  bearer: undefined,
  addressKey: undefined,
  origin,
  body: '',
};

async function setUp() {
  const ports = createTestPorts();
  const { room, watchUrl } = await createTestRoom(ports);
  const ask = (change: Partial<IncomingRequest>) =>
    handleRequest(ports.context, {
      ...base,
      route: 'GET /api/rooms/{id}',
      parameters: { id: room.id },
      ...change,
    });
  return { ports, ask, bearer: extractToken(watchUrl) };
}

it.each([
  ['token', (bearer: string) => ({ bearer })],
  ['address', () => ({ addressKey: 'a' })],
] as const)('[H13] counts all requests of one %s', async (kind, identify) => {
  const { ports, ask, bearer } = await setUp();
  const { burst, perSecond } = limits.httpRates[kind];
  for (let index = 0; index < burst; index += 1) {
    expect((await ask(identify(bearer))).status).not.toBe(429);
  }
  expect(await ask(identify(bearer))).toMatchObject({
    status: 429,
    body: { reason: 'rate_limited', retry_after: expect.any(Number) as number },
    headers: { 'retry-after': '1', ratelimit: `"${kind}";r=0;t=${Math.ceil(burst / perSecond)}` },
  });
  ports.now += 10_000 / perSecond;
  const next = await ask(identify(bearer));
  expect(next.status).not.toBe(429);
  expect(next.headers).toMatchObject({
    'ratelimit-policy': `"${kind}";q=${burst};w=${Math.ceil(burst / perSecond)}`,
    ratelimit: expect.stringContaining(`"${kind}";r=9;`) as string,
  });
});

it('[H13] reads no body of a stranger, and none that is too large', async () => {
  const { ask, bearer } = await setUp();
  const sizes: number[] = [];
  const body = (maxBytes: number): Promise<undefined> => {
    sizes.push(maxBytes);
    return Promise.resolve(undefined);
  };
  const routes = ['POST /api/rooms/{id}/messages', 'PUT /api/filters/{list}'];
  for (const route of routes) {
    expect(await ask({ route, body })).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
    });
  }
  expect((await ask({ route: 'PUT /api/filters/{list}', body, bearer })).status).toBe(401);
  expect(sizes).toEqual([]);
  const route = 'POST /api/rooms/{id}/messages';
  expect((await ask({ route, body, bearer })).status).toBe(413);
  expect(sizes).toEqual([limits.maxRequestBytes]);
});

it('[H9] refuses changes that a foreign page asks for', async () => {
  const { ask } = await setUp();
  const create = (originHeader?: string) =>
    ask({ route: 'POST /api/rooms', parameters: {}, originHeader });
  expect((await create('https://foe.example')).status).toBe(403);
  expect((await create('null')).status).toBe(403);
  for (const one of [origin, undefined]) {
    expect(await create(one)).toMatchObject({
      status: 201,
      headers: { location: expect.stringMatching(/^\/api\/rooms\/\w+$/) as string },
    });
  }
});
