// The client's environment: clock and random source as ports, which tests and simulators replace,
// and the globals of a browser, which Node does not have.

import { createSteadyTime } from './steady-time.ts';

/** A WebSocket class: the browser's own, or `WebSocket` from the package `ws` in Node 20. */
export type Transport = new (address: string, protocols?: string | string[]) => object;

/**
 * A source of time. Replace it in tests.
 * @example
 * const clock: Clock = { ...systemClock, now: () => systemClock.now() + 60_000 };
 */
export interface Clock {
  /** Returns this device's time in milliseconds since 1970. It must not go back. */
  readonly now: () => number;
  /**
   * Returns how often the time has jumped ahead: the device slept, or its clock was set. After a
   * jump, the client asks the server for the time.
   * @defaultValue never
   */
  readonly countJumps?: () => number;
  /** Runs `run` once after a wait in milliseconds, and returns a function that cancels it. */
  readonly schedule: (milliseconds: number, run: () => void) => () => void;
}

/**
 * A source of chance. Replace it in tests.
 * @example
 * const random: Random = { ...systemRandom, fraction: () => 0.5 };
 */
export interface Random {
  /** Returns a number from 0 to 1. */
  readonly fraction: () => number;
  /** Returns a new id for a message or a claim, of 16 characters or more. */
  readonly createId: () => string;
}

/**
 * The device's clock when the program started, and the time since, with `setTimeout`. Setting the
 * device's clock back does not change it.
 * @example
 * const cancel = systemClock.schedule(1_000, () => console.log('A second later'));
 */
export const systemClock: Clock = {
  ...createSteadyTime({
    readDeviceMs: () => Date.now(),
    readMonotonicMs: () => performance.now(),
  }),
  schedule: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * `Math.random`, and ids of 96 random bits.
 * @example
 * const cid = systemRandom.createId();
 */
export const systemRandom: Random = {
  fraction: () => Math.random(),
  // crypto.randomUUID does not exist on pages served over plain HTTP from a local network.
  createId: () =>
    [...crypto.getRandomValues(new Uint8Array(12))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
};

interface LockManager {
  readonly request: <Value>(name: string, run: () => Promise<Value>) => Promise<Value>;
}

/** The library also compiles and runs where these do not exist. */
export interface BrowserGlobals {
  readonly document?: EventTarget & { readonly visibilityState: string };
  readonly window?: EventTarget;
  readonly location?: { readonly origin: string };
  readonly navigator?: { readonly locks?: LockManager };
  readonly WebSocket?: Transport;
}

export const getBrowserGlobals = (): BrowserGlobals => globalThis;
