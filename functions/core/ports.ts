// What the core needs of the world. Each port has several adapters under functions/adapters/, and one contract suite
// under test/contract/ that every adapter passes. Times are milliseconds since 1970 (the Clock's), unless named seconds.

import type { CryptoKey } from 'jose';
import type { TrackChoice } from '../protocol/events.ts';
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
  /** A private message: nobody but its sender and this member ever sees it. Absent: it is for everyone. */
  readonly to?: { readonly id: MemberId; readonly name: string };
  /**
   * Tells whether another message under the same cid is the same message: a digest of the text as it was sent. Absent where the server
   * made the cid, which cannot come again.
   */
  readonly content?: string;
}

/**
 * The right to drain a room's tail: a lease with a fencing id. Whoever still stands in the room item under this id may
 * remove what it drained; a holder whose lease ran out may be replaced at any time by another id.
 */
export interface Baton {
  readonly id: string;
  readonly until: number;
}

/** The room item as it stands after a call. `seq === drained + pending.length` until it is closed. */
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
  /** Seconds that lie between two messages of one member; 0: none. */
  readonly slow: number;
  /** Accepted messages that the track changed. */
  readonly filtered: number;
  /** Members who were removed for the room's life. */
  readonly kicked: readonly MemberId[];
  /** What everyone was last told of presence as a whole: at which `membership`, and when. */
  readonly told: { readonly membership: number; readonly at: number };
  /** What its maker asked of the filter; absent: nothing beside what the deployment asks. Never changes. */
  readonly track?: TrackChoice;
}

/** What an owner may change in a room that lives. */
export interface RoomChange {
  readonly state?: 'open' | 'locked';
  /** Only ever later than it was. */
  readonly expiresAt?: number;
  readonly slow?: number;
  readonly kick?: MemberId;
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
  /** From here on the seat neither sends nor receives. Undefined: its token holds as long as the room, however often that is extended. */
  readonly tokenExpiresAt: number | undefined;
  /** A connection that was not heard of until then is gone, though nothing told so. */
  readonly aliveUntil: number;
  /** Messages up to this seq were told with the join's answer: only later ones are posted. */
  readonly from: number;
  readonly phxRef: string;
  readonly typing: boolean;
  readonly onlineAt: number;
  /** The room's, so that a message is filtered without reading the room first. */
  readonly track?: TrackChoice;
}

export type Admitted =
  /** `room` is the item after the write; its last pending message is this one. */
  | { readonly ok: true; readonly seq: number; readonly at: number; readonly repeated: false; readonly room: Room }
  /** The same cid and content came before: its first seq and time; nothing was written. `room` as it stands. */
  | { readonly ok: true; readonly seq: number; readonly at: number; readonly repeated: true; readonly room: Room }
  /** `conflict`: same cid, other content. `expired`: no such live room, or closed. `unavailable`: the tail is at its bound. */
  | { readonly ok: false; readonly reason: 'conflict' | 'expired' | 'unavailable' }
  /** The room's `slow` is another than the sender has kept to. */
  | { readonly ok: false; readonly reason: 'slow'; readonly slow: number };

export interface RoomStore {
  /**
   * Writes a new room, or a new incarnation of one that is over at `now`. Nothing of an old incarnation may be read after. A store that
   * deletes what belongs to a room by its own clock does so an hour after `createdAt` at the earliest: no room lives longer.
   */
  create(input: { readonly room: Room; readonly now: number }): Promise<'created' | 'exists'>;
  /** The room item, over or not (a store may forget it some time after its end). Strongly consistent. */
  read(room: RoomId): Promise<Room | undefined>;

  /**
   * The one conditional write that admits a message. Only if the room is open or locked, `expiresAt > now`, fewer than `pendingMost` messages
   * wait, and `slow` is the room's: takes the next seq, appends to `pending`, remembers member and cid for the room's life (unless `content` is
   * absent), counts it in `filtered` if `changed`, and takes the baton if none is held.
   */
  admit(input: {
    readonly room: RoomId;
    readonly message: Omit<Accepted, 'seq'>;
    /** The track changed it. */
    readonly changed: boolean;
    /** The room's `slow` that the sender has kept to; undefined: it need not. */
    readonly slow: number | undefined;
    readonly baton: Baton;
    /** 0: it only asks whether the message came before. */
    readonly pendingMost: number;
    readonly now: number;
  }): Promise<Admitted>;

  /** Replaces a baton (or its absence: `from` undefined) by another; undefined if `from` no longer stands there or the room is over. */
  takeBaton(input: { readonly room: RoomId; readonly from: Baton | undefined; readonly to: Baton; readonly now: number }): Promise<Room | undefined>;

  /**
   * Removes the first `count` of `pending`, which the holder of `baton` has drained. Lays the baton down if nothing more waits; else keeps
   * it under `renewed` (same id, later end).
   * `lost`: the baton is somebody else's now, nothing was written.
   */
  release(input: {
    readonly room: RoomId;
    readonly baton: Baton;
    readonly renewed: Baton;
    readonly count: number;
  }): Promise<{ readonly state: 'laid down' } | { readonly state: 'more'; readonly room: Room } | { readonly state: 'lost' }>;

