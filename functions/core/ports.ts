// What the core needs of the world. Each port has several adapters under functions/adapters/, and one contract suite
// under test/contract/ that every adapter passes. Times are milliseconds since 1970 (the Clock's), unless named seconds.

import type { CryptoKey } from 'jose';
import type { Version } from '../protocol/frames.ts';

export type RoomId = string & { readonly __brand: 'RoomId' };
export type ConnectionId = string & { readonly __brand: 'ConnectionId' };
export type MemberId = string & { readonly __brand: 'MemberId' };

export type Scope = 'send' | 'receive' | 'moderate';

/** An accepted, filtered message. `seq` has its place in the room's one order. */
export interface Accepted {
  readonly seq: number;
  readonly cid: string;
  readonly body: string;
  readonly name: string;
  readonly member: MemberId;
  readonly at: number;
}

/**
 * The right to drain a room's tail: a lease with a fencing id. Whoever still stands in the room item under this id may
 * remove what it drained; a holder whose lease ran out may be replaced at any time by another id.
 */
export interface Baton {
  readonly id: string;
  readonly until: number;
}

/** The room item as it stands after a call. `seq === drained + pending.length`, always. */
export interface Room {
  readonly id: RoomId;
  readonly title: string;
  readonly state: 'open' | 'locked' | 'closed';
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly capacity: number;
  /** The room's incarnation: an open room that opens anew has a new one. */
  readonly epoch: string;
  /** The seq of the last message accepted; 0 before the first. */
  readonly seq: number;
  /** The seq of the last message removed from `pending`. */
  readonly drained: number;
  /** Accepted and not yet known to be delivered, in order, starting at seq `drained + 1`. */
  readonly pending: readonly Accepted[];
  readonly baton: Baton | undefined;
  /** Moves whenever a seat is taken or left: a member list read at this version is current. */
  readonly membership: number;
  /** Names claimed; a name stays claimed until it is freed. */
  readonly members: number;
}

/** One connection's place in one room: what fan-out posts to, and one presence meta. */
export interface Seat {
  readonly room: RoomId;
  readonly connection: ConnectionId;
  /** Undefined for a watcher: no name, not in presence. */
  readonly member: { readonly id: MemberId; readonly name: string } | undefined;
  readonly scopes: readonly Scope[];
  readonly version: Version;
  readonly joinRef: string | number | null;
  readonly batch: boolean;
  /** From here on the seat neither sends nor receives. */
  readonly tokenExpiresAt: number;
  readonly phxRef: string;
  readonly typing: boolean;
  readonly onlineAt: number;
}

export type Admitted =
  /** `room` is the item after the write; its last pending message is this one. */
  | { readonly ok: true; readonly seq: number; readonly at: number; readonly repeated: false; readonly room: Room }
  /** The same cid and content came before: its first seq and time; nothing was written. `room` as it stands. */
  | { readonly ok: true; readonly seq: number; readonly at: number; readonly repeated: true; readonly room: Room }
  /** `conflict`: same cid, other content. `expired`: no such live room, or closed. `unavailable`: the tail is at its bound. */
  | { readonly ok: false; readonly reason: 'conflict' | 'expired' | 'unavailable' };

export interface RoomStore {
  /** Writes a new room, or a new incarnation of one that is over at `now`. Nothing of an old incarnation may be read after. */
  create(input: { readonly room: Room; readonly now: number }): Promise<'created' | 'exists'>;
  /** The room item, over or not (a store may forget it some time after its end). Strongly consistent. */
  read(room: RoomId): Promise<Room | undefined>;

  /**
   * The one conditional write that admits a message. Only if the room is open or locked, `expiresAt > now` and fewer than
   * `pendingMost` messages wait: takes the next seq, appends to `pending`, remembers the cid, and takes the baton if none is held.
   * `remember` undefined: the cid was made by the server and cannot come again.
   */
  admit(input: {
    readonly room: RoomId;
    readonly message: Omit<Accepted, 'seq'>;
    readonly remember: { readonly key: string; readonly content: string } | undefined;
    readonly baton: Baton;
    readonly pendingMost: number;
    readonly now: number;
  }): Promise<Admitted>;

  /** Replaces a baton (or its absence: `from` undefined) by another; undefined if `from` no longer stands there or the room is over. */
  takeBaton(input: { readonly room: RoomId; readonly from: Baton | undefined; readonly to: Baton; readonly now: number }): Promise<Room | undefined>;

  /**
   * Removes the first `count` of `pending`, which the holder of `baton` has drained, and forgets remembered cids whose seq is at or
   * below `forgetUpTo`. Lays the baton down if nothing more waits; else keeps it under `renewed` (same id, later end).
   * `lost`: the baton is somebody else's now, nothing was written.
   */
  release(input: {
    readonly room: RoomId;
    readonly baton: Baton;
    readonly renewed: Baton;
    readonly count: number;
    readonly forgetUpTo: number;
  }): Promise<{ readonly state: 'laid down' } | { readonly state: 'more'; readonly room: Room } | { readonly state: 'lost' }>;

