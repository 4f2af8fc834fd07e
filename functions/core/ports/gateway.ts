// The port to the sockets: posts frames to connections and closes them. The core decides the frames
// and their receivers.

import type { ConnectionId } from './records.ts';

type Posted = 'sent' | 'gone';

export interface Gateway {
  /**
   * Posts one text frame to one connection. `gone`: the connection has ended. Throws only after its
   * own retries have failed. Returns a plain value if it can answer immediately: awaiting a
   * thousand promises costs as much as writing to some hundred sockets.
   * @example
   * const posted = await gateway.post(connection, frame);
   * if (posted === 'gone') await handleDisconnect(context, connection);
   */
  post(connection: ConnectionId, frame: string): Posted | Promise<Posted>;
  /** Ends a connection. `code`: the WebSocket close code, if the platform allows a choice. */
  close(connection: ConnectionId, code: number): Promise<void>;
}
