// Requests that never arrive whole.

import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { readBody } from '../../../../infra/local/emulator/request-body.ts';
import { startWebServer } from '../../../../infra/local/server/web-server.ts';

it.each([
  ['half a header', 'POST /api/rooms HTTP/1.1\r\nHost: localhost\r\n'],
  [
    'half a body',
    'POST /api/rooms HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"title":',
  ],
])('[L16] ends a connection that sends %s and waits', async (_what, sent) => {
  const server = await startWebServer(
    {
      knowsHost: () => true,
      handleApi: async (request, response) => {
        await readBody(request, 1_000);
        response.end('whole');
      },
      handleUpgrade: () => undefined,
      handlePage: () => undefined,
    },
    { host: '127.0.0.1', port: 0 },
    { headers: 100, request: 200 },
  );
  const socket = connect(server.port, '127.0.0.1');
  socket.write(sent);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  await server.stop();
});
