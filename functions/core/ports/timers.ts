// The port that wakes the core for a room at a given time.
// What is done then is the core's business.

import type { RoomId } from './ids.ts';

/**
 * Why to wake for a room: its end has come; its owner ends it; its tail may have no deliverer; its
 * presence is to be told as a whole.
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
