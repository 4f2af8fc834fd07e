// The emulated HTTP API: the events it makes of requests, and the responses it makes of results.

import { request as send, type IncomingHttpHeaders } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHttpApi, matchRoute } from '../../../../infra/local/emulator/emulated-http-api.ts';
import { routes } from '../../../../infra/routes.ts';
import { listen } from '../../../contract/gateway-client.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(
  answer: (
    event: APIGatewayProxyEventV2,
  ) => Promise<APIGatewayProxyStructuredResultV2> = async () => ({ statusCode: 200 }),
) {
  const events: APIGatewayProxyEventV2[] = [];
  const serve = createHttpApi({
    handler: (event) => {
      events.push(event);
      return answer(event);
    },
    maxBodyBytes: 100,
  });
  const { port, stop } = await listen((request, response) => void serve(request, response));
  stops.push(stop);
  return { events, port, url: `http://127.0.0.1:${port}` };
}

describe('the table of routes', () => {
  it('[L7] matches each of its routes', () => {
    for (const route of routes.http) {
      expect(
        matchRoute(route.method, route.path.replace('{id}', 'abc').replace('{proxy+}', 'no/such'))
          ?.route,
      ).toBe(route);
    }
  });

  it('[L7] decodes path parameters', () => {
    expect(matchRoute('GET', '/api/rooms/a%20b%2Fc/messages')?.pathParameters).toEqual({
      id: 'a b/c',
    });
  });

  it.each([
    ['PUT', '/api/rooms'],
    ['GET', '/api/rooms/'],
    ['GET', '/api/rooms//messages'],
    ['GET', '/api/rooms/%zz'],
    ['GET', '/api/rooms/a/b/messages'],
    ['GET', '/API/health'],
    ['GET', '/api/health/'],
  ])('[L7] has no specific route for %s %s', (method, path) => {
    const matched = matchRoute(method, path);
    expect(
      matched === undefined ? undefined : `${matched.route.method} ${matched.route.path}`,
    ).toBe(path.startsWith('/api/') ? 'ANY /api/{proxy+}' : undefined);
  });

  it('[L7] matches preflight requests separately, and passes on the rest of the path', () => {
    expect(matchRoute('OPTIONS', '/api/rooms/abc/messages')).toMatchObject({
      route: { method: 'OPTIONS' },
      pathParameters: { proxy: 'rooms/abc/messages' },
    });
    expect(matchRoute('GET', '/api/')).toBeUndefined();
  });
});

describe('a request', () => {
  it('[L7] becomes an event of payload format 2.0', async () => {
    const { url, events } = await start();
    await fetch(`${url}/api/rooms/abc/messages?after=1&x=a&x=b%20c`, {
      headers: { 'X-Mixed-Case': 'Kept', Cookie: 'a=1; b=2', 'User-Agent': 'test' },
    });
    expect(events[0]).toMatchObject({
      version: '2.0',
      routeKey: 'GET /api/rooms/{id}/messages',
      rawPath: '/api/rooms/abc/messages',
      rawQueryString: 'after=1&x=a&x=b%20c',
      queryStringParameters: { after: '1', x: 'a,b c' },
      pathParameters: { id: 'abc' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-mixed-case': 'Kept' },
      requestContext: {
        http: {
          method: 'GET',
          path: '/api/rooms/abc/messages',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        stage: '$default',
      },
      isBase64Encoded: false,
    });
    expect(events[0]?.headers).not.toHaveProperty('cookie');
    expect(events[0]).not.toHaveProperty('body');
  });

  it('[L7] has no query or parameters if the URL has none', async () => {
    const { url, events } = await start();
    await fetch(`${url}/api/health`);
    expect(Object.keys(events[0] ?? {})).not.toEqual(
      expect.arrayContaining(['queryStringParameters']),
    );
    expect(events[0]).not.toHaveProperty('pathParameters');
    expect(events[0]?.rawQueryString).toBe('');
  });

  it('[L7] carries text as text and other bodies as base64', async () => {
    const { url, events } = await start();
    const post = (type: string) =>
      fetch(`${url}/api/rooms`, {
        method: 'POST',
        body: 'grüß',
        headers: { 'content-type': type },
      });
    for (const type of [
      'application/json; charset=utf-8',
      'application/problem+json',
      'image/png',
    ]) {
      await post(type);
    }
    expect(events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
      ['grüß', false],
      ['grüß', false],
      [Buffer.from('grüß').toString('base64'), true],
    ]);
  });

  it("[L7] gets the function's response", async () => {
    const { port } = await start(async () => ({
      statusCode: 201,
      headers: { 'Content-Type': 'application/problem+json', 'X-Count': 2 },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from('{"ok":true}').toString('base64'),
      isBase64Encoded: true,
    }));
    const answered = await new Promise<{
      status: number | undefined;
      headers: IncomingHttpHeaders;
      body: string;
    }>((resolve) => {
      send({ port, host: '127.0.0.1', path: '/api/health' }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode, headers: response.headers, body });
        });
      }).end();
    });
    expect(answered).toMatchObject({
      status: 201,
      headers: {
        'content-type': 'application/problem+json',
        'x-count': '2',
        'set-cookie': ['a=1', 'b=2'],
      },
      body: '{"ok":true}',
    });
  });

  it("[L7] gets API Gateway's response to unknown routes, large bodies and failures", async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { url, events } = await start(() => Promise.reject(new Error('a secret')));
    const answers = await Promise.all([
      fetch(`${url}/nothing`),
      fetch(`${url}/api/rooms`, { method: 'POST', body: 'x'.repeat(101) }),
      fetch(`${url}/api/health`),
    ]);
    expect(
      await Promise.all(
        answers.map(async (answer) => [answer.status, (await answer.json()) as unknown]),
      ),
    ).toEqual([
      [404, { message: 'Not Found' }],
      [413, { message: 'Request Entity Too Large' }],
      [500, { message: 'Internal Server Error' }],
    ]);
    expect(events).toHaveLength(1);
    expect(log.mock.calls.flat().join('\n')).not.toContain('a secret');
    log.mockRestore();
  });
});
