// The port to who posts a part of a large fan-out: further invocations where sockets are reached
// through the network. A world whose sockets are at hand has none. Who gets what, and when a part
// is worth handing on, is the core's business.

import type { ConnectionId } from './ids.ts';

/**
 * A part of a fan-out. It holds filtered text, and neither names nor tokens of its receivers;
 * nobody stores it.
 */
export interface Shard {
  readonly audiences: readonly Audience[];
  /** From then on nobody is begun with. */
  readonly until: number;
}

/** Who gets the same frames, each in this order. */
interface Audience {
  readonly frames: readonly string[];
  readonly connections: readonly ConnectionId[];
}

/** `left`: those that were not begun with in time. All others got their frames. */
export interface Served {
  readonly gone: readonly ConnectionId[];
  readonly failed: readonly ConnectionId[];
  readonly left: readonly ConnectionId[];
}

/**
 * How a fan-out is cut: not if it has no more receivers than `beyond`; into shards of so many at
 * `min`, so many shards at `max`.
 */
export interface Cut {
  readonly beyond: number;
  readonly min: number;
  readonly max: number;
}

export interface FanOutWorkers {
  readonly cut: Cut;
  /**
   * Has a shard served, and resolves when that is done. `ended`: it failed, nothing more of it is
   * posted, and how much was is not known. `unknown`: whether it goes on is not known either, but
   * that it is over when `until` has come.
   */
  serve(shard: Shard): Promise<Served | 'ended' | 'unknown'>;
}
