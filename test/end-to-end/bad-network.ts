// A network between clients and a server. It can cut each client's line as real networks do, so
// both ends notice or only one. It only handles bytes.

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * - `reset`: both ends see the connection break, and data in flight is lost.
 * - `client-half`: the client sees it break; the server's end stays open and discards everything it
 * is sent, until `mend`.
 * - `server-half`: the server sees it break; the client's end stays open and receives nothing,
 * until `mend`.
 */
export type Cut = 'reset' | 'client-half' | 'server-half';
export const cuts = ['reset', 'client-half', 'server-half'] as const satisfies readonly Cut[];

export interface Line {
  /** The address at which its client reaches the server. */
  readonly origin: string;
  readonly isUp: boolean;
  cut(kind: Cut): void;
  /** Closes half-open ends. */
  mend(): void;
  stop(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** Creates a line to the server at `origin`, for one client. */
export async function layLine({ origin }: { readonly origin: string }): Promise<Line> {
  const { port } = new URL(origin);
  const pairs = new Set<Pair>();
  const halves = new Set<Socket>();
  const front = createServer((client) => {
    const server = connect(Number(port), 'localhost');
    const pair = { client, server };
    pairs.add(pair);
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      end.setNoDelay(true);
      end.on('data', (bytes) => {
        if (pairs.has(pair)) other.write(bytes);
      });
      end.on('error', () => undefined);
      end.on('close', () => {
        halves.delete(end);
        if (pairs.delete(pair)) other.destroy();
      });
    }
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const address = front.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');

  const mend = (): void => {
    for (const half of halves) half.resetAndDestroy();
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    get isUp() {
      return pairs.size > 0;
    },
    cut(kind) {
      for (const pair of pairs) {
        pairs.delete(pair);
        const [first, second] =
          kind === 'server-half' ? [pair.server, pair.client] : [pair.client, pair.server];
        first.resetAndDestroy();
        if (kind === 'reset') second.resetAndDestroy();
        else halves.add(second);
      }
    },
    mend,
    async stop() {
      front.close();
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
      mend();
      await once(front, 'close');
    },
  };
}
