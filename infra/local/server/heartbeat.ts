// Finds connections whose other end has gone without a word (a phone out of reach, a cable pulled):
// TCP alone may take many minutes to notice, and until then they stand in presence.

import type { WebSocket } from 'ws';

/**
 * Pings every socket it watches, and ends one that was silent from one ping to the next. Browsers
 * and `ws` answer pings by themselves.
 */
export function pings(milliseconds: number): { watch(socket: WebSocket): void; stop(): void } {
  const watched = new Set<WebSocket>();
  const heard = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of watched) {
      if (heard.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }, milliseconds);
  timer.unref();
  // Shared by all sockets: thousands of connections that are silent should cost little memory.
  function hear(this: WebSocket): void {
    heard.add(this);
  }
  function forget(this: WebSocket): void {
    watched.delete(this);
  }
  return {
    watch(socket) {
      heard.add(socket);
      watched.add(socket);
      socket.on('pong', hear);
      socket.on('message', hear);
      socket.on('close', forget);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
