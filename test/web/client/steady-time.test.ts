// Steady time, with a device's clock that is set and a monotonic clock that stops during sleep.

import { describe, expect, it } from 'vitest';
import { createSteadyTime } from '../../../web/client/steady-time.ts';

function createClocks() {
  let device = 1_000_000;
  let monotonic = 50;
  const time = createSteadyTime({
    readDeviceMs: () => device,
    readMonotonicMs: () => monotonic,
  });
  return {
    time,
    pass: (milliseconds: number) => {
      device += milliseconds;
      monotonic += milliseconds;
    },
    setDevice: (byMs: number) => void (device += byMs),
  };
}

describe('steady time', () => {
  it('[K19] keeps its pace when the clock is set back', () => {
    const { time, pass, setDevice } = createClocks();
    pass(10_000);
    setDevice(-300_000);
    expect(time.now()).toBe(1_010_000);
    pass(10_000);
    expect([time.now(), time.countJumps()]).toEqual([1_020_000, 0]);
    // Setting it right again looks like a sleep: the server has to say.
    setDevice(300_000);
    expect([time.now(), time.countJumps()]).toEqual([1_320_000, 1]);
  });

  it('[K19] follows a sleep during which the monotonic clock stopped, and counts the jump', () => {
    const { time, pass, setDevice } = createClocks();
    setDevice(120_000);
    expect([time.now(), time.countJumps()]).toEqual([1_120_000, 1]);
    pass(1_000);
    expect([time.now(), time.countJumps()]).toEqual([1_121_000, 1]);
  });

  it('[K19] ignores small corrections, but not many small sleeps', () => {
    const { time, pass, setDevice } = createClocks();
    pass(1_000);
    setDevice(-500);
    pass(1_000);
    setDevice(400);
    expect([time.now(), time.countJumps()]).toEqual([1_002_000, 0]);
    for (let sleeps = 0; sleeps < 10; sleeps += 1) {
      setDevice(900);
      time.now();
    }
    expect(time.now()).toBeGreaterThan(1_002_000 + 9 * 900 - 2_000);
  });
});
