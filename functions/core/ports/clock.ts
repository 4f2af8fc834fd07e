// The port to time: what time it is, and waiting. The only clock the core has, so that tests and
// the simulator can move it. To be woken later, perhaps in another process, is for Alarms.

export interface Clock {
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}
