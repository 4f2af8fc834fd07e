// The gateway of one process: connection ids to open sockets. Knows nothing of HTTP or upgrades; whoever accepts sockets
// attaches them here and detaches them when they end.

import type { ConnectionId, Gateway } from '../../core/ports.ts';

/** What is used of a socket; `ws` has it. */
export interface WebSocketLike {
  readonly readyState: number;
  /** Bytes accepted by `send` and not yet taken by the network. */
  readonly bufferedAmount: number;
  send(frame: string): void;
  close(code: number): void;
}

const open = 1;
const sent = Promise.resolve('sent' as const);
const gone = Promise.resolve('gone' as const);

/** `bufferedMost`: a reader that lets more bytes than this wait is closed with 1013 and counts as gone (default 4 MB). */
export function inProcessGateway({ bufferedMost = 4 * 1_024 * 1_024 }: { readonly bufferedMost?: number } = {}): Gateway & {
  attach(id: ConnectionId, socket: WebSocketLike): void;
  detach(id: ConnectionId): void;
  readonly size: number;
} {
  const sockets = new Map<ConnectionId, WebSocketLike>();

  const end = (id: ConnectionId, code: number): void => {
    const socket = sockets.get(id);
    // Removed at once: from now on posts say `gone`, whenever the client answers the close.
    sockets.delete(id);
    if (socket?.readyState === open) socket.close(code);
  };

  return {
    attach(id, socket) {
      sockets.set(id, socket);
    },
    detach(id) {
      sockets.delete(id);
    },
    get size() {
      return sockets.size;
    },
    post(id, frame) {
      const socket = sockets.get(id);
      if (socket?.readyState !== open) return gone;
      if (socket.bufferedAmount > bufferedMost) {
        end(id, 1013);
        return gone;
      }
      socket.send(frame);
      return sent;
    },
    close(id, code) {
      end(id, code);
      return Promise.resolve();
    },
  };
}
