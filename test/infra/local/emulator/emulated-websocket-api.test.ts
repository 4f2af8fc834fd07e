// The emulated WebSocket API treats clients and functions as API Gateway does.

import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  createWebSocketApi,
  type SocketLimits,
  type WebSocketFunctions,
} from '../../../../infra/local/emulator/emulated-websocket-api.ts';
import type { WebSocketEvent } from '../../../../infra/local/emulator/websocket-events.ts';
import { Room } from '../../../../web/client/index.ts';
import { listen } from '../../../contract/gateway-client.ts';

const soon = { timeout: 5_000, interval: 5 };
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start({
  functions = {},
  limits = {},
}: {
  readonly functions?: Partial<WebSocketFunctions>;
  readonly limits?: Partial<SocketLimits>;
} = {}) {
  const events: WebSocketEvent[] = [];
  const seen = (name: keyof WebSocketFunctions) => async (event: WebSocketEvent) => {
    events.push(event);
    return (await functions[name]?.(event)) ?? { statusCode: 200 };
  };
  const api = createWebSocketApi({
    functions: {
      connect: seen('connect'),
      default: seen('default'),
      disconnect: seen('disconnect'),
    },
    limits,
  });
  const front = await listen();
  front.server.on('upgrade', api.upgrade);
  stops.push(async () => {
    await api.stop();
    await front.stop();
  });
  const of = (type: string) =>
    events.filter(({ requestContext }) => requestContext.eventType === type);
  return { api, of, port: front.port, url: `ws://127.0.0.1:${front.port}` };
}

async function open(url: string, protocols: string[] = []) {
  const socket = new WebSocket(url, protocols, { headers: { 'X-Case': 'Kept' } });
  const received: string[] = [];
  socket.on('message', (data: Buffer) => received.push(data.toString('utf8')));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  return { socket, received, closed };
}

const refusal = async (url: string): Promise<number | undefined> => {
  const socket = new WebSocket(url);
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode?: number },
  ];
  socket.terminate();
  return response.statusCode;
};

