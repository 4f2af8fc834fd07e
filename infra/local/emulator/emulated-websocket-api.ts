// A WebSocket API as API Gateway runs one: the upgrade waits for $connect, every message is an
// invocation of its own, and the platform's limits end connections. management-api.ts has the posts
// to clients, websocket-events.ts the events.

import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { APIGatewayProxyResultV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { WebSocketServer, type WebSocket } from 'ws';
import { websocketPaths } from '../../routes.ts';
import { getPeerAddress, type FindAddress } from '../server/callers.ts';
import { createFrameQueue } from '../server/frame-queue.ts';
import { createFrameSizeReader } from './frame-sizes.ts';
import {
  defaultIntegrationTimeout,
  invoke,
  toStructuredResult,
  type Handler,
} from './invocation.ts';
import {
  connectEvent,
  disconnectEvent,
  messageEvent,
  newConnectionId,
  newRequestId,
  type ConnectionFacts,
  type WebSocketEvent,
} from './websocket-events.ts';

/**
 * Sizes in bytes, times in milliseconds. Source: "Quotas for configuring and running a WebSocket
 * API".
 */
const defaultLimits = {
  frame: 32 * 1_024,
  message: 128 * 1_024,
  idle: 10 * 60_000,
  life: 2 * 60 * 60_000,
  invocations: 512,
  integrationTimeout: defaultIntegrationTimeout,
} as const satisfies SocketLimits;

export interface SocketLimits {
  readonly frame: number;
  readonly message: number;
  readonly idle: number;
  readonly life: number;
  /** Of one connection at the same time: this process stands in for a whole cloud. */
  readonly invocations: number;
  readonly integrationTimeout: number;
}

export interface EmulatedConnection extends ConnectionFacts {
  readonly socket: WebSocket;
  /** When the last message went either way. */
  lastActiveAt: number;
}

export interface WebSocketApi {
  /** A listener for a server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The open connections. Only these accept posts. */
  readonly connections: ReadonlyMap<string, EmulatedConnection>;
  /** Ends every connection, and waits for running invocations. */
  stop(): Promise<void>;
}

export interface WebSocketFunctions {
  readonly connect: Handler<WebSocketEvent>;
  readonly default: Handler<WebSocketEvent>;
  readonly disconnect: Handler<WebSocketEvent>;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface WebSocketApiOptions {
  readonly functions: WebSocketFunctions;
  readonly limits?: Partial<SocketLimits>;
  readonly findAddress?: FindAddress;
}

export function createWebSocketApi({
  functions,
  limits: overrides = {},
  findAddress = getPeerAddress,
}: WebSocketApiOptions): WebSocketApi {
  const limits = { ...defaultLimits, ...overrides };
  const connections = new Map<string, EmulatedConnection>();
  const running = new Set<Promise<void>>();
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    // Above this size ws closes with 1009, as API Gateway does.
    maxPayload: limits.message,
    handleProtocols: (_offered, request) => subprotocols.get(request) ?? false,
  });

  const track = (work: Promise<void>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  const run = (name: keyof WebSocketFunctions, event: WebSocketEvent) =>
    invoke<WebSocketEvent, APIGatewayProxyResultV2>({
      name,
      handler: functions[name],
      event,
      timeout: limits.integrationTimeout,
    });

  const disconnect = async (
    connection: ConnectionFacts,
    code: number,
    reason: string,
  ): Promise<void> => {
    await run('disconnect', disconnectEvent({ connection, code, reason }));
  };

  const accept = async ({ request, socket, head }: Upgrade): Promise<void> => {
    const connection: ConnectionFacts = {
      id: newConnectionId(),
      connectedAt: Date.now(),
      domainName: request.headers.host ?? 'localhost',
      identity: { sourceIp: findAddress(request), ...getUserAgent(request) },
    };
    const invoked = await run('connect', connectEvent({ connection, request }));
    if (invoked.state !== 'returned') {
      refuse(socket, invoked.state === 'failed' ? 502 : 504);
      return;
    }
    const result = toStructuredResult(invoked.result);
    const status = result.statusCode ?? 200;
    if (status < 200 || status > 299) {
      refuse(socket, status);
      return;
    }
    // The client left during $connect: it gets its $disconnect.
    if (!socket.readable || !socket.writable) {
      socket.destroy();
      await disconnect(connection, 1006, '');
      return;
    }
    const subprotocol = getHeader(result, 'sec-websocket-protocol');
    if (subprotocol !== undefined) subprotocols.set(request, subprotocol);
    server.handleUpgrade(request, socket, head, (ws) => {
      serve({ ...connection, socket: ws, lastActiveAt: Date.now() }, socket);
    });
  };

  const serve = (connection: EmulatedConnection, raw: Duplex): void => {
    const { socket } = connection;
    const sizes = createFrameSizeReader(limits.frame);
    // The number of messages to handle. Messages after a frame that ends the connection are
    // ignored.
    let allowed = Infinity;
    connections.set(connection.id, connection);
    const stopTimers = closeOnTimeout(connection, limits);

    let count = 0;
    // Runs before ws reads the same bytes, so a frame that is too long is never handled.
    raw.prependListener('data', (chunk: Buffer) => {
      if (allowed !== Infinity) return;
      allowed = sizes(chunk) ?? Infinity;
      if (allowed !== Infinity) socket.close(1009);
    });
    // Invocations of one connection run at the same time, but not without limit.
    // Frames before one that ends the connection are still handled.
    const queue = createFrameQueue({
      socket: {
        get readyState() {
          return connections.has(connection.id) ? socket.OPEN : socket.CLOSED;
        },
        pause: () => {
          socket.pause();
        },
        resume: () => {
          socket.resume();
        },
      },
      concurrency: limits.invocations,
      handle: ({ data }) => {
        const work = message(connection, data.toString('utf8'));
        track(work);
        return work;
      },
    });
    socket.on('message', (data: Buffer, isBinary) => {
      count += 1;
      if (count > allowed) return;
      if (isBinary) {
        allowed = count;
        socket.close(1003);
      } else queue.add({ data, isBinary });
    });
    // ws closes connections that break the protocol, and `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      stopTimers();
      connections.delete(connection.id);
      void queue.close();
      track(disconnect(connection, code, reason.toString('utf8')));
    });
  };

  const message = async (connection: EmulatedConnection, body: string): Promise<void> => {
    connection.lastActiveAt = Date.now();
    const requestId = newRequestId();
    const invoked = await run('default', messageEvent({ connection, requestId, body }));
    // The route has no response, so API Gateway discards what $default returns. Its own errors do
    // reach the client.
    if (invoked.state === 'returned' || connection.socket.readyState !== connection.socket.OPEN) {
      return;
    }
    const text =
      invoked.state === 'failed' ? 'Internal server error' : 'Endpoint request timed out';
    connection.socket.send(
      JSON.stringify({ message: text, connectionId: connection.id, requestId }),
    );
  };

  return {
    connections,
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      if (!websocketPaths.some((known) => known === path)) refuse(socket, 403);
      else track(accept({ request, socket, head }));
    },
    async stop() {
      while (running.size > 0 || connections.size > 0) {
        // A connection may have opened since the last round.
        for (const { socket } of connections.values()) socket.terminate();
        await Promise.all(running);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Closes a connection that is idle too long, or too old. API Gateway uses 1001 for both. */
function closeOnTimeout(connection: EmulatedConnection, { idle, life }: SocketLimits): () => void {
  const close = (): void => {
    connection.socket.close(1001, 'Going away');
  };
  const checkIdle = (): void => {
    const remaining = connection.lastActiveAt + idle - Date.now();
    if (remaining <= 0) close();
    else idleTimer = setTimeout(checkIdle, remaining).unref();
  };
  let idleTimer = setTimeout(checkIdle, idle).unref();
  const lifeTimer = setTimeout(close, life).unref();
  return () => {
    clearTimeout(idleTimer);
    clearTimeout(lifeTimer);
  };
}

const getUserAgent = ({ headers: { 'user-agent': userAgent } }: IncomingMessage) =>
  userAgent === undefined ? {} : { userAgent };

function refuse(socket: Duplex, status: number): void {
  const text = STATUS_CODES[status] ?? 'Refused';
  const body = JSON.stringify({ message: status === 502 ? 'Internal server error' : text });
  const lines = [
    `HTTP/1.1 ${status} ${text}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function getHeader(result: APIGatewayProxyStructuredResultV2, name: string): string | undefined {
  const found = Object.entries(result.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return found === undefined ? undefined : String(found[1]);
}
