// The engine of `npm start`: the core on in-memory adapters, in this process.

import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { createEventLoopTicks } from '../../../functions/adapters/memory/event-loop-ticks.ts';
import { createMemoryConnections } from '../../../functions/adapters/memory/memory-connections.ts';
import { createMemoryGateway } from '../../../functions/adapters/memory/memory-gateway.ts';
import { createMemoryQuotas } from '../../../functions/adapters/memory/memory-quotas.ts';
import { createMemoryRoomPorts } from '../../../functions/adapters/memory/memory-room-ports.ts';
import { createMemoryTimers } from '../../../functions/adapters/memory/memory-timers.ts';
import { openWordLists } from '../../../functions/adapters/memory/memory-word-lists.ts';
import { cryptoHash } from '../../../functions/adapters/system/crypto-hash.ts';
import { cryptoRandom } from '../../../functions/adapters/system/crypto-random.ts';
import { createLocalKeys } from '../../../functions/adapters/system/local-keys.ts';
import { systemClock } from '../../../functions/adapters/system/system-clock.ts';
import { connect, type Handshake } from '../../../functions/core/access/handshake.ts';
import { createContext } from '../../../functions/core/context.ts';
import { runTimer } from '../../../functions/core/lifecycle/run-timer.ts';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import type { ConnectionId } from '../../../functions/core/ports.ts';
import { lobbyId } from '../../../functions/core/lifecycle/lobby.ts';
import { countFrame, receive, rejectBinary } from '../../../functions/core/receive.ts';
import { logFailure } from '../../../functions/handlers/log-failure.ts';
import { createAddressKey } from '../../../functions/handlers/viewer-address.ts';
import type { LocalConfiguration } from '../local-settings.ts';
import { createCallers } from '../server/callers.ts';
import { noFrameLog, type LogFrame } from '../server/frame-log.ts';
import { createFrameQueue } from '../server/frame-queue.ts';
import { createHeartbeat } from '../server/heartbeat.ts';
import type { Engine } from '../server/web-server.ts';
import { createMemoryApi } from './memory-api.ts';

/** As in the cloud. The core refuses frames beyond 32 KB, with a reason. */
const maxMessageBytes = 128 * 1_024;

export interface MemoryEngineOptions {
  /** Ends connections that are silent from one ping to the next. Default: 30,000. */
  readonly pingMilliseconds?: number;
  /** Closes connections that are in no room by then with 1008. Default: 60,000. */
  readonly maxJoinMilliseconds?: number;
  readonly logFrame?: LogFrame;
}

