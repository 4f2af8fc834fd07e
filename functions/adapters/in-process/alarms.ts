// Alarms of one process, as timers. They die with it, and so do its rooms.

import type { Alarm, Alarms, Clock } from '../../core/ports.ts';

const retryMilliseconds = 1_000;
const triesMost = 3;

/** `fire` is tried three times, as a queue would; then `failed` is told the error. */
export function inProcessAlarms({
  clock,
  fire,
  failed = () => undefined,
}: {
  readonly clock: Clock;
  readonly fire: (alarm: Alarm) => Promise<void>;
  readonly failed?: (error: unknown) => void;
}): Alarms & { stop(): void } {
  const timers = new Set<NodeJS.Timeout>();

  const after = (milliseconds: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, milliseconds);
    timer.unref();
    timers.add(timer);
  };

  const arm = (alarm: Alarm, tries: number): void => {
    after(Math.max(0, alarm.at - clock.now()), () => {
      // A timer may come a millisecond early; an alarm never does.
      if (clock.now() < alarm.at) arm(alarm, tries);
      else ring(alarm, tries);
    });
  };

  const ring = (alarm: Alarm, tries: number): void => {
    fire(alarm).catch((error: unknown) => {
      if (tries < triesMost) {
        after(retryMilliseconds, () => {
          ring(alarm, tries + 1);
        });
      } else failed(error);
    });
  };

  return {
    set(alarm) {
      arm(alarm, 1);
      return Promise.resolve();
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
