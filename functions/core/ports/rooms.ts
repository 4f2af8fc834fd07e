// The port to rooms: every write to a room that must happen once or not at all, and the reads that
// must see it. The records are in records.ts. The core decides when to make which call.

import type {
  AcceptedMessage,
  DeliveryLease,
  MemberId,
  PresenceSync,
  Room,
  RoomChange,
  RoomId,
} from './records.ts';

export interface CreateRoomInput {
  readonly room: Room;
  readonly now: number;
}

export interface AdmitMessageInput {
  readonly room: RoomId;
  /** Already filtered. */
  readonly message: Omit<AcceptedMessage, 'seq'>;
  /** Whether the track changed the message. */
  readonly changed: boolean;
  /** The slow mode that the sender obeyed, in seconds. Undefined: the sender is exempt. */
  readonly slow: number | undefined;
  /** The version at which the sender's subscription was read. Undefined: it was read just now. */
  readonly membership?: number | undefined;
  /** The lease to take if nobody holds one. */
  readonly lease: DeliveryLease;
  /** How many undelivered messages the room may have before this one. */
  readonly maxUndelivered: number;
  readonly now: number;
}

export type AdmitMessageResult =
  | AdmittedMessage
  /**
   * - `conflict`: the same cid with other content.
   * - `expired`: there is no such room, or it is over.
   * - `busy`: too many messages are undelivered. Nothing was written.
   * - `unavailable`: whether it was accepted before could not be read.
   * - `stale-membership`: read the sender's subscription again.
   */
  | {
      readonly ok: false;
      readonly reason: 'conflict' | 'expired' | 'busy' | 'unavailable' | 'stale-membership';
    }
  /** The room's slow mode differs from `slow`. */
  | { readonly ok: false; readonly reason: 'slow'; readonly slow: number };

export interface AdmittedMessage {
  readonly ok: true;
  readonly seq: number;
  readonly at: number;
  /**
   * True if the same cid and content came before: `seq` and `at` are the first message's, and
   * nothing was written.
   */
  readonly repeated: boolean;
  /** The room after the call. A new message is the last one of `room.undelivered`. */
  readonly room: Room;
}

export interface FindAcceptedInput {
  readonly room: RoomId;
  readonly member: MemberId;
  readonly cid: string;
  /** The digest of the message as it was sent (`AcceptedMessage.content`). */
  readonly content: string;
  readonly now: number;
}

export type FindAcceptedResult =
  | AdmittedMessage
  /**
   * `conflict`: the same cid with other content. `expired`: there is no such room, or it is over.
   */
  | { readonly ok: false; readonly reason: 'conflict' | 'expired' }
  | undefined;

export interface TakeLeaseInput {
  readonly room: RoomId;
  /** The lease to replace. Undefined: there is none. */
  readonly from: DeliveryLease | undefined;
  readonly to: DeliveryLease;
  readonly now: number;
}

export interface ReleaseLeaseInput {
  readonly room: RoomId;
  readonly lease: DeliveryLease;
  /** The same lease with a later end, written if messages remain. */
  readonly renewed: DeliveryLease;
  /** How many messages were delivered, and appended to the log before. */
  readonly count: number;
}

export type ReleaseLeaseResult =
  /** Nothing is undelivered, and nobody holds the lease. */
  | { readonly state: 'released' }
  /** More messages are undelivered, and the lease is renewed. */
  | { readonly state: 'renewed'; readonly room: Room }
  /** Somebody else holds the lease. Nothing was written. */
  | { readonly state: 'lost' };

export interface ChangeRoomInput {
  readonly room: RoomId;
  readonly epoch: string;
  readonly change: RoomChange;
  /** Present: changes only a room that still ends at this time. */
  readonly endsAt?: number;
  readonly now: number;
}

export interface RecordPublishedInput {
  readonly room: RoomId;
  readonly epoch: string;
  /** The ids of the changes. */
  readonly changes: readonly string[];
}

export interface RecordPresenceSyncInput {
  readonly room: RoomId;
  readonly epoch: string;
  readonly lastPresenceSync: PresenceSync;
}

