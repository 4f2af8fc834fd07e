// The port to time: the current time, and waiting. It is the core's only clock, so tests and the
// simulator can control it. Timers wake the core later, perhaps in another process.

export interface Clock {
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}
