// The port that wakes the core for a room at a given time.

import type { RoomId } from './records.ts';

/**
 * The reasons to wake for a room: it expires; its owner closes it; its undelivered messages may
 * have no deliverer; its full presence is due.
 */
export type TimerKind = 'end' | 'close' | 'delivery' | 'presence';

export interface Timer {
  readonly kind: TimerKind;
  readonly room: RoomId;
  readonly epoch: string;
  readonly at: number;
}

export interface Timers {
  /**
   * Has the `timer` function called with this at (or a little after) `at`; perhaps more than once.
   */
  set(timer: Timer): Promise<void>;
}
