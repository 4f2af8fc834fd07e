// Time and chance as the client needs them: ports, so that tests and simulators bring their own.

export interface Clock {
  /** Milliseconds since 1970 by this device. */
  readonly now: () => number;
  /** Runs once, later; what comes back cancels it. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

export interface Random {
  /** From 0 to 1. */
  readonly fraction: () => number;
  /** A new cid. */
  readonly id: () => string;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = {
  fraction: () => Math.random(),
  // Not crypto.randomUUID: pages served by plain HTTP on a local network do not have it.
  id: () =>
    [...crypto.getRandomValues(new Uint8Array(12))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
};
