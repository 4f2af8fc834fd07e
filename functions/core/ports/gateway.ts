// The port to the sockets: posts frames to connections and ends them.
// What is in a frame, and who gets it, is the core's business.

import type { ConnectionId } from './ids.ts';

type Posted = 'sent' | 'gone';

export interface Gateway {
  /**
   * One text frame to one connection. `gone`: the connection has ended. Throws only after its own
   * retries failed. What can be told at once is no promise: to wait for a thousand of them costs as
   * much as to write to some hundred sockets.
   */
  post(connection: ConnectionId, frame: string): Posted | Promise<Posted>;
  /** Ends a connection. `code`: a WebSocket close code where the platform lets one choose. */
  close(connection: ConnectionId, code: number): Promise<void>;
}
