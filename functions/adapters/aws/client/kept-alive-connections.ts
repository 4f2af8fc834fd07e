// Kept-alive connections to one origin with one request at a time on each. undici would add 270 KB
// to each function's bundle, and the agents of node:http take more CPU time (`npm run bench --
// posts`). Responses are parsed in http-response.ts.

import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { readResponse, type HttpResponse } from './http-response.ts';

/** A text and its bytes, encoded once for all requests that send it. */
export interface Body {
  readonly text: string;
  readonly bytes: Buffer;
}

export interface Connections {
  /**
   * Sends a request and resolves with its response. `head` includes the empty line at its end.
   * Rejects only with a ConnectionError.
   */
  exchange(request: {
    readonly head: string;
    readonly body: Body;
    readonly timeout: number;
  }): Promise<HttpResponse>;
  /** Closes all connections. Requests in flight fail. */
  close(): void;
}

/** There was no readable response. The request may have been carried out all the same. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

interface Options {
  /** Maximum number of connections. Further requests wait. */
  readonly max?: number;
  /**
   * How long an unused connection is trusted. API Gateway closes idle connections after about a
   * minute.
   */
  readonly idleMilliseconds?: number;
  readonly now?: () => number;
}

interface PooledConnection {
  readonly socket: Socket;
  pending:
    | {
        readonly resolve: (response: HttpResponse) => void;
        readonly reject: (error: ConnectionError) => void;
        readonly timer: NodeJS.Timeout;
      }
    | undefined;
  received: Buffer | undefined;
  needs: number;
  idleSince: number;
  /** Whether it has returned a response before. */
  used: boolean;
}

/** Larger bodies are written separately from the head, to avoid copying them for every receiver. */
const maxJoinedBytes = 8 * 1_024;

export function connectionsTo(
  origin: URL,
  { max = 256, idleMilliseconds = 20_000, now = Date.now }: Options = {},
): Connections {
  const idle: PooledConnection[] = [];
  const open = new Set<PooledConnection>();
  const waiting: (() => void)[] = [];
  const openSocket = createSocketOpener(origin);

  const free = (connection: PooledConnection): void => {
    if (connection.socket.destroyed) return;
    connection.idleSince = now();
    connection.used = true;
    idle.push(connection);
  };
  const finish = (connection: PooledConnection, response: HttpResponse | ConnectionError): void => {
    const { pending } = connection;
    if (pending === undefined) return;
    connection.pending = undefined;
    connection.received = undefined;
    connection.needs = 0;
    clearTimeout(pending.timer);
    if (response instanceof Error || !response.keep) connection.socket.destroy();
    else free(connection);
    if (response instanceof Error) pending.reject(response);
    else pending.resolve(response);
    waiting.shift()?.();
  };
  const parse = (connection: PooledConnection, ended: boolean): void => {
    const { received } = connection;
    if (connection.pending === undefined || received === undefined) return;
    const reading = readResponse(received, ended);
    if (reading === 'malformed') {
      finish(connection, new ConnectionError('The answer is not HTTP/1.1.'));
    } else if ('needs' in reading) {
      connection.needs = reading.needs;
    } else {
      finish(connection, reading);
    }
  };

  const connect = (): PooledConnection => {
    const socket = openSocket();
    const connection: PooledConnection = {
      socket,
      pending: undefined,
      received: undefined,
      needs: 0,
      idleSince: 0,
      used: false,
    };
    open.add(connection);
    // A request's timer keeps the process alive. Idle connections must not.
    socket.unref();
    socket.setNoDelay(true);
    const pieces: Buffer[] = [];
    let length = 0;
    socket.on('data', (data: Buffer) => {
      // Nothing was requested, so the responses would no longer match the requests.
      if (connection.pending === undefined) {
        socket.destroy();
        return;
      }
      if (connection.received === undefined) pieces.length = length = 0;
      pieces.push(data);
      length += data.length;
      connection.received = data;
      if (length < connection.needs) return;
      connection.received = pieces.length === 1 ? data : Buffer.concat(pieces, length);
      pieces.splice(0, pieces.length, connection.received);
      parse(connection, false);
    });
    socket.on('end', () => {
      if (connection.received !== undefined && pieces.length > 1) {
        connection.received = Buffer.concat(pieces, length);
      }
      parse(connection, true);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(
        connection,
        new ConnectionError(`The connection failed: ${error.code ?? error.name}.`),
      );
    });
    socket.on('close', () => {
      open.delete(connection);
      const index = idle.indexOf(connection);
      if (index >= 0) idle.splice(index, 1);
      if (
        connection.pending !== undefined &&
        connection.used &&
        connection.received === undefined
      ) {
        // The server closed it while it was idle, perhaps because this function was frozen. The
        // other idle connections are then closed too.
        for (const other of idle.splice(0)) other.socket.destroy();
      }
      finish(connection, new ConnectionError('The connection was closed before the answer came.'));
      waiting.shift()?.();
    });
    return connection;
  };

  /**
   * Returns the idle connection that was used last, if it may still be open, or a new one. A
   * function may have been frozen in between.
   */
  const take = (): PooledConnection => {
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (
        now() - connection.idleSince < idleMilliseconds &&
        !connection.socket.destroyed &&
        connection.socket.writable
      ) {
        return connection;
      }
      connection.socket.destroy();
    }
    return connect();
  };

  const send = (
    connection: PooledConnection,
    { head, body, timeout }: Parameters<Connections['exchange']>[0],
  ): Promise<HttpResponse> =>
    new Promise((resolve, reject) => {
      // If the process was blocked, a response may have arrived unread. Node reads it before it
      // runs immediates.
      const timer = setTimeout(
        () =>
          setImmediate(() => {
            if (connection.pending?.timer === timer) {
              finish(connection, new ConnectionError(`No answer came within ${timeout} ms.`));
            }
          }),
        timeout,
      );
      connection.pending = { resolve, reject, timer };
      const { socket } = connection;
      if (body.bytes.length <= maxJoinedBytes) {
        socket.write(head + body.text, body.bytes.length === body.text.length ? 'latin1' : 'utf8');
        return;
      }
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(body.bytes);
      socket.uncork();
    });

  return {
    async exchange(request) {
      while (idle.length === 0 && open.size >= max) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      return send(take(), request);
    },
    close() {
      for (const { socket } of open) socket.destroy();
    },
  };
}

function createSocketOpener({ protocol, hostname, port }: URL): () => Socket {
  if (protocol === 'http:') return () => connectPlain({ host: hostname, port: Number(port || 80) });
  let session: Buffer | undefined;
  // Handshakes resume the last TLS session.
  return () =>
    connectSecure({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      ALPNProtocols: ['http/1.1'],
      ...(session === undefined ? {} : { session }),
    }).on('session', (ticket) => {
      session = ticket;
    });
}
