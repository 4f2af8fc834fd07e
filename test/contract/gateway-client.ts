// The client's end of a gateway under test, over a real socket, and a loopback server to connect
// to.

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { WebSocket } from 'ws';
import type { ConnectionId } from '../../functions/core/ports.ts';
import type { Client } from './gateway.ts';

export async function listen(
  listener?: RequestListener,
): Promise<{ readonly server: Server; readonly port: number; stop(): Promise<void> }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    server,
    port: address.port,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Opens a socket. `idOf` returns the server's id of the connection, once it is open. */
export async function openClient(url: string, idOf: () => ConnectionId): Promise<Client> {
  const socket = new WebSocket(url);
  const received: string[] = [];
  let code: number | undefined;
  socket.on('message', (data: Buffer) => received.push(data.toString('utf8')));
  socket.on('close', (closed) => {
    code = closed;
  });
  await once(socket, 'open');
  return {
    id: idOf(),
    received,
    closed: () => code,
    leave: () => {
      socket.close();
    },
  };
}
