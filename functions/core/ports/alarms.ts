// The port that wakes the core for a room at a given time.
// What is done then is the core's business.

import type { RoomId } from './ids.ts';

/**
 * Why to wake for a room: its end has come; its owner ends it; its tail may have no deliverer; its
 * presence is to be told as a whole.
 */
export type AlarmKind = 'end' | 'close' | 'tail' | 'presence';

export interface Alarm {
  readonly kind: AlarmKind;
  readonly room: RoomId;
  readonly epoch: string;
  readonly at: number;
}

export interface Alarms {
  /**
   * Has the `alarm` function called with this at (or a little after) `at`; perhaps more than once.
   */
  set(alarm: Alarm): Promise<void>;
}
