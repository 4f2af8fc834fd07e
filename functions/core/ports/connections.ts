// The port for the records of connections, from handshake to end. Subscriptions have a port of
// their own.

import type { Version } from '../../protocol/frames.ts';
import type { ConnectionId, RoomId, Scope } from './records.ts';

/**
 * The facts about a connection. Kept from its handshake, since later frames carry neither headers
 * nor query.
 */
export interface Connection {
  readonly id: ConnectionId;
  readonly version: Version;
  /**
   * The grant of the handshake's token, or its refusal, which the join reports. Undefined: no token
   * came.
   */
  readonly grant: Grant | { readonly refused: 'unauthorized' | 'expired' } | undefined;
  /**
   * A keyed hash of the client's address, for rate limits; never the address itself. Undefined: on
   * this machine, not limited.
   */
  readonly addressKey: string | undefined;
  readonly rooms: readonly RoomId[];
}

/** A verified token. */
export interface Grant {
  readonly room: RoomId;
  readonly scopes: readonly Scope[];
  readonly tokenId: string;
  readonly expiresAt: number;
  /** It was issued to hold until the room's end: it is renewed when the room is extended. */
  readonly boundToRoom: boolean;
  /** How many may join by this token; absent: any number. */
  readonly uses?: number;
}

export interface Connections {
  /**
   * `expiresAt`: when the record may be forgotten (API Gateway ends every connection after 2 h).
   */
  open(input: { readonly connection: Connection; readonly expiresAt: number }): Promise<void>;
  read(id: ConnectionId): Promise<Connection | undefined>;
  /**
   * Records that a connection joins a room, so its end leaves that room. `gone`: the connection has
   * ended. `full`: it is already in `max` other rooms.
   */
  enter(input: {
    readonly id: ConnectionId;
    readonly room: RoomId;
    readonly max: number;
  }): Promise<'entered' | 'gone' | 'full'>;
  leave(input: { readonly id: ConnectionId; readonly room: RoomId }): Promise<void>;
  /** Ends the record and returns it as it last was. */
  end(id: ConnectionId): Promise<Connection | undefined>;
}
