// What a deployment may choose, as the core sees it: parsed once at start (functions/config.ts),
// trusted here.

import type { Cut } from './ports.ts';

export interface Settings {
  readonly issuer: string;
  readonly audience: string;
  /** Where links point: `https://chat.example`. */
  readonly publicOrigin: string;
  readonly roomSeconds: number;
  readonly capacity: number;
  /** Rooms that need no token: they open when first joined and open anew after their end. */
  readonly openRooms: readonly string[];
  /** Origins, besides our own, whose pages may connect; `*` lets every page. */
  readonly allowedOrigins: readonly string[];
  /**
   * What the filter does beside words, in every room; a room's maker can only make it stricter.
   * Nothing where absent.
   */
  readonly filter?: {
    readonly links?: 'off' | 'plain' | 'allow';
    /**
     * Where links may lead if they are let through to some hosts only: names in lower case, which
     * stand for what is under them too.
     */
    readonly linkHosts?: readonly string[];
    readonly redact?: readonly ('email' | 'phone')[];
    /** Within how many seconds a member cannot say the same again; 0: at once. */
    readonly repeatSeconds?: number;
  };
}

export const timing = {
  /**
   * How long a drain may go without renewing its baton before somebody else may take it. With
   * `deliveryTimerMilliseconds` it keeps the promise that a message whose deliverer died is
   * delivered within 5 s.
   */
  leaseMilliseconds: 3_000,
  /** How long after a message the alarm rings that looks for a tail without a deliverer. */
  deliveryTimerMilliseconds: 3_000,
  /**
   * Between two tellings of a room's whole presence: at least this, and a little more for each who
   * is told.
   */
  presenceMilliseconds: 1_000,
  presenceMillisecondsPerSubscription: 1,
  /**
   * A seat's lease: API Gateway ends a connection that is silent for 10 minutes, so one that lives
   * was heard of in that time.
   */
  subscriptionMilliseconds: 11 * 60_000,
  /** A connection's record outlives API Gateway's longest connection (2 h). */
  connectionMilliseconds: 2 * 3_600_000 + 60_000,
} as const;

export const bounds = {
  /**
   * Accepted messages that may wait for delivery in one room; beyond it senders are told to come
   * back.
   */
  undelivered: 200,
  /**
   * Changes of presence told one by one before all of it is told at once: in a room of many names,
   * where each costs as many posts, fewer.
   */
  presenceDiffs: { few: 8, many: 2, names: 100 },
  /** Posts under way at once in one fan-out. */
  concurrentPosts: 64,
  /**
   * How a fan-out is cut where further invocations post. One function posts some 4,000 a second,
   * and an invocation takes as long as 60 posts: so hundreds, not dozens, are worth one. Eight
   * functions use up the account's burst of 5,000 requests in a quarter of a second; with more,
   * posts are refused and the last comes later (`npm run bench -- shards`).
   */
  shards: { beyond: 400, min: 200, max: 8 } as Cut,
  /**
   * Posts between two renewals of the baton, for those who take messages one by one: a few hundred
   * a second are sure on any machine.
   */
  postsOfDelivery: 256,
  /**
   * Notes of one kind that a process keeps: of the paces of rooms, connections and members there
   * are two or three for each who talks.
   */
  notes: 20_000,
} as const;
