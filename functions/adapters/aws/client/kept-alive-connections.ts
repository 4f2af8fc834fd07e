// Kept-alive connections to one origin with one request at a time on each. undici would add 270 KB
// to each function's bundle, and the agents of node:http take more CPU time (`npm run bench --
// posts`). Responses are parsed in http-response.ts.

import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { readResponse, type HttpResponse } from './http-response.ts';

/** Text with its bytes, made once for all requests that send it. */
export interface Body {
  readonly text: string;
  readonly bytes: Buffer;
}

export interface Connections {
  /**
   * Sends a request, of which `head` ends with the empty line, and resolves with its response.
   * Rejects with a ConnectionError only.
   */
  exchange(request: {
    readonly head: string;
    readonly body: Body;
    readonly timeout: number;
  }): Promise<HttpResponse>;
  /** Closes all connections. Requests in flight fail. */
  close(): void;
}

/** No answer came, or none that could be read. Whether the request was carried out is not known. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

interface Options {
  /** Maximum number of connections. Further requests wait. */
  readonly max?: number;
  /**
   * How long a connection that is not used is trusted: API Gateway closes its end after about a
   * minute.
   */
  readonly idleMilliseconds?: number;
  readonly now?: () => number;
}

interface Line {
  readonly socket: Socket;
  asking:
    | {
        readonly resolve: (response: HttpResponse) => void;
        readonly reject: (error: ConnectionError) => void;
        readonly timer: NodeJS.Timeout;
      }
    | undefined;
  received: Buffer | undefined;
  needs: number;
  idleSince: number;
  /** It has answered before. */
  used: boolean;
}

/**
 * Above this size head and body are written separately, to avoid copying a large body for every
 * receiver.
 */
const maxJoinedBytes = 8 * 1_024;

export function connectionsTo(
  origin: URL,
  { max = 256, idleMilliseconds = 20_000, now = Date.now }: Options = {},
): Connections {
  const idle: Line[] = [];
  const open = new Set<Line>();
  const waiting: (() => void)[] = [];
  const reach = reacher(origin);

  const free = (line: Line): void => {
    if (line.socket.destroyed) return;
    line.idleSince = now();
    line.used = true;
    idle.push(line);
  };
  const finish = (line: Line, response: HttpResponse | ConnectionError): void => {
    const { asking } = line;
    if (asking === undefined) return;
    line.asking = undefined;
    line.received = undefined;
    line.needs = 0;
    clearTimeout(asking.timer);
    if (response instanceof Error || !response.keep) line.socket.destroy();
    else free(line);
    if (response instanceof Error) asking.reject(response);
    else asking.resolve(response);
    waiting.shift()?.();
  };
  const look = (line: Line, ended: boolean): void => {
    const { received } = line;
    if (line.asking === undefined || received === undefined) return;
    const reading = readResponse(received, ended);
    if (reading === 'malformed') finish(line, new ConnectionError('The answer is not HTTP/1.1.'));
    else if ('needs' in reading) line.needs = reading.needs;
    else finish(line, reading);
  };

  const connect = (): Line => {
    const socket = reach();
    const line: Line = {
      socket,
      asking: undefined,
      received: undefined,
      needs: 0,
      idleSince: 0,
      used: false,
    };
    open.add(line);
    // The timer of a request keeps the process alive; connections that nobody uses do not.
    socket.unref();
    socket.setNoDelay(true);
    const pieces: Buffer[] = [];
    let length = 0;
    socket.on('data', (data: Buffer) => {
      // A server that sends an unrequested response is out of step.
      if (line.asking === undefined) {
        socket.destroy();
        return;
      }
      if (line.received === undefined) pieces.length = length = 0;
      pieces.push(data);
      length += data.length;
      line.received = data;
      if (length < line.needs) return;
      line.received = pieces.length === 1 ? data : Buffer.concat(pieces, length);
      pieces.splice(0, pieces.length, line.received);
      look(line, false);
    });
    socket.on('end', () => {
      if (line.received !== undefined && pieces.length > 1) {
        line.received = Buffer.concat(pieces, length);
      }
      look(line, true);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      finish(line, new ConnectionError(`The connection failed: ${error.code ?? error.name}.`));
    });
    socket.on('close', () => {
      open.delete(line);
      const index = idle.indexOf(line);
      if (index >= 0) idle.splice(index, 1);
      if (line.asking !== undefined && line.used && line.received === undefined) {
        // It was closed while idle, and so were the other idle ones, as when a frozen function
        // wakes up.
        for (const other of idle.splice(0)) other.socket.destroy();
      }
      finish(line, new ConnectionError('The connection was closed before the answer came.'));
      waiting.shift()?.();
    });
    return line;
  };

  /**
   * The one that was used last, if it may still be good: a function may have been frozen in
   * between.
   */
  const take = (): Line => {
    for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
      if (
        now() - line.idleSince < idleMilliseconds &&
        !line.socket.destroyed &&
        line.socket.writable
      ) {
        return line;
      }
      line.socket.destroy();
    }
    return connect();
  };

  const ask = (
    line: Line,
    { head, body, timeout }: Parameters<Connections['exchange']>[0],
  ): Promise<HttpResponse> =>
    new Promise((resolve, reject) => {
      // A process that was held up for so long has not yet read what came meanwhile: it reads
      // before it goes on to immediates.
      const timer = setTimeout(
        () =>
          setImmediate(() => {
            if (line.asking?.timer === timer) {
              finish(line, new ConnectionError(`No answer came within ${timeout} ms.`));
            }
          }),
        timeout,
      );
      line.asking = { resolve, reject, timer };
      const { socket } = line;
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
      return ask(take(), request);
    },
    close() {
      for (const { socket } of open) socket.destroy();
    },
  };
}

function reacher({ protocol, hostname, port }: URL): () => Socket {
  if (protocol === 'http:') return () => connectPlain({ host: hostname, port: Number(port || 80) });
  let session: Buffer | undefined;
  // Later handshakes resume the first one's session.
  return () =>
    connectSecure({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      ALPNProtocols: ['http/1.1'],
      ...(session === undefined ? {} : { session }),
    }).on('session', (made) => {
      session = made;
    });
}