describe('a connection', () => {
  it('[L5] begins with a CONNECT event with headers, query and identity', async () => {
    const { url, of } = await start();
    await open(`${url}/socket/websocket?vsn=2.0.0&x=1&x=2`);
    const [event] = of('CONNECT');
    expect(event).toMatchObject({
      headers: { 'X-Case': 'Kept' },
      multiValueHeaders: { 'X-Case': ['Kept'] },
      queryStringParameters: { vsn: '2.0.0', x: '2' },
      multiValueQueryStringParameters: { vsn: ['2.0.0'], x: ['1', '2'] },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        stage: 'websocket',
        messageDirection: 'IN',
        identity: { sourceIp: '127.0.0.1' },
      },
      isBase64Encoded: false,
    });
    expect(event?.requestContext.connectionId).toMatch(/^[\w-]{15}=$/);
    expect(event?.requestContext.requestTime).toMatch(
      /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/,
    );
  });

  it('[L5] has no query properties if the URL has no query', async () => {
    const { url, of } = await start();
    await open(`${url}/websocket`);
    expect(of('CONNECT')[0]).not.toHaveProperty('queryStringParameters');
  });

  it('[L5] opens, and can be posted to, only after $connect has returned', async () => {
    let allow = (): void => undefined;
    const allowed = new Promise<{ statusCode: number }>((resolve) => {
      allow = () => {
        resolve({ statusCode: 200 });
      };
    });
    const { url, of, api } = await start({ functions: { connect: () => allowed } });
    const opening = open(`${url}/websocket`);
    await vi.waitFor(() => {
      expect(of('CONNECT')).toHaveLength(1);
    }, soon);
    expect(api.connections.size).toBe(0);
    allow();
    await opening;
    expect(api.connections.size).toBe(1);
  });

  it.each([401, 403, 429])(
    '[L5] is refused with the status that $connect returns: %i',
    async (statusCode) => {
      const { url, of } = await start({ functions: { connect: async () => ({ statusCode }) } });
      expect(await refusal(`${url}/websocket`)).toBe(statusCode);
      expect(of('DISCONNECT')).toEqual([]);
    },
  );

  it('[L5] gets 502 if $connect throws, 504 if it hangs, 403 at another path', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const throwing = await start({
      functions: { connect: () => Promise.reject(new Error('broken')) },
    });
    const hanging = await start({
      functions: { connect: () => new Promise(() => undefined) },
      limits: { integrationTimeout: 20 },
    });
    expect(await refusal(`${throwing.url}/websocket`)).toBe(502);
    expect(await refusal(`${hanging.url}/websocket`)).toBe(504);
    expect(await refusal(`${hanging.url}/websocket/more`)).toBe(403);
  });

  it('[L5] uses the subprotocol that $connect chose, in any case of its header', async () => {
    const { url } = await start({
      functions: {
        connect: async () => ({
          statusCode: 200,
          headers: { 'Sec-WebSocket-Protocol': 'phoenix' },
        }),
      },
    });
    const { socket } = await open(`${url}/websocket`, ['other', 'phoenix']);
    expect(socket.protocol).toBe('phoenix');
  });

  it('[L5] ends with a DISCONNECT event that has the close code', async () => {
    const { url, of, api } = await start();
    const { socket } = await open(`${url}/websocket`);
    socket.close(4001, 'enough');
    await vi.waitFor(() => {
      expect(of('DISCONNECT')).toHaveLength(1);
    }, soon);
    expect(of('DISCONNECT')[0]).toMatchObject({
      requestContext: {
        routeKey: '$disconnect',
        disconnectStatusCode: 4001,
        disconnectReason: 'enough',
      },
    });
    expect(api.connections.size).toBe(0);
  });

  it('[L5] sends DISCONNECT even if the client left before $connect returned', async () => {
    let allow = (): void => undefined;
    const allowed = new Promise<{ statusCode: number }>((resolve) => {
      allow = () => {
        resolve({ statusCode: 200 });
      };
    });
    const { port, of } = await start({ functions: { connect: () => allowed } });
    const raw = connectTcp(port, '127.0.0.1');
    raw.write(
      [
        'GET /websocket HTTP/1.1',
        'Host: local',
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        '\r\n',
      ].join('\r\n'),
    );
    await vi.waitFor(() => {
      expect(of('CONNECT')).toHaveLength(1);
    }, soon);
    raw.resetAndDestroy();
    await once(raw, 'close');
    // After a round trip through the same server, it has seen the reset.
    await refusal(`ws://127.0.0.1:${port}/elsewhere`);
    allow();
    await vi.waitFor(() => {
      expect(of('DISCONNECT')).toHaveLength(1);
    }, soon);
    expect(of('DISCONNECT')[0]?.requestContext.connectionId).toBe(
      of('CONNECT')[0]?.requestContext.connectionId,
    );
  });

  it('[L5] is closed with 1001 after being idle for too long', async () => {
    const { url } = await start({ limits: { idle: 30 } });
    expect(await (await open(`${url}/websocket`)).closed).toBe(1001);
  });

  it('[L5] is closed with 1001 at its maximum age, even if it is busy', async () => {
    const { url } = await start({ limits: { life: 60 } });
    const { socket, closed } = await open(`${url}/websocket`);
    const talking = setInterval(() => {
      socket.send('still here');
    }, 5);
    expect(await closed).toBe(1001);
    clearInterval(talking);
  });
});

