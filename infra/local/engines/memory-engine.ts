// The engine of `npm start`: the core on in-process adapters, sockets by ws, nothing between them.

import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { createMemoryTimers } from '../../../functions/adapters/memory/memory-timers.ts';
import { createMemoryConnections } from '../../../functions/adapters/memory/memory-connections.ts';
import { systemClock } from '../../../functions/adapters/system/system-clock.ts';
import { fileFilterLists } from '../../../functions/adapters/memory/memory-word-lists.ts';
import { createMemoryGateway } from '../../../functions/adapters/memory/memory-gateway.ts';
import { createMemoryQuotas } from '../../../functions/adapters/memory/memory-quotas.ts';
import { cryptoRandom } from '../../../functions/adapters/system/crypto-random.ts';
import { createMemoryRoomPorts } from '../../../functions/adapters/memory/memory-room-ports.ts';
import { createEventLoopTicks } from '../../../functions/adapters/memory/event-loop-ticks.ts';
import { createLocalKeys } from '../../../functions/adapters/system/local-keys.ts';
import { runTimer } from '../../../functions/core/lifecycle/run-timer.ts';
import { api, problemResponse } from '../../../functions/core/http/room-routes.ts';
import { typeOf, written, type ApiResponse } from '../../../functions/core/http/api-request.ts';
import { connect } from '../../../functions/core/access/handshake.ts';
import { createContext, type Context } from '../../../functions/core/context.ts';
import type { ConnectionId } from '../../../functions/core/ports.ts';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import { receive } from '../../../functions/core/receive.ts';
import { addressKeyOf } from '../../../functions/handlers/viewer-address.ts';
import { bearerOf } from '../../../functions/handlers/handle-http.ts';
import { logFailure } from '../../../functions/handlers/log-failure.ts';
import { refuse } from '../../../functions/protocol/reasons.ts';
import type { LocalConfiguration } from '../local-settings.ts';
import { matchRoute } from '../emulator/emulated-http-api.ts';
import { readBody } from '../emulator/request-body.ts';
import { pings } from '../server/heartbeat.ts';
import type { RunningEngine } from '../server/web-server.ts';
import { staticFiles } from '../server/static-files.ts';

/**
 * Bytes. What the platform allows in the cloud: a message of 128 KB (the core refuses above 32 KB,
 * with a reason), a body of 6 MB.
 */
const messageMost = 128 * 1_024;
const bodyMost = 6 * 1_024 * 1_024;

/** `pingMilliseconds`: a connection that is silent from one ping to the next is ended. */
export async function inProcessEngine(
  configuration: LocalConfiguration,
  { pingMilliseconds = 30_000 }: { readonly pingMilliseconds?: number } = {},
): Promise<RunningEngine> {
  const { settings, dataDirectory, filterFile } = configuration;
  const turn = createEventLoopTicks();
  const gateway = createMemoryGateway({ turn });
  const roomPorts = createMemoryRoomPorts();
  const alive = pings(pingMilliseconds);
  const timers = createMemoryTimers({
    clock: systemClock,
    fire: (timer) => runTimer(context, timer),
    failed: (error) => {
      logFailure('timer', error);
    },
  });
  const context = createContext(
    {
      ...roomPorts,
      connections: createMemoryConnections(),
      quotas: createMemoryQuotas(),
      keys: await createLocalKeys({
        file: dataDirectory === undefined ? undefined : join(dataDirectory, 'signing-key.json'),
      }),
      lists: await fileFilterLists({
        file: filterFile,
        directory: dataDirectory === undefined ? undefined : join(dataDirectory, 'filter-lists'),
      }),
      gateway,
      timers,
      clock: systemClock,
      random: cryptoRandom,
      coalesce: async (room) => {
        await turn.handled();
        return roomPorts.rooms.get(room);
      },
    },
    settings,
  );
  const addressSalt = randomBytes(16).toString('hex');
  const keyOf = (request: IncomingMessage): string | undefined =>
    addressKeyOf(request.socket.remoteAddress ?? '', addressSalt);
  const protocols = new WeakMap<IncomingMessage, string>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageMost,
    perMessageDeflate: false,
    handleProtocols: (_offered, request) => protocols.get(request) ?? false,
  });

  const serve = (id: ConnectionId, socket: WebSocket, wire: Duplex): void => {
    gateway.attach(id, socket, wire);
    alive.watch(socket);
    // One connection's frames are handled one after another, so what it sends keeps its order.
    let last = Promise.resolve();
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        socket.close(1003);
        return;
      }
      const text = data.toString('utf8');
      last = last
        .then(() => turn.begin())
        .then(() => receive(context, { connection: id, text }))
        .catch((error: unknown) => {
          logFailure('default', error);
        });
    });
    socket.on('error', terminate);
    socket.on('close', () => {
      gateway.detach(id);
      void last
        .then(() => handleDisconnect(context, id))
        .catch((error: unknown) => {
          logFailure('disconnect', error);
        });
    });
  };

  return {
    context,
    page: staticFiles({ root: 'dist/page' }),
    api: async (request, response) => {
      write(
        response,
        await answer(context, { request, configuration, addressKey: keyOf(request) }),
      );
    },
    upgrade: (request, socket, head) => {
      const id = randomUUID() as ConnectionId;
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      connect(context, {
        id,
        vsn: query.get('vsn') ?? undefined,
        token: query.get('token') ?? undefined,
        protocols: request.headers['sec-websocket-protocol'],
        origin: request.headers.origin,
        host: request.headers.host,
        addressKey: keyOf(request),
      })
        .then((greeting) => {
          if (!greeting.ok) {
            socket.end(
              `HTTP/1.1 ${greeting.status} Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
            );
            return;
          }
          if (greeting.protocol !== undefined) protocols.set(request, greeting.protocol);
          sockets.handleUpgrade(request, socket, head, (accepted) => {
            serve(id, accepted, socket);
          });
        })
        .catch((error: unknown) => {
          logFailure('connect', error);
          socket.destroy();
        });
    },
    stop: () => {
      timers.stop();
      alive.stop();
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function terminate(this: WebSocket): void {
  this.terminate();
}

interface Asked {
  readonly request: IncomingMessage;
  readonly configuration: LocalConfiguration;
  readonly addressKey: string | undefined;
}

async function answer(
  context: Context,
  { request, configuration, addressKey }: Asked,
): Promise<ApiResponse> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const matched = matchRoute(request.method ?? 'GET', url.pathname);
  const body = await readBody(request, bodyMost);
  if (matched === undefined) return problemResponse(refuse('not_found'));
  if (body === 'too large') {
    return problemResponse(refuse('too_large', 'A request body has at most 6 MB.'));
  }
  try {
    return await api(context, {
      route: `${matched.route.method} ${matched.route.path}`,
      parameters: matched.pathParameters,
      query: Object.fromEntries(url.searchParams),
      body: body.toString('utf8'),
      bearer: bearerOf(request.headers.authorization),
      addressKey,
      origin:
        configuration.publicOrigin ??
        `http://${request.headers.host ?? `localhost:${configuration.port}`}`,
      from: request.headers.origin,
      ifMatch: request.headers['if-match'],
      ifNoneMatch: request.headers['if-none-match'],
    });
  } catch (error) {
    logFailure('http', error);
    return problemResponse(refuse('unavailable'));
  }
}

function write(response: ServerResponse, answered: ApiResponse): void {
  response.writeHead(answered.status, { ...answered.headers, 'content-type': typeOf(answered) });
  response.end(written(answered));
}
