// The port to the records of connections, from handshake to end. Subscriptions have their own port.

import type { Version } from '../../protocol/frames.ts';
import type { ConnectionId, LimitedLink, RoomId, Scope, Subscription } from './records.ts';

/**
 * A connection's record. It is created at the handshake, because later frames carry neither headers
 * nor query.
 */
export interface Connection {
  readonly id: ConnectionId;
  readonly version: Version;
  /**
   * The grant of the handshake's token, or its refusal, which the join reports, or a link code,
   * which only its room can verify. Undefined: no token came.
   */
  readonly grant:
    | Grant
    | { readonly refused: 'unauthorized' | 'expired' }
    | { readonly code: string }
    | undefined;
  /**
   * A keyed hash of the client's address for rate limits, never the address itself. Undefined: a
   * client on this machine, which has no limits.
   */
  readonly addressKey: string | undefined;
  readonly rooms: readonly RoomId[];
  /** Leaves whose joins may still be running. */
  readonly earlyLeaves: readonly EarlyLeave[];
}

/** A leave that found no subscription: it may have overtaken its join. */
export interface EarlyLeave {
  readonly room: RoomId;
  /** The refs of its frame. */
  readonly joinRef: Subscription['joinRef'];
  readonly ref: Subscription['joinRef'];
  readonly at: number;
}

/** The permissions of a verified token or link code. */
export interface Grant {
  readonly room: RoomId;
  readonly scopes: readonly Scope[];
  readonly tokenId: string;
  readonly expiresAt: number;
  /**
   * Whether the token was issued to be valid until the room ends. It is renewed when the room is
   * extended.
   */
  readonly boundToRoom: boolean;
  /** Whether it came as a link code rather than as a token. */
  readonly isCode: boolean;
  /** Which of the room's successive links it belongs to. */
  readonly linkGeneration: number;
  /** Its holder was in this incarnation of the room when its token was issued. */
  readonly enteredEpoch?: string;
  /** Present if the link's uses are limited. */
  readonly limitedLink?: LimitedLink;
}

export interface OpenConnectionInput {
  readonly connection: Connection;
  /** When the store may forget the record. API Gateway ends every connection after 2 h. */
  readonly expiresAt: number;
}

export interface LeaveRoomInput {
  readonly id: ConnectionId;
  readonly room: RoomId;
}

export interface EnterRoomInput extends LeaveRoomInput {
  /** How many rooms the connection may be in. */
  readonly max: number;
}

export interface RecordEarlyLeaveInput {
  readonly id: ConnectionId;
  readonly leave: EarlyLeave;
  /** How many are kept. */
  readonly max: number;
}

/** `gone`: the connection has ended. `full`: it is already in `max` other rooms. */
export type EnterRoomResult = 'entered' | 'gone' | 'full';

export interface Connections {
  /** Creates the record. */
  open(input: OpenConnectionInput): Promise<void>;

  /** Returns the record, or undefined if the connection has ended. */
  read(id: ConnectionId): Promise<Connection | undefined>;

  /**
   * Records that a connection joins a room, so it leaves that room when it ends.
   * @example
   * const entry = await connections.enter({ id, room, max: 20 });
   * if (entry === 'gone') return refuse('unavailable');
   */
  enter(input: EnterRoomInput): Promise<EnterRoomResult>;

  /** Removes a room from the record. Does nothing if the connection has ended or is not in it. */
  leave(input: LeaveRoomInput): Promise<void>;

  /**
   * Records a leave that found no subscription. If `max` are recorded, it replaces them. Does
   * nothing if the connection has ended.
   */
  recordEarlyLeave(input: RecordEarlyLeaveInput): Promise<void>;

  /** Deletes the record and returns its last state. */
  end(id: ConnectionId): Promise<Connection | undefined>;
}
