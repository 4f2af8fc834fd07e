// Ticks of this process's event loop. Under load many frames arrive together; shared work waits
// until all of them are handled and is done once at the end of the tick. An idle process does it
// without delay.

// How many frames a tick starts. Their messages are delivered before a room's undelivered messages
// reach their limit (serverLimits.maxUndelivered), and ticks stay short.
const maxStarted = 64;

export interface EventLoopTicks {
  /** Resolves when the next frame may be handled. Undefined: now, which is the usual case. */
  begin(): Promise<void> | undefined;
  /** Resolves when every frame that arrived with this one is handled. */
  handled(): Promise<void>;
  /** Runs `act` at the end of the tick, after everything that waited for `handled`. */
  last(act: () => void): void;
}

export function createEventLoopTicks(): EventLoopTicks {
  let handled: Promise<void> | undefined;
  let acts: (() => void)[] = [];
  let isEndScheduled = false;
  let begun = 0;
  const end = (): void => {
    isEndScheduled = false;
    const now = acts;
    acts = [];
    for (const act of now) act();
  };
  // Node runs all reactions of a promise before the next immediate. An end may come before the
  // latest `handled`, so work that must follow it asks for another tick.
  const scheduleTick = (): Promise<void> => {
    handled ??= new Promise((resolve) => {
      setImmediate(() => {
        handled = undefined;
        begun = 0;
        resolve();
      });
    });
    if (!isEndScheduled) setImmediate(end);
    isEndScheduled = true;
    return handled;
  };
  const wait = async (): Promise<void> => {
    while (begun >= maxStarted) await scheduleTick();
    begun += 1;
  };
  return {
    begin() {
      if (begun >= maxStarted) return wait();
      begun += 1;
      void scheduleTick();
      return undefined;
    },
    handled: scheduleTick,
    last(act) {
      acts.push(act);
      if (!isEndScheduled) void scheduleTick();
    },
  };
}