export async function createMemoryEngine(
  configuration: LocalConfiguration,
  {
    pingMilliseconds = 30_000,
    maxJoinMilliseconds = 60_000,
    logFrame = noFrameLog,
  }: MemoryEngineOptions = {},
): Promise<Engine> {
  const { settings, dataDirectory, filterFile } = configuration;
  const inDataDirectory = (name: string): string | undefined =>
    dataDirectory === undefined ? undefined : join(dataDirectory, name);

  const ticks = createEventLoopTicks();
  const gateway = createMemoryGateway({ ticks });
  const roomPorts = createMemoryRoomPorts();
  const timers = createMemoryTimers({
    clock: systemClock,
    fire: (timer) => runTimer(context, timer),
    onFailure: (error) => {
      logFailure('timer', error);
    },
  });
  const context = createContext(
    {
      ...roomPorts,
      connections: createMemoryConnections(),
      quotas: createMemoryQuotas(),
      keys: await createLocalKeys({ file: inDataDirectory('signing-key.json') }),
      lists: await openWordLists({
        file: filterFile,
        directory: inDataDirectory('filter-lists'),
      }),
      gateway,
      timers,
      clock: systemClock,
      random: cryptoRandom,
      hash: cryptoHash,
      coalesce: async (room) => {
        await ticks.handled();
        return roomPorts.rooms.get(room);
      },
    },
    settings,
  );

  const addressSalt = randomBytes(16).toString('hex');
  const callers = createCallers(configuration);
  const getAddressKey = (request: IncomingMessage): string | undefined =>
    createAddressKey(callers.findAddress(request), addressSalt);

  const heartbeat = createHeartbeat(pingMilliseconds);
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    // Pings are counted before they are answered.
    autoPong: false,
    handleProtocols: (_offered, request) => subprotocols.get(request) ?? false,
  });

  const closeUnjoined = async (id: ConnectionId): Promise<void> => {
    const connection = await context.connections.read(id);
    if (connection?.rooms.every((room) => room === lobbyId) === true) await gateway.close(id, 1008);
  };

  const serveConnection = (id: ConnectionId, socket: WebSocket, wire: Duplex): void => {
    gateway.attach(id, socket, wire);
    heartbeat.watch(socket);
    const patience = setTimeout(() => void closeUnjoined(id), maxJoinMilliseconds);
    patience.unref();

    const handleFrame = async (data: Buffer, isBinary: boolean): Promise<void> => {
      await ticks.begin();
      if (isBinary) {
        await rejectBinary(context, { connection: id, data });
        await gateway.close(id, 1003);
        return;
      }
      const text = data.toString('utf8');
      await logFrame(text, () => receive(context, { connection: id, text }));
    };
    const queue = createFrameQueue({
      socket,
      // A connection's frames are handled one after another, so its messages keep their order.
      concurrency: 1,
      handle: async ({ data, isBinary }) => {
        try {
          await handleFrame(data, isBinary);
        } catch (error) {
          logFailure('default', error);
        }
      },
    });
    const countFrameOrEnd = (): boolean => {
      if (countFrame(context, id)) return true;
      // A socket is read until its client has answered the close frame.
      if (socket.readyState === socket.OPEN) void gateway.close(id, 1008);
      else socket.pause();
      return false;
    };
    socket.on('message', (data: Buffer, isBinary) => {
      if (socket.readyState === socket.OPEN || countFrameOrEnd()) queue.add({ data, isBinary });
    });
    socket.on('ping', (data) => {
      if (countFrameOrEnd()) socket.pong(data);
    });
    socket.on('pong', countFrameOrEnd);
    socket.on('error', terminateSocket);
    socket.on('close', () => {
      clearTimeout(patience);
      gateway.detach(id);
      void queue
        .close()
        .then(() => handleDisconnect(context, id))
        .catch((error: unknown) => {
          logFailure('disconnect', error);
        });
    });
  };

  const upgrade = async (request: IncomingMessage, wire: Duplex, head: Buffer): Promise<void> => {
    const id = randomUUID() as ConnectionId;
    const handshake = toHandshake(request, { id, addressKey: getAddressKey(request) });
    const result = await connect(context, handshake);
    if (!result.ok) {
      const headers = 'Connection: close\r\nContent-Length: 0';
      wire.end(`HTTP/1.1 ${result.status} Forbidden\r\n${headers}\r\n\r\n`);
      return;
    }
    if (result.protocol !== undefined) subprotocols.set(request, result.protocol);
    sockets.handleUpgrade(request, wire, head, (socket) => {
      serveConnection(id, socket, wire);
    });
  };

  return {
    context,
    knowsHost: callers.knowsHost,
    handleApi: createMemoryApi({ context, callers, getAddressKey }),
    handleUpgrade: (request, wire, head) => {
      upgrade(request, wire, head).catch((error: unknown) => {
        logFailure('connect', error);
        wire.destroy();
      });
    },
    stop: () => {
      timers.stop();
      heartbeat.stop();
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function terminateSocket(this: WebSocket): void {
  this.terminate();
}

function toHandshake(
  request: IncomingMessage,
  caller: Pick<Handshake, 'id' | 'addressKey'>,
): Handshake {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  return {
    ...caller,
    vsn: query.get('vsn') ?? undefined,
    token: query.get('token') ?? undefined,
    protocols: request.headers['sec-websocket-protocol'],
    origin: request.headers.origin,
    host: request.headers.host,
  };
}
