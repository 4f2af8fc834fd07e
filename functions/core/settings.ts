// What a deployment may choose, as the core sees it: parsed once at start (functions/config.ts), trusted here.

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
}

export const timing = {
  /** How long a drain may go without renewing its baton before somebody else may take it. */
  batonMilliseconds: 4_000,
  /** A connection's record outlives API Gateway's longest connection (2 h). */
  connectionMilliseconds: 2 * 3_600_000 + 60_000,
} as const;

export const bounds = {
  /** Accepted messages that may wait for delivery in one room; beyond it senders are told to come back. */
  pending: 200,
  /** Cids remembered behind the last delivered message: a repeat within this many messages finds its first seq. */
  rememberedCids: 100,
  /** Posts under way at once in one fan-out. */
  concurrentPosts: 64,
  /** Posts between two renewals of the baton, for those who take messages one by one: a few hundred a second are sure on any machine. */
  postsOfDelivery: 256,
  /** Rooms and connections a warm function keeps notes of. */
  notes: 10_000,
} as const;