describe('a message', () => {
  it('[L5] becomes an event without headers or query', async () => {
    const { url, of } = await start();
    const { socket } = await open(`${url}/websocket?vsn=2.0.0`);
    socket.send('grüß dich');
    await vi.waitFor(() => {
      expect(of('MESSAGE')).toHaveLength(1);
    }, soon);
    const [event] = of('MESSAGE');
    expect(event).toMatchObject({
      body: 'grüß dich',
      requestContext: {
        routeKey: '$default',
        connectionId: of('CONNECT')[0]?.requestContext.connectionId,
      },
    });
    expect(event).not.toHaveProperty('headers');
    expect(event).not.toHaveProperty('queryStringParameters');
  });

  it('[L5] is handled while the previous one still is', async () => {
    const { url, of } = await start({
      functions: {
        default: ({ body }) =>
          body === 'slow' ? new Promise(() => undefined) : Promise.resolve({ statusCode: 200 }),
      },
      limits: { integrationTimeout: 200 },
    });
    const { socket } = await open(`${url}/websocket`);
    socket.send('slow');
    socket.send('quick');
    await vi.waitFor(() => {
      expect(of('MESSAGE').map(({ body }) => body)).toEqual(['slow', 'quick']);
    }, soon);
  });

  it("[L5] gets API Gateway's response if the function throws or hangs", async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const functions: Partial<WebSocketFunctions> = {
      default: ({ body }) => {
        if (body === 'throw') throw new Error('broken');
        return body === 'hang'
          ? new Promise(() => undefined)
          : Promise.resolve({ statusCode: 200, body: 'returned' });
      },
    };
    const { url, of } = await start({ functions, limits: { integrationTimeout: 50 } });
    const { socket, received } = await open(`${url}/websocket`);
    for (const body of ['return', 'throw', 'hang']) socket.send(body);
    await vi.waitFor(() => {
      expect(received).toHaveLength(2);
    }, soon);
    const connectionId = of('CONNECT')[0]?.requestContext.connectionId;
    expect(received.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      {
        message: 'Internal server error',
        connectionId,
        requestId: of('MESSAGE')[1]?.requestContext.requestId,
      },
      {
        message: 'Endpoint request timed out',
        connectionId,
        requestId: of('MESSAGE')[2]?.requestContext.requestId,
      },
    ]);
  });

  it('[L5] [K22] does not disturb the client library if functions fail', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const crash = (): never => {
      throw new Error('broken');
    };
    const { port, of } = await start({ functions: { default: crash } });
    const received: string[] = [];
    class Recorded extends WebSocket {
      constructor(address: string) {
        super(address);
        this.on('message', (data: Buffer) => received.push(data.toString('utf8')));
      }
    }
    const room = Room.join({
      id: 'r1',
      token: 't1',
      transport: Recorded,
      origin: `http://127.0.0.1:${port}`,
    });
    stops.push(async () => room.disconnect());
    await vi.waitFor(() => {
      expect(received.map((text) => JSON.parse(text) as unknown)).toMatchObject([
        {
          message: 'Internal server error',
          connectionId: of('CONNECT')[0]?.requestContext.connectionId,
          requestId: of('MESSAGE')[0]?.requestContext.requestId,
        },
      ]);
    }, soon);
    // An exception in the client would fail this run.
    expect(room.getSnapshot().status).toEqual({ kind: 'connecting' });
  });

  it('[L5] can have 32 KB in one frame, and 128 KB in several', async () => {
    const { url, of } = await start();
    const { socket } = await open(`${url}/websocket`);
    const part = 'x'.repeat(32 * 1_024);
    socket.send(part);
    for (const fin of [false, false, false, true]) socket.send(part, { fin });
    await vi.waitFor(() => {
      expect(of('MESSAGE').map(({ body }) => body?.length)).toEqual([32 * 1_024, 128 * 1_024]);
    }, soon);
  });

  it('[L5] of more than 32 KB in one frame is dropped and closes with 1009', async () => {
    const { url, of } = await start();
    const { socket, closed } = await open(`${url}/websocket`);
    socket.send('small');
    socket.send('x'.repeat(32 * 1_024 + 1));
    socket.send('after');
    expect(await closed).toBe(1009);
    await vi.waitFor(() => {
      expect(of('DISCONNECT')).toHaveLength(1);
    }, soon);
    expect(of('MESSAGE').map(({ body }) => body)).toEqual(['small']);
  });

  it('[L5] of more than 128 KB in several frames is dropped and closes with 1009', async () => {
    const { url, of } = await start();
    const { socket, closed } = await open(`${url}/websocket`);
    for (const fin of [false, false, false, false, true]) {
      socket.send('x'.repeat(30 * 1_024), { fin });
    }
    expect(await closed).toBe(1009);
    expect(of('MESSAGE')).toEqual([]);
  });

  it('[L5] in binary is dropped and closes with 1003', async () => {
    const { url, of } = await start();
    const { socket, closed } = await open(`${url}/websocket`);
    socket.send(Buffer.from('bytes'));
    expect(await closed).toBe(1003);
    expect(of('MESSAGE')).toEqual([]);
  });
});
