// One HTTP server for page, API and sockets: what both local engines have in common. What answers
// is theirs.

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Context } from '../../../functions/core/context.ts';
import { apiPrefixes, websocketPaths } from '../../routes.ts';

export interface Engine {
  readonly page: (request: IncomingMessage, response: ServerResponse) => void;
  readonly api: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** An engine with the world it runs in, and its end. */
export interface RunningEngine extends Engine {
  readonly context: Context;
  stop(): void | Promise<void>;
}

export interface Listening {
  readonly port: number;
  stop(): Promise<void>;
}

/** Rejects with a sentence for people where the port is in use or not allowed. */
export async function listen(
  engine: Engine,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Listening> {
  const server = createServer((request, response) => {
    const { url = '/' } = request;
    if (!apiPrefixes.some((prefix) => url.startsWith(prefix))) {
      engine.page(request, response);
      return;
    }
    engine.api(request, response).catch((error: unknown) => {
      console.error('an API call failed', error instanceof Error ? error.name : typeof error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', giveUp);
    const path = (request.url ?? '').split('?', 1)[0];
    if (websocketPaths.some((known) => known === path)) engine.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return start(server, { port, host });
}

/**
 * A client that goes away in the middle of its handshake is nobody's failure. One function for all:
 * a closure would keep the whole request.
 */
function giveUp(this: Duplex): void {
  this.destroy();
}

/** A listener on a free loopback port, for services that only this process calls. */
export const listenInside = (listener: RequestListener): Promise<Listening> =>
  start(createServer(listener), { port: 0, host: '127.0.0.1' });

/** A port that nothing listens on at this moment. */
export async function freePort(host: string): Promise<number> {
  const probe = await start(createServer(), { port: 0, host });
  await probe.stop();
  return probe.port;
}

async function start(
  server: ReturnType<typeof createServer>,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(explained(error, { port, host }));
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function explained(
  error: NodeJS.ErrnoException,
  { port, host }: { readonly port: number; readonly host: string },
): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`,
    );
  }
  if (error.code === 'EACCES') {
    return new Error(
      `Port ${port} is not allowed for you. Choose one above 1023: PORT=8100 npm start`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Error(
      `HOST ${host} is no address of this machine. Try HOST=127.0.0.1 or HOST=0.0.0.0`,
    );
  }
  return error;
}
