// The port that keeps rooms: every write to a room that must happen once or not at all, and the
// reads that must see it. What it keeps is in room.ts; when which call is made is the core's
// business.

import type { ConnectionId, MemberId, RoomId } from './ids.ts';
import type { AcceptedMessage, DeliveryLease, Room, RoomChange, Subscription } from './records.ts';

export type AdmitResult =
  /** `room` is the item after the write; its last pending message is this one. */
  | {
      readonly ok: true;
      readonly seq: number;
      readonly at: number;
      readonly repeated: false;
      readonly room: Room;
    }
  /**
   * The same cid and content came before: its first seq and time; nothing was written. `room` as it
   * stands.
   */
  | {
      readonly ok: true;
      readonly seq: number;
      readonly at: number;
      readonly repeated: true;
      readonly room: Room;
    }
  /**
   * `conflict`: same cid, other content. `expired`: no such live room, or closed. `unavailable`:
   * the tail is at its bound.
   */
  | { readonly ok: false; readonly reason: 'conflict' | 'expired' | 'unavailable' }
  /** The sender's seat must be looked at again. */
  | { readonly ok: false; readonly reason: 'stale-membership' }
  /** The room's `slow` is another than the sender has kept to. */
  | { readonly ok: false; readonly reason: 'slow'; readonly slow: number };

export interface RoomStore {
  /**
   * Writes a new room, or a new incarnation of one that is over at `now`. Nothing of an old
   * incarnation may be read after. A store that deletes what belongs to a room by its own clock
   * does so an hour after `createdAt` at the earliest: no room lives longer.
   */
  create(input: { readonly room: Room; readonly now: number }): Promise<'created' | 'exists'>;
  /**
   * The room item, over or not (a store may forget it some time after its end). Strongly
   * consistent.
   */
  read(room: RoomId): Promise<Room | undefined>;

  /**
   * The one conditional write that admits a message. Only if the room is open or locked, `expiresAt
   * > now`, fewer than `maxUndelivered` messages wait, `slow` is the room's, and so is `membership`
   * with the sender not removed, if one is given: takes the next seq, appends to `undelivered`,
   * remembers member and cid for the room's life (unless `content` is absent), counts it in
   * `filtered` if `changed`, and takes the baton if none is held.
   */
  admit(input: {
    readonly room: RoomId;
    readonly message: Omit<AcceptedMessage, 'seq'>;
    /** The track changed it. */
    readonly changed: boolean;
    /** The room's `slow` that the sender has kept to; undefined: it need not. */
    readonly slow: number | undefined;
    /** At which the sender's seat was known; undefined: it has just been read. */
    readonly membership?: number | undefined;
    readonly lease: DeliveryLease;
    /** 0: it only asks whether the message came before. */
    readonly maxUndelivered: number;
    readonly now: number;
  }): Promise<AdmitResult>;

  /**
   * Replaces a baton (or its absence: `from` undefined) by another; undefined if `from` no longer
   * stands there or the room is over.
   */
  takeLease(input: {
    readonly room: RoomId;
    readonly from: DeliveryLease | undefined;
    readonly to: DeliveryLease;
    readonly now: number;
  }): Promise<Room | undefined>;

  /**
   * Removes the first `count` of `undelivered`, which the holder of `lease` has drained. Lays the
   * baton down if nothing more waits; else keeps it under `renewed` (same id, later end). `keep`:
   * they are not in the log, and are kept in the room; else all that was kept is in the log now,
   * and is no longer. `lost`: the baton is somebody else's now, nothing was written.
   */
  release(input: {
    readonly room: RoomId;
    readonly lease: DeliveryLease;
    readonly renewed: DeliveryLease;
    readonly count: number;
    readonly keep?: boolean;
  }): Promise<
    | { readonly state: 'laid down' }
    | { readonly state: 'more'; readonly room: Room }
    | { readonly state: 'lost' }
  >;

