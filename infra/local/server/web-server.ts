// One HTTP server for the page, the API and the WebSocket. The engines handle the last two.

import {
  createServer,
  ServerResponse,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Context } from '../../../functions/core/context.ts';
import { apiPrefixes, websocketPaths } from '../../routes.ts';
import type { Callers } from './callers.ts';

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The room service in this process. */
export interface Engine {
  readonly context: Context;
  readonly handleApi: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly handleUpgrade: UpgradeListener;
  readonly knowsHost: Callers['knowsHost'];
  stop(): void | Promise<void>;
}

export interface Address {
  readonly port: number;
  readonly host: string;
}

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface Handlers extends Pick<Engine, 'handleApi' | 'handleUpgrade' | 'knowsHost'> {
  /** Requests for everything else. */
  readonly handlePage: RequestListener;
}

/** How long a request may take to arrive, in milliseconds. Its socket is held meanwhile. */
export interface Patience {
  readonly headers: number;
  readonly request: number;
}
const defaultPatience: Patience = { headers: 10_000, request: 30_000 };

const unknownHost =
  'This server does not know this host name. If it is the right one, start the server with it: ' +
  'PUBLIC_ORIGIN=https://chat.example\n';

const rejectUpgrade = (socket: Duplex, status: string): void =>
  void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);

interface UpgradeRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
}

/**
 * Answers a request as if it asked for no other protocol, as RFC 9110 (7.8) wants. Java's client,
 * for one, offers HTTP/2 so. Node has not read the body, so a request that has one is refused.
 */
function ignoreUpgrade(server: Server, { request, socket }: UpgradeRequest): void {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  if (hasBody || !(socket instanceof Socket)) {
    rejectUpgrade(socket, '400 Send no Upgrade header');
    return;
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.end());
  server.emit('request', request, response);
}

/** Rejects with a message for people if the port is in use or not allowed. */
export async function startWebServer(
  handlers: Handlers,
  address: Address,
  patience = defaultPatience,
): Promise<RunningServer> {
  const timeouts = {
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.headers / 2,
  };
  const server = createServer(timeouts, (request, response) => {
    if (!handlers.knowsHost(request)) {
      response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(unknownHost);
      return;
    }
    if (!isApiPath(request.url ?? '/')) {
      handlers.handlePage(request, response);
      return;
    }
    handlers.handleApi(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      console.error('an API call failed', error instanceof Error ? error.name : typeof error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroySocket);
    if (!handlers.knowsHost(request)) rejectUpgrade(socket, '421 Misdirected Request');
    else if (isWebSocketPath(request.url ?? '/')) handlers.handleUpgrade(request, socket, head);
    else ignoreUpgrade(server, { request, socket });
  });
  return startServer(server, address);
}

export const isApiPath = (url: string): boolean =>
  apiPrefixes.some((prefix) => url.startsWith(prefix));

export const isWebSocketPath = (url: string): boolean =>
  websocketPaths.some((path) => path === url.split('?', 1)[0]);

/**
 * A client may leave in the middle of its handshake. All sockets share this function: a closure
 * would keep the whole request in memory.
 */
function destroySocket(this: Duplex): void {
  this.destroy();
}

/** Listens on a free loopback port, for services that only this process calls. */
export const startInternalServer = (listener: RequestListener): Promise<RunningServer> =>
  startServer(createServer(listener), { port: 0, host: '127.0.0.1' });

/** Returns a port that nothing listens on at this moment. */
export async function findFreePort(host: string): Promise<number> {
  const probe = await startServer(createServer(), { port: 0, host });
  await probe.stop();
  return probe.port;
}

export async function startServer(server: Server, { port, host }: Address): Promise<RunningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(explainListenError(error, { port, host }));
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

function explainListenError(error: NodeJS.ErrnoException, { port, host }: Address): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} is in use. Stop what listens there, or choose another: ` +
          `PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new Error(
        `You may not listen on port ${port}. Choose one above 1023: PORT=8100 npm start`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`This machine has no address ${host}. Try HOST=127.0.0.1 or HOST=0.0.0.0`);
    default:
      return error;
  }
}
