// The port that wakes the core for a room at a given time.

import type { RoomId } from './records.ts';

/**
 * The reasons to wake up for a room: it expires; its owner closes it; a change by its owner may not
 * have been published; its undelivered messages may have no deliverer; its whole presence is due;
 * its number of watchers may have changed; bots may have been silent for too long; a token ends; a
 * connection outlived the room.
 */
export type TimerKind =
  'end' | 'close' | 'change' | 'delivery' | 'presence' | 'watchers' | 'bots' | 'tokens' | 'hang-up';

export interface Timer {
  readonly kind: TimerKind;
  readonly room: RoomId;
  readonly epoch: string;
  readonly at: number;
  /** Tells this timer from others of its kind, if that matters. The same each time it fires. */
  readonly id?: string;
}

/** A timer as its handler gets it. */
export type FiredTimer = Omit<Timer, 'at'>;

export interface Timers {
  /**
   * Sets a timer. It fires at `at` or a little later, perhaps more than once. If the platform
   * limits delays, it may fire early, and the core sets it again.
   * @example
   * await timers.set({ kind: 'end', room: room.id, epoch: room.epoch, at: room.expiresAt });
   */
  set(timer: Timer): Promise<void>;
}
