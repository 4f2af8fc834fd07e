// The records of a room: the room item, accepted messages, the delivery lease and the
// subscriptions.

import type { TrackChoice } from '../../protocol/events.ts';
import type { Version } from '../../protocol/frames.ts';
import type { Scope } from '../../protocol/link-code.ts';

// Each kind of id has its own type, to prevent mix-ups. The core creates them.
export type RoomId = string & { readonly __brand: 'RoomId' };
export type ConnectionId = string & { readonly __brand: 'ConnectionId' };
export type MemberId = string & { readonly __brand: 'MemberId' };

export type { Scope };

/** A member of a room, under its current name. */
export interface Member {
  readonly id: MemberId;
  readonly name: string;
}

/** An accepted, filtered message. `seq` is its place in the room's order. */
export interface AcceptedMessage {
  readonly seq: number;
  readonly cid: string;
  readonly body: string;
  readonly name: string;
  readonly member: MemberId;
  readonly at: number;
  /**
   * The recipient of a private message: only the sender and this member ever see it. Absent: the
   * message is for everyone.
   */
  readonly to?: Member;
  /**
   * A digest of the text as it was sent. It shows whether another message under the same cid is the
   * same message.
   */
  readonly content: string;
}

/**
 * The exclusive right to deliver a room's undelivered messages: a lease with a fencing id. The
 * function named in the room item may remove the messages it delivered. Once the lease has expired,
 * another function may take it at any time under another id.
 */
export interface DeliveryLease {
  readonly id: string;
  readonly until: number;
}

/** A room after a call. `seq === deliveredSeq + undelivered.length` until it is erased. */
export interface Room {
  readonly id: RoomId;
  readonly title: string;
  readonly state: 'open' | 'locked' | 'closed';
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly capacity: number;
  /** The room's incarnation: an open room that opens again has a new one. */
  readonly epoch: string;
  /** The seq of the last message accepted; 0 before the first. */
  readonly seq: number;
  /** The seq of the last message removed from `undelivered`. */
  readonly deliveredSeq: number;
  /** Accepted and not yet known to be delivered, in order, starting at `deliveredSeq + 1`. */
  readonly undelivered: readonly AcceptedMessage[];
  readonly lease: DeliveryLease | undefined;
  /**
   * Increases whenever somebody subscribes or unsubscribes. A member list read at this version is
   * current.
   */
  readonly membership: number;
  /** The number of claimed names. A name stays claimed until it is released. */
  readonly members: number;
  /** Slow mode: seconds between two messages of one member. 0: off. */
  readonly slow: number;
  /** Accepted messages that the track changed. */
  readonly filtered: number;
  /** Members who were kicked. They cannot return. */
  readonly kicked: readonly MemberId[];
  readonly lastPresenceSync: PresenceSync;
  /** The secret of its link codes, which never leaves the core and its records. Never changes. */
  readonly linkSecret: string;
  /** How often the owner replaced the links. */
  readonly linkGeneration: number;
  /** The ids of the owner's changes that are not yet known to be published. */
  readonly unpublished: readonly string[];
  /** The creator's filter choices. Absent: only the deployment's settings apply. Never changes. */
  readonly track?: TrackChoice;
}

/**
 * The `membership` up to which members know all changes, and when that was recorded. Changes since
 * then are counted: too many are published as a whole.
 */
export interface PresenceSync {
  readonly membership: number;
  readonly at: number;
}

/** The changes an owner can make to an open room. */
export interface RoomChange {
  readonly state?: 'open' | 'locked';
  /** Moves the end later, never earlier. */
  readonly expiresAt?: number;
  readonly slow?: number;
  readonly kick?: MemberId;
  /** Raises `linkGeneration`, never lowers it. */
  readonly linkGeneration?: number;
  /** Adds the id of this change to the room's `unpublished`. */
  readonly unpublished?: string;
}

/** A link with a limited number of uses. Tokens issued in its place count on its id. */
export interface LimitedLink {
  readonly id: string;
  readonly uses: number;
}

/** One connection's place in one room: the target of fan-out, and one presence meta. */
export interface Subscription {
  readonly room: RoomId;
  readonly connection: ConnectionId;
  /** Undefined for a watcher: no name, not in presence. */
  readonly member: Member | undefined;
  readonly scopes: readonly Scope[];
  readonly version: Version;
  readonly joinRef: string | number | null;
  readonly batch: boolean;
  /**
   * From this time on, the subscription neither sends nor receives. Undefined: its token lasts as
   * long as the room, including extensions.
   */
  readonly tokenExpiresAt: number | undefined;
  /**
   * When the lease expires. A connection that has sent nothing until then counts as gone, even if
   * its end was not reported.
   */
  readonly leaseExpiresAt: number;
  /** The join's reply contained messages up to this seq. Only later ones are posted. */
  readonly from: number;
  /** The room's incarnation that it belongs to. */
  readonly epoch: string;
  /** The room's membership version just before it was written: later versions count it. */
  readonly membership: number;
  readonly phxRef: string;
  /** The link it came by, if its uses are limited: tokens issued later keep the limit. */
  readonly limitedLink?: LimitedLink;
  /** The member or watcher who counts as that link's user. */
  readonly usedBy?: MemberId;
  readonly typing: boolean;
  readonly onlineAt: number;
  /**
   * A sender over HTTP, which has no connection: `connection` is its member's id. Nothing can be
   * posted to it.
   */
  readonly bot?: true;
  /** A copy of the room's choices, to filter a message without reading the room first. */
  readonly track?: TrackChoice;
}