export interface RecordWatchersInput {
  readonly room: RoomId;
  readonly epoch: string;
  readonly watchers: number;
  /** Identifies the caller. It lets it recognize its own write if it is repeated. */
  readonly by: string;
}

export interface UseLinkInput {
  readonly room: Room;
  readonly tokenId: string;
  readonly by: MemberId;
  /** How many members may use the link. */
  readonly max: number;
}

export interface CloseRoomInput {
  readonly room: RoomId;
  readonly epoch: string;
  /** Present: closes only a room that still ends at this time, not one that was extended. */
  readonly expiresAt?: number;
}

/** How much was deleted. */
export interface DeletedContent {
  readonly messages: number;
  readonly names: number;
}

export interface Rooms {
  /**
   * Writes a new room, or a new incarnation of one that is over at `now`. Nothing of an earlier
   * incarnation can be read afterwards.
   *
   * A store that deletes records by its own clock must wait at least an hour after `createdAt`: no
   * room exists for longer.
   */
  create(input: CreateRoomInput): Promise<'created' | 'exists'>;

  /**
   * Returns the room, over or not. Strongly consistent. A store may forget a room some time after
   * its end.
   */
  get(room: RoomId): Promise<Room | undefined>;

  /**
   * Admits a message by one conditional write.
   *
   * The conditions: the room is open or locked, `expiresAt > now`, and fewer than `maxUndelivered`
   * messages are undelivered. If given, `slow` and `membership` equal the room's, and the sender
   * was not kicked.
   *
   * The write takes the next seq, appends to `undelivered`, and takes the lease if nobody holds it.
   * It counts the message in `filtered` if `changed`. It remembers member and cid until the room
   * ends.
   *
   * @example
   * const offer = { message, changed: false, slow: 0, lease, maxUndelivered: 200, now };
   * const admitted = await rooms.admit({ room, ...offer });
   * if (admitted.ok && admitted.room.lease?.id === lease.id) {
   *   // This caller took the lease, so it delivers.
   * }
   */
  admit(input: AdmitMessageInput): Promise<AdmitMessageResult>;

  /**
   * Returns the message that was accepted under this cid, or undefined if there is none. Writes
   * nothing.
   */
  findAccepted(input: FindAcceptedInput): Promise<FindAcceptedResult>;

  /**
   * Replaces the delivery lease `from` by `to`. Returns undefined if the room's lease is not `from`
   * or the room is over.
   */
  takeLease(input: TakeLeaseInput): Promise<Room | undefined>;

  /**
   * Removes the first `count` undelivered messages. Releases the lease if none remain, otherwise
   * renews it. The messages can be read from the log from then on.
   */
  release(input: ReleaseLeaseInput): Promise<ReleaseLeaseResult>;

  /**
   * Changes a room and returns it. Returns undefined if this incarnation is over at `now`, or does
   * not end at `endsAt`. Repeating a change is harmless.
   */
  change(input: ChangeRoomInput): Promise<Room | undefined>;

  /**
   * Removes published changes from `unpublished`. Returns the room as it is now, or undefined if
   * this incarnation is gone.
   */
  recordPublished(input: RecordPublishedInput): Promise<Room | undefined>;

  /** Records which presence was published, unless a later one was recorded. */
  recordPresenceSync(input: RecordPresenceSyncInput): Promise<void>;

  /**
   * Records the number of watchers that the caller is about to publish. Returns false if another
   * caller has recorded that number already.
   */
  recordWatchers(input: RecordWatchersInput): Promise<boolean>;

  /**
   * Counts a member who uses a link; one member may use it repeatedly. Returns false if `max` other
   * members used it.
   */
  useLink(input: UseLinkInput): Promise<boolean>;

  /**
   * Closes a room and takes its delivery lease away. Returns the closed room with what is
   * undelivered, for the caller to deliver, or undefined if there is no open room of this epoch and
   * end.
   */
  close(input: CloseRoomInput): Promise<Room | undefined>;

  /**
   * Deletes a closed room's messages (undelivered ones, too), names and link uses, and returns how
   * many there were. Keeps the subscriptions. A second call finds nothing.
   */
  deleteContent(room: RoomId): Promise<DeletedContent>;
}
