// Kept-alive connections against a scripted server.

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ConnectionError,
  connectionsTo,
} from '../../../../../functions/adapters/aws/client/kept-alive-connections.ts';

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/**
 * Starts a server. It calls `answer` for each complete request, with the request's number from 1.
 */
async function start(
  answer: (socket: Socket, request: number) => void,
  options: Parameters<typeof connectionsTo>[1] = {},
) {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let received = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      received += data;
      const length = Number(/content-length: (\d+)/.exec(received)?.[1] ?? 0);
      const [, body = ''] = received.split('\r\n\r\n');
      if (Buffer.byteLength(body) < length || !received.includes('\r\n\r\n')) return;
      requests.push(received);
      received = '';
      answer(socket, requests.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const connections = connectionsTo(
    new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`),
    options,
  );
  stops.push(() => {
    connections.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const ask = (text = '', timeout = 5_000) => {
    const bytes = Buffer.from(text);
    return connections.exchange({
      head: `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${bytes.length}\r\n\r\n`,
      body: { text, bytes },
      timeout,
    });
  };
  return { ask, sockets, requests };
}

describe('Connections to a service', () => {
  it('[C12] are kept alive, and carry one request at a time', async () => {
    const { ask, sockets, requests } = await start((socket) => socket.write(ok));
    for (let count = 0; count < 3; count += 1) {
      expect((await ask('naïve')).body.toString()).toBe('ok');
    }
    expect(sockets).toHaveLength(1);
    await Promise.all([ask(), ask(), ask()]);
    expect(sockets).toHaveLength(3);
    expect(requests).toHaveLength(6);
  });

  it('are limited in number, and a waiting request runs even if others fail', async () => {
    const { ask, sockets } = await start(
      (socket, number) => (number === 2 ? socket.destroy() : socket.write(ok)),
      { max: 2 },
    );
    const answers = await Promise.allSettled(Array.from({ length: 9 }, () => ask()));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(sockets).toHaveLength(3);
  });

  it('[C12] carry large bodies unchanged', async () => {
    const { ask, requests } = await start((socket) => socket.write(ok));
    const text = 'ä€🦆'.repeat(15_000);
    await ask(text);
    expect(requests[0]?.split('\r\n\r\n')[1] === text).toBe(true);
  });

  it.each([
    [
      'closed without a response',
      (socket: Socket) => {
        socket.destroy();
      },
      /closed before the answer/,
    ],
    [
      'closed in mid-response',
      (socket: Socket) => {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no');
      },
      /not HTTP/,
    ],
    [
      'answered with another protocol',
      (socket: Socket) => socket.write('SSH-2.0\r\n\r\n'),
      /not HTTP/,
    ],
    ['not answered in time', () => undefined, /within 50 ms/, 50],
  ])(
    '[C12] that are %s fail their request, and the next request opens a new one',
    async (...[, badly, message, deadline = 30_000]) => {
      const { ask, sockets } = await start((socket, number) =>
        number === 1 ? badly(socket) : socket.write(ok),
      );
      const failed = ask('', deadline);
      await expect(failed).rejects.toBeInstanceOf(ConnectionError);
      await expect(failed).rejects.toThrow(message);
      expect((await ask()).status).toBe(200);
      expect(sockets).toHaveLength(2);
    },
  );

  it('[C12] are not reused after a long pause, or after the server closed them', async () => {
    let at = 0;
    const { ask, sockets } = await start((socket) => socket.write(ok), {
      idleMilliseconds: 1_000,
      now: () => at,
    });
    await ask();
    at = 999;
    await ask();
    expect(sockets).toHaveLength(1);
    at = 2_000;
    await ask();
    expect(sockets).toHaveLength(2);
    sockets[1]?.destroy();
    // This request may still use the closed connection; the next one cannot.
    await ask().catch(() => undefined);
    expect((await ask()).status).toBe(200);
  });

  it('fail if no server listens', async () => {
    const connections = connectionsTo(new URL('http://127.0.0.1:1'));
    await expect(
      connections.exchange({
        head: '',
        body: { text: '', bytes: Buffer.alloc(0) },
        timeout: 5_000,
      }),
    ).rejects.toThrow(/ECONNREFUSED/);
  });
});
