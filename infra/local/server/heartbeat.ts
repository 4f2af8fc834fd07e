// Finds half-open connections, such as a phone out of reach. TCP alone may take many minutes to
// notice, and until then their members stay in presence.

import type { WebSocket } from 'ws';

export interface Heartbeat {
  watch(socket: WebSocket): void;
  stop(): void;
}

/**
 * Pings every watched socket, and ends one that was silent since the last ping. Browsers and `ws`
 * answer pings themselves.
 */
export function createHeartbeat(intervalMilliseconds: number): Heartbeat {
  const watched = new Set<WebSocket>();
  const active = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of watched) {
      if (active.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }, intervalMilliseconds);
  timer.unref();

  // All sockets share these functions: thousands of idle connections should cost little memory.
  function markActive(this: WebSocket): void {
    active.add(this);
  }
  function unwatch(this: WebSocket): void {
    watched.delete(this);
  }

  return {
    watch(socket) {
      active.add(socket);
      watched.add(socket);
      socket.on('pong', markActive);
      socket.on('message', markActive);
      socket.on('close', unwatch);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