  /**
   * Adds the drained batch (consecutive seqs) of a room that holds the baton to the receive channel's log; in a room of capacity 0 nothing
   * of it can be read. Writing the same batch again changes nothing.
   */
  append(input: { readonly room: Room; readonly messages: readonly Accepted[] }): Promise<void>;
  /** Logged messages with `after < seq < before`, ascending, at most the `limit` newest. Whether the room lives is the caller's to know. */
  log(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly after: number;
    readonly before: number;
    readonly limit: number;
  }): Promise<readonly Accepted[]>;

  /**
   * Claims `key` (the prepared name) for a member of this incarnation; the same member may claim it again. `full`: `most` names are claimed.
   * The claim lasts until it is freed or the room ends.
   */
  claimName(input: {
    readonly room: Room;
    readonly key: string;
    readonly member: MemberId;
    readonly most: number;
    /** Whose claim gives way to this one, if it still stands. */
    readonly instead?: MemberId;
  }): Promise<'claimed' | 'full' | { readonly takenBy: MemberId }>;
  /** Frees a name, if it is this member's in this incarnation. */
  freeName(input: { readonly room: RoomId; readonly epoch: string; readonly key: string; readonly member: MemberId }): Promise<void>;
  /** Who has claimed a name in this incarnation. */
  nameHolder(input: { readonly room: RoomId; readonly epoch: string; readonly key: string }): Promise<MemberId | undefined>;

  /**
   * Takes (or replaces this connection's) seat and moves `membership`. Its `from` is the seq at that move. Where a seat of the same `joinRef`
   * (not null) stands there already, the same join has come twice: it stays as it has become since, and is handed back with its own phxRef.
   * `overtaken`: the seat that stands there is of a later join, and stays. Undefined, and no seat, if the room is over at `now`.
   */
  sit(input: { readonly seat: Omit<Seat, 'from'>; readonly now: number }): Promise<{ readonly room: Room; readonly seat: Seat } | 'overtaken' | undefined>;
  /**
   * Leaves a seat and moves `membership`. Undefined if there was none, or if `phxRef` is given and the seat's differs (another join has
   * taken it). `room`: after the move; undefined if the seat was of an incarnation that has passed.
   */
  stand(input: { readonly room: RoomId; readonly connection: ConnectionId; readonly phxRef?: string }): Promise<Stood | undefined>;
  seat(input: { readonly room: RoomId; readonly connection: ConnectionId }): Promise<Seat | undefined>;
  /** All seats, strongly consistent, every page. */
  seats(room: RoomId): Promise<readonly Seat[]>;
  /**
   * Puts `after` in the place of `before`, if the seat still stands under the phxRef of `before`. `moves`: moves `membership`, for a change that
   * lists already read must not hide (name, scopes). False if the seat is gone or has changed.
   */
  changeSeat(input: { readonly before: Seat; readonly after: Seat; readonly moves: boolean }): Promise<boolean>;

  /** Changes a room that lives at `now` in this epoch. The room after it; undefined if it is over. */
  change(input: { readonly room: RoomId; readonly epoch: string; readonly change: RoomChange; readonly now: number }): Promise<Room | undefined>;
  /** Notes what everyone was told of presence, unless a later membership was told already. */
  noteTold(input: { readonly room: RoomId; readonly epoch: string; readonly told: Room['told'] }): Promise<void>;
  /** Notes who uses a link that `most` may use in this incarnation, each as often as they like. False: it is used up. */
  useLink(input: { readonly room: Room; readonly tokenId: string; readonly by: MemberId; readonly most: number }): Promise<boolean>;

  /**
   * Ends a room: state `closed`, nothing pending; `drained` stays what was delivered. The room after it; undefined if there is none or it was
   * closed already in this epoch.
   */
  close(input: { readonly room: RoomId; readonly epoch: string }): Promise<Room | undefined>;
  /** Deletes of a closed room the log, the names and whatever else is not a seat. Says how much there was; the same again finds nothing. */
  eraseContent(room: RoomId): Promise<{ readonly messages: number; readonly names: number }>;
  /** Deletes the seats of a closed room. */
  eraseSeats(room: RoomId): Promise<void>;
}

interface Stood {
  readonly seat: Seat;
  readonly room: Room | undefined;
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
  /** It was issued to hold until the room's end: it is renewed when the room is extended. */
  readonly wholeLife: boolean;
  /** How many may join by this token; absent: any number. */
  readonly uses?: number;
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
  }): Promise<Counted>;
  /** Lets one use of `key` through and then none for `seconds`. */
  pause(input: { readonly key: string; readonly seconds: number; readonly now: number }): Promise<Counted>;
}

/** `retryAfter` in seconds. */
export type Counted = { readonly ok: true } | { readonly ok: false; readonly retryAfter: number };

type Posted = 'sent' | 'gone';

