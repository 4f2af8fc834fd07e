// The port to workers that post parts of a large fan-out: further invocations in the cloud. Engines
// with local sockets have none. The core decides what to post and when a part is worth handing
// over.

import type { ConnectionId } from './records.ts';

/**
 * A part of a fan-out. It holds filtered text, and neither names nor tokens of its receivers;
 * nobody stores it.
 */
export interface Shard {
  readonly audiences: readonly Audience[];
  /** From then on nobody is begun with. */
  readonly until: number;
}

/** Connections that get the same frames, each in this order. */
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
   * Posts a shard and resolves when it is done. `ended`: it failed, and posts no more; how much it
   * posted is unknown. `unknown`: it may still be running, at most until `until`.
   */
  serve(shard: Shard): Promise<Served | 'ended' | 'unknown'>;
}
