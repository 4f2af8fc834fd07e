// Timers of one process, with setTimeout. They end with the process, and so do its rooms.

import type { Timer, Timers, Clock } from '../../core/ports.ts';

const retryMilliseconds = 1_000;
const maxTries = 3;

/** Runs `fire` up to three times, as a queue would, then passes the error to `onFailure`. */
export function createMemoryTimers({
  clock,
  fire,
  onFailure = () => undefined,
}: {
  readonly clock: Clock;
  readonly fire: (timer: Timer) => Promise<void>;
  readonly onFailure?: (error: unknown) => void;
}): Timers & { stop(): void } {
  const timers = new Set<NodeJS.Timeout>();

  const after = (milliseconds: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, milliseconds);
    timer.unref();
    timers.add(timer);
  };

  const arm = (timer: Timer, tries: number): void => {
    after(Math.max(0, timer.at - clock.now()), () => {
      // setTimeout may fire a millisecond early. A timer must not.
      if (clock.now() < timer.at) arm(timer, tries);
      else runTimer(timer, tries);
    });
  };

  const runTimer = (timer: Timer, tries: number): void => {
    fire(timer).catch((error: unknown) => {
      if (tries < maxTries) {
        after(retryMilliseconds, () => {
          runTimer(timer, tries + 1);
        });
      } else onFailure(error);
    });
  };

  return {
    set(timer) {
      arm(timer, 1);
      return Promise.resolve();
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