export interface Gateway {
  /**
   * One text frame to one connection. `gone`: the connection has ended. Throws only after its own retries failed. What can be told at once is no
   * promise: to wait for a thousand of them costs as much as to write to some hundred sockets.
   */
  post(connection: ConnectionId, frame: string): Posted | Promise<Posted>;
  /** Ends a connection. `code`: a WebSocket close code where the platform lets one choose. */
  close(connection: ConnectionId, code: number): Promise<void>;
}

/** Why to wake for a room: its end has come; its owner ends it; its tail may have no deliverer; its presence is to be told as a whole. */
export type AlarmKind = 'end' | 'close' | 'tail' | 'presence';

export interface Alarm {
  readonly kind: AlarmKind;
  readonly room: RoomId;
  readonly epoch: string;
  readonly at: number;
}

export interface Alarms {
  /** Has the `alarm` function called with this at (or a little after) `at`; perhaps more than once. */
  set(alarm: Alarm): Promise<void>;
}

export interface Clock {
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
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

/** Entries of one list, and what is done where one of them is found. */
export interface WordList {
  readonly name: string;
  readonly version: number;
  readonly language: string;
  /** What becomes of a match, or of the message with it; `replace` where absent. */
  readonly action?: 'replace' | 'mask' | 'block' | 'flag';
  /** What the sender is told of it: which entry's list and where, only that something was changed, or nothing; `that` where absent. */
  readonly tell?: 'why' | 'that' | 'nothing';
  /** Words or phrases, matched without regard to case at word boundaries; `foo*` and `*foo` match what begins or ends so. */
  readonly forbidden: readonly string[];
  /** Words or phrases that are let through though a forbidden entry is in them. */
  readonly allowed?: readonly string[];
  /** Match inside words too, for scripts that put no spaces between them. */
  readonly anywhere?: boolean;
  /** One is drawn per match. Some lists that do not replace have none. */
  readonly replacements: readonly string[];
  /** Where the words come from, and under which licence. */
  readonly credits?: Readonly<Record<string, string>>;
}

/** How one version of a list came to be. A list that was removed keeps its history, and its versions go on from there. */
export interface ListChange {
  readonly version: number;
  /** Undefined: the list as it comes with the program. */
  readonly at: number | undefined;
  /** The `sub` or the id of an administrator's token: no name, no address. Undefined as above. */
  readonly by: string | undefined;
  /** The list was removed: there is nothing of this version. */
  readonly gone: boolean;
  /** Forbidden entries in this version, and how many forbidden or allowed ones it has that the version before had not, and the other way. */
  readonly entries: number;
  readonly added: number;
  readonly removed: number;
}

/** `stands`: the version that stands instead of the expected one; undefined: there is no such list. */
export type ListWritten = { readonly ok: true; readonly change: ListChange } | { readonly ok: false; readonly stands: number | undefined };

/** A match of an entry of a list in force; nothing of the text it was found in. */
export interface Hit {
  readonly list: string;
  readonly entry: string;
}

/** How often an entry was matched on one day, `2030-12-31` in UTC. */
export interface DayOfHits {
  readonly entry: string;
  readonly day: string;
  readonly hits: number;
}

/** Word lists as they hold together. */
export interface ListsInForce {
  readonly lists: readonly WordList[];
  /** What `compiledForm` (track/find.ts) made of them, if somebody has kept it. It is checked before it is used, and nobody depends on it. */
  readonly compiled?: Uint8Array | undefined;
}

/** Seeds are the lists that come with the program: each is in force until somebody writes or removes a list of its name. */
export interface FilterLists {
  /**
   * The lists in force; the same object as long as none has changed. What somebody else wrote is in it within 5 s. Throws where the lists
   * cannot be had and those known last are too old to stand.
   */
  read(): Promise<ListsInForce>;
  /** One list as it stands at this moment. */
  get(name: string): Promise<WordList | undefined>;
  /** Writes the next version of a list, if the version `expected` stands; `new`: if there is none. */
  put(input: { readonly list: Omit<WordList, 'version'>; readonly by: string; readonly expected: number | 'new' }): Promise<ListWritten>;
  remove(input: { readonly name: string; readonly by: string; readonly expected: number }): Promise<ListWritten>;
  /** What has become of a list, the newest change first; empty where there never was one. */
  history(name: string): Promise<readonly ListChange[]>;
  /** A list as it was in one of its versions; undefined where that was never or is no longer kept. */
  version(name: string, version: number): Promise<WordList | undefined>;
  /** Counts matches. Returns at once; they are written together, some seconds later, and the last of a process may be lost with it. */
  count(hits: readonly Hit[]): void;
  /** Writes what was counted, where that has waited. For who may be stopped between calls: after everybody has been answered. Never fails. */
  settle(): Promise<void>;
  /** What was counted for a list in the last 30 days. */
  hits(name: string): Promise<readonly DayOfHits[]>;
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
  /**
   * Where one process serves a whole room: lets what came in together with its last message be handled first, so that all is delivered together.
   * The room as it then stands.
   */
  readonly gather?: (room: RoomId) => Promise<Room | undefined>;
}
