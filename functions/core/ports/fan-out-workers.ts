// The port to workers that post parts of a large fan-out: further invocations in the cloud. Engines
// with local sockets have none. The core decides what to post, and when to hand over a part.

import type { ConnectionId } from './records.ts';

/**
 * A part of a fan-out. It contains filtered text, and neither names nor tokens of its receivers. It
 * is never stored.
 */
export interface Shard {
  readonly audiences: readonly Audience[];
  /** From this time on, the worker begins no new receiver. */
  readonly until: number;
}

/** Connections that get the same frames, each in this order. */
interface Audience {
  readonly frames: readonly string[];
  readonly connections: readonly ConnectionId[];
}

/**
 * `unsent`: receivers that the worker did not begin in time. `failed`: a post to them failed.
 * Receivers in none of the lists got all their frames.
 */
export interface ShardResult {
  readonly gone: readonly ConnectionId[];
  readonly failed: readonly ConnectionId[];
  readonly unsent: readonly ConnectionId[];
}

/**
 * How a fan-out is split into shards. Up to `beyond` receivers it is not split. Otherwise there are
 * at most `max` shards, of at least `min` receivers each.
 */
export interface ShardLimits {
  readonly beyond: number;
  readonly min: number;
  readonly max: number;
}

export interface FanOutWorkers {
  readonly shardLimits: ShardLimits;

  /**
   * Posts a shard and resolves when it is done. `ended`: it failed and posts nothing more. How much
   * it posted is unknown. `unknown`: it may still be running, but begins no receiver after `until`.
   * @example
   * const result = await workers.postShard({ audiences: [{ frames, connections }], until });
   * if (result !== 'ended' && result !== 'unknown') await prune(result.gone);
   */
  postShard(shard: Shard): Promise<ShardResult | 'ended' | 'unknown'>;
}