  /** Adds one drained batch (consecutive seqs) to the receive channel's log. Writing the same batch again changes nothing. */
  append(input: { readonly room: RoomId; readonly epoch: string; readonly messages: readonly Accepted[]; readonly expiresAt: number }): Promise<void>;
  /** Logged messages with `after < seq < before`, ascending, at most the `limit` newest of them; none once the log's `expiresAt <= now`. */
  log(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly after: number;
    readonly before: number;
    readonly limit: number;
    readonly now: number;
  }): Promise<readonly Accepted[]>;

  /**
   * Claims `key` (the prepared name) for a member of this incarnation; the same member may claim it again. `full`: `most` names are claimed.
   * The claim lasts until the room's end.
   */
  claimName(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly key: string;
    readonly member: MemberId;
    readonly most: number;
    readonly expiresAt: number;
    /** Whose claim gives way to this one, if it still stands. */
    readonly instead?: MemberId;
  }): Promise<'claimed' | 'taken' | 'full'>;
  /** Who has claimed a name in this incarnation. */
  nameHolder(input: { readonly room: RoomId; readonly epoch: string; readonly key: string }): Promise<MemberId | undefined>;

  /** Takes (or replaces this connection's) seat and moves `membership`. Undefined, and no seat, if the room is over at `now`. */
  sit(input: { readonly seat: Seat; readonly now: number }): Promise<Room | undefined>;
  /** Leaves a seat and moves `membership`. Undefined if there was none, or if `phxRef` is given and the seat's differs (another join has taken it). */
  stand(input: { readonly room: RoomId; readonly connection: ConnectionId; readonly phxRef?: string }): Promise<Seat | undefined>;
  seat(input: { readonly room: RoomId; readonly connection: ConnectionId }): Promise<Seat | undefined>;
  /** All seats, strongly consistent, every page. */
  seats(room: RoomId): Promise<readonly Seat[]>;
  /** Changes a seat's typing and phxRef in place, `membership` unmoved. Undefined if the seat (with its current phxRef `from`) is gone. */
  setTyping(input: {
    readonly room: RoomId;
    readonly connection: ConnectionId;
    readonly typing: boolean;
    readonly from: string;
    readonly to: string;
  }): Promise<Seat | undefined>;

  /** Ends a room: state `closed`, nothing pending. The room after it; undefined if there is none or it was closed already in this epoch. */
  close(input: { readonly room: RoomId; readonly epoch: string }): Promise<Room | undefined>;
  /** Deletes all of a closed room but the (empty) room item: log, seats, names. */
  erase(room: RoomId): Promise<void>;
}

/** What is known of a connection: kept from its handshake, for later frames carry neither headers nor query. */
export interface Connection {
  readonly id: ConnectionId;
  readonly version: Version;
  /** What the handshake's token said; a refusal if it was no good (the join then tells). Undefined: none came. */
  readonly grant: Grant | { readonly refused: 'unauthorized' | 'expired' } | undefined;
  /** A keyed hash of the client's address, for rate limits; never the address itself. Undefined: on this machine, not limited. */
  readonly addressKey: string | undefined;
  readonly rooms: readonly RoomId[];
}

/** A verified token. */
export interface Grant {
  readonly room: RoomId;
  readonly scopes: readonly Scope[];
  readonly tokenId: string;
  readonly expiresAt: number;
}

export interface ConnectionStore {
  /** `expiresAt`: when the record may be forgotten (API Gateway ends every connection after 2 h). */
  open(input: { readonly connection: Connection; readonly expiresAt: number }): Promise<void>;
  read(id: ConnectionId): Promise<Connection | undefined>;
  /** Notes that a connection joins a room, so that its end leaves it. `gone`: the connection has ended. `full`: it is in `most` others. */
  enter(input: { readonly id: ConnectionId; readonly room: RoomId; readonly most: number }): Promise<'entered' | 'gone' | 'full'>;
  leave(input: { readonly id: ConnectionId; readonly room: RoomId }): Promise<void>;
  /** Ends the record and returns it as it last was. */
  end(id: ConnectionId): Promise<Connection | undefined>;
}

export interface Quotas {
  /** Counts one use of `key` in a window of `seconds`; once `most` are used up, the seconds until the window ends. */
  take(input: {
    readonly key: string;
    readonly most: number;
    readonly seconds: number;
    readonly now: number;
  }): Promise<{ readonly ok: true } | { readonly ok: false; readonly retryAfter: number }>;
}

export interface Gateway {
  /** One text frame to one connection. `gone`: the connection has ended. Throws only after its own retries failed. */
  post(connection: ConnectionId, frame: string): Promise<'sent' | 'gone'>;
  /** Ends a connection. `code`: a WebSocket close code where the platform lets one choose. */
  close(connection: ConnectionId, code: number): Promise<void>;
}

export interface Alarms {
  /** Calls the `expire` function for this room incarnation at (or a little after) `at`; perhaps more than once. */
  set(input: { readonly room: RoomId; readonly epoch: string; readonly at: number }): Promise<void>;
}

export interface Clock {
  now(): number;
}

/** Unpredictable ids and phx_refs; the simulator's are seeded. */
export interface Random {
  /** `length` characters of A-Z a-z 0-9, uniformly drawn. */
  id(length: number): string;
}

export interface SigningKey {
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly privateKey: CryptoKey;
}

export interface Keys {
  /** The newest key. */
  signing(): Promise<SigningKey>;
  /** The public half of every key that still verifies, as published at /.well-known/jwks.json. */
  published(): Promise<{ readonly keys: readonly PublicJwk[] }>;
}

export interface PublicJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly use: 'sig';
}

/** Entries of one list, and what stands in for them. */
export interface WordList {
  readonly name: string;
  readonly version: number;
  readonly language: string;
  /** Words or phrases, matched without regard to case at word boundaries. */
  readonly forbidden: readonly string[];
  /** One is drawn per match. */
  readonly replacements: readonly string[];
}

export interface FilterLists {
  read(): Promise<readonly WordList[]>;
}

/** All ports together: what a core call is given. */
export interface World {
  readonly rooms: RoomStore;
  readonly connections: ConnectionStore;
  readonly quotas: Quotas;
  readonly gateway: Gateway;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Keys;
  readonly lists: FilterLists;
}
