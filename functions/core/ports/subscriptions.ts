// The port to subscriptions: which connections are in a room. Each change of the set increments the
// room's `membership`, so a list read at a version can be reused while the version stays.

import type { ConnectionId, Room, RoomId, Subscription } from './records.ts';

/** A subscription without what the room decides when it is written. */
export type NewSubscription = Omit<Subscription, 'from' | 'epoch' | 'membership'>;

export interface SubscribeInput {
  readonly subscription: NewSubscription;
  readonly now: number;
}

export interface Subscribed {
  /** The room after the increment of `membership`. */
  readonly room: Room;
  readonly subscription: Subscription;
}

export interface SubscriptionKey {
  readonly room: RoomId;
  readonly connection: ConnectionId;
}

export interface UnsubscribeInput extends SubscriptionKey {
  /** Unsubscribe only if the subscription still has this `phxRef`. */
  readonly phxRef?: string;
}

export interface Unsubscribed {
  /** The deleted subscription. */
  readonly subscription: Subscription;
  /**
   * The room after the increment of `membership`. Undefined: the subscription's incarnation is
   * over.
   */
  readonly room: Room | undefined;
}

export interface UpdateSubscriptionInput {
  readonly before: Subscription;
  readonly after: Subscription;
  /**
   * Whether to increment `membership`: for changes that cached lists must not hide (name, scopes).
   */
  readonly bumpsMembership: boolean;
}

export interface Subscriptions {
  /**
   * Writes or replaces this connection's subscription and increments `membership`. The
   * subscription's `from`, `epoch` and `membership` are the room's at that moment.
   *
   * A subscription of the same `joinRef` (not null) stays as it is, and is returned with its own
   * `phxRef`: the same join came twice. Returns `overtaken` if a later join's subscription exists,
   * and undefined if the room is over at `now`.
   * @example
   * const subscribed = await subscriptions.subscribe({ subscription, now });
   * if (subscribed === undefined) return refuse('expired');
   */
  subscribe(input: SubscribeInput): Promise<Subscribed | 'overtaken' | undefined>;

  /**
   * Deletes a subscription and increments `membership`. Returns undefined if there is none, or if
   * another join replaced it (`phxRef`).
   */
  unsubscribe(input: UnsubscribeInput): Promise<Unsubscribed | undefined>;

  /** Returns one connection's subscription. Strongly consistent. */
  find(key: SubscriptionKey): Promise<Subscription | undefined>;

  /** Returns all subscriptions of a room. Strongly consistent. */
  list(room: RoomId): Promise<readonly Subscription[]>;

  /** Replaces `before` by `after`. Returns false if the `phxRef` is no longer that of `before`. */
  update(input: UpdateSubscriptionInput): Promise<boolean>;

  /** Deletes all subscriptions of a closed room. */
  deleteAll(room: RoomId): Promise<void>;
}