  /**
   * Adds the drained batch (consecutive seqs), and what the room has kept before it, to the receive
   * channel's log; in a room of capacity 0 nothing of it can be read. Writing the same batch again
   * changes nothing. `keep`: nothing was written, the batch is so small that it had better wait in
   * the room for others; the holder of the baton tells `release` so.
   */
  append(input: {
    readonly room: Room;
    readonly messages: readonly AcceptedMessage[];
  }): Promise<'logged' | 'keep'>;
  /**
   * Logged messages with `after < seq < before`, ascending, at most the `limit` newest, without
   * those that the room keeps. Whether the room lives is the caller's to know.
   */
  log(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly after: number;
    readonly before: number;
    readonly limit: number;
  }): Promise<readonly AcceptedMessage[]>;

  /**
   * Claims `key` (the prepared name) for a member of this incarnation; the same member may claim it
   * again. `full`: `max` names are claimed. The claim lasts until it is freed or the room ends.
   */
  claimName(input: {
    readonly room: Room;
    readonly key: string;
    readonly member: MemberId;
    readonly max: number;
    /** Whose claim gives way to this one, if it still stands. */
    readonly replacing?: MemberId;
  }): Promise<'claimed' | 'full' | { readonly takenBy: MemberId }>;
  /** Frees a name, if it is this member's in this incarnation. */
  releaseName(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly key: string;
    readonly member: MemberId;
  }): Promise<void>;
  /** Who has claimed a name in this incarnation. */
  findNameHolder(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly key: string;
  }): Promise<MemberId | undefined>;

  /**
   * Takes (or replaces this connection's) seat and moves `membership`. Its `from` is the seq at
   * that move. Where a seat of the same `joinRef` (not null) stands there already, the same join
   * has come twice: it stays as it has become since, and is handed back with its own phxRef.
   * `overtakenJoin`: the seat that stands there is of a later join, and stays. Undefined, and no
   * seat, if the room is over at `now`.
   */
  subscribe(input: {
    readonly subscription: Omit<Subscription, 'from'>;
    readonly now: number;
  }): Promise<
    { readonly room: Room; readonly subscription: Subscription } | 'overtaken' | undefined
  >;
  /**
   * Leaves a seat and moves `membership`. Undefined if there was none, or if `phxRef` is given and
   * the seat's differs (another join has taken it). `room`: after the move; undefined if the seat
   * was of an incarnation that has passed.
   */
  unsubscribe(input: {
    readonly room: RoomId;
    readonly connection: ConnectionId;
    readonly phxRef?: string;
  }): Promise<Unsubscribed | undefined>;
  subscription(input: {
    readonly room: RoomId;
    readonly connection: ConnectionId;
  }): Promise<Subscription | undefined>;
  /** All seats, strongly consistent, every page. */
  subscriptions(room: RoomId): Promise<readonly Subscription[]>;
  /**
   * Puts `after` in the place of `before`, if the seat still stands under the phxRef of `before`.
   * `bumpsMembership`: moves `membership`, for a change that lists already read must not hide
   * (name, scopes). False if the seat is gone or has changed.
   */
  updateSubscription(input: {
    readonly before: Subscription;
    readonly after: Subscription;
    readonly bumpsMembership: boolean;
  }): Promise<boolean>;

  /**
   * Changes a room that lives at `now` in this epoch. The room after it; undefined if it is over.
   */
  change(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly change: RoomChange;
    readonly now: number;
  }): Promise<Room | undefined>;
  /** Notes what everyone was told of presence, unless a later membership was told already. */
  recordPresenceSync(input: {
    readonly room: RoomId;
    readonly epoch: string;
    readonly lastPresenceSync: Room['lastPresenceSync'];
  }): Promise<void>;
  /**
   * Notes who uses a link that `max` may use in this incarnation, each as often as they like.
   * False: it is used up.
   */
  useLink(input: {
    readonly room: Room;
    readonly tokenId: string;
    readonly by: MemberId;
    readonly max: number;
  }): Promise<boolean>;

  /**
   * Ends a room: state `closed`, nothing pending; `deliveredSeq` stays what was delivered. The room
   * after it; undefined if there is none or it was closed already in this epoch.
   */
  close(input: { readonly room: RoomId; readonly epoch: string }): Promise<Room | undefined>;
  /**
   * Deletes of a closed room the log, the names and whatever else is not a seat. Says how much
   * there was; the same again finds nothing.
   */
  deleteContent(room: RoomId): Promise<{ readonly messages: number; readonly names: number }>;
  /** Deletes the seats of a closed room. */
  deleteSubscriptions(room: RoomId): Promise<void>;
}

interface Unsubscribed {
  readonly subscription: Subscription;
  readonly room: Room | undefined;
}
