// Time that keeps its pace when somebody sets the device's clock. It follows the monotonic clock,
// and the device's clock where that runs ahead: some monotonic clocks stop while a device sleeps.

export interface TimeSources {
  /** Returns the device's time in milliseconds since 1970. */
  readonly readDeviceMs: () => number;
  /** Returns milliseconds that never go back, such as `performance.now()`. */
  readonly readMonotonicMs: () => number;
}

export interface SteadyTime {
  /** Returns the time in milliseconds since 1970. */
  readonly now: () => number;
  /** Returns how often the time has jumped ahead. */
  readonly countJumps: () => number;
}

/** Clocks differ by less than this without a sleep and without being set. */
const toleranceMs = 2_000;

/** Starts with the device's time. */
export function createSteadyTime({ readDeviceMs, readMonotonicMs }: TimeSources): SteadyTime {
  let time = readDeviceMs();
  let monotonic = readMonotonicMs();
  /** How far the device's clock is ahead of `time`. */
  let lead = 0;
  let jumps = 0;

  function now(): number {
    const device = readDeviceMs();
    const elapsed = readMonotonicMs() - monotonic;
    monotonic += elapsed;
    // Only fake clocks go back.
    if (elapsed < 0) {
      time = device;
      lead = 0;
    }
    time += Math.max(0, elapsed);

    const ahead = device - time - lead;
    if (ahead > toleranceMs) {
      // Either the device slept, or its clock was set ahead.
      time += ahead;
      jumps += 1;
    } else if (ahead < -toleranceMs) lead += ahead;
    return Math.round(time);
  }

  return { now, countJumps: () => jumps };
}
