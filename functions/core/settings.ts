// The server's settings: a deployment's choices (parsed once at start, trusted here), and the
// timing and limits that clients do not see. Limits that clients see are in protocol/limits.ts.

import type { SettingValues } from './declare-setting.ts';
import type { ShardLimits } from './ports.ts';
import type { roomSettings } from './room-settings.ts';

/** The settings of rooms, and what every deployment has. */
export interface Settings extends SettingValues<typeof roomSettings> {
  readonly issuer: string;
  readonly audience: string;
  /** Links begin with it: `https://chat.example`. */
  readonly publicOrigin: string;
}

export const timing = {
  /**
   * The term of a delivery lease: how long a deliverer may take to renew it before another may take
   * over. Together with `deliveryTimerMilliseconds` it keeps the promise that a message whose
   * deliverer died is delivered within 5 s.
   */
  leaseMilliseconds: 3_000,
  /** How long after a message the delivery timer fires. */
  deliveryTimerMilliseconds: 3_000,
  /**
   * The minimum time between two publications of a room's whole presence, plus a little per
   * subscription.
   */
  minPresenceSyncIntervalMilliseconds: 1_000,
  presenceSyncMillisecondsPerSubscription: 1,
  /**
   * A subscription's lease. API Gateway ends a connection that is silent for 10 minutes, so every
   * live one renews its lease in time.
   */
  subscriptionLeaseMilliseconds: 11 * 60_000,
  /**
   * A bot that posts over HTTP leaves presence after a minute of silence. Its lease is renewed at
   * most every `botRenewalMilliseconds`, so most of its messages cost no write.
   */
  botLeaseMilliseconds: 75_000,
  botRenewalMilliseconds: 15_000,
  /** How long a leave that overtook its join still ends it. Stock clients give a join 10 s. */
  earlyLeaveMilliseconds: 10_000,
  /** A connection's record outlasts API Gateway's longest connection (2 h). */
  connectionRecordMilliseconds: 2 * 3_600_000 + 60_000,
  /** How long to wait before a room's end is tried again. */
  closeRetryMilliseconds: 1_000,
  /** How long after an owner's change to publish it, if its function has not. */
  changeTimerMilliseconds: 5_000,
  /** How long after its end a room's connections may stay open. */
  maxCloseMilliseconds: 5_000,
} as const;

export const serverLimits = {
  /** Undelivered messages of one room. Beyond it senders get `rate_limited`. */
  maxUndelivered: 200,
  /**
   * Changes of presence in quick succession that are published as diffs before the whole is
   * published. In a large room each diff costs many posts, so the maximum is lower.
   */
  maxPresenceDiffs: { inSmallRoom: 8, inLargeRoom: 2, largeRoomMembers: 100 },
  /** Leaves kept in a connection's record because they may have overtaken their joins. */
  maxEarlyLeaves: 50,
  /** Concurrent posts of one fan-out. */
  maxConcurrentPosts: 64,
  /** Subscriptions closed concurrently at a room's end. */
  maxConcurrentCloses: 32,
  /**
   * How a fan-out is split where further functions can post. One function posts some 4,000 frames a
   * second, and calling one takes as long as 60 posts, so a shard should have hundreds. Eight
   * functions use up the account's burst of 5,000 requests in a quarter of a second. With more,
   * posts are throttled and the last one comes later (`npm run bench -- shards`).
   */
  shards: { beyond: 400, min: 200, max: 8 } as ShardLimits,
  /**
   * Posts between two renewals of the delivery lease, counting connections without `batch`. Any
   * machine posts a few hundred frames a second.
   */
  maxPostsPerDelivery: 256,
  /**
   * Entries of one map in a warm process. Rate limits need two or three for each active member.
   */
  maxMapEntries: 20_000,
} as const;
