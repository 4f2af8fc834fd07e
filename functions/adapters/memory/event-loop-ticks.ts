// Turns of this process's event loop. Under load many frames come in together: what can wait until
// they are all handled is then done once for all of them, at the end of the turn. A process with
// nothing else to do is there at once.

// A turn begins so much and no more: what it begins is delivered before a room's tail
// (serverLimits.maxUndelivered) is full, and no turn lasts long.
const begunMost = 64;

export interface Turns {
  /**
   * Resolves when one frame more may be handled; mostly that is at once, and then it is no promise.
   */
  begin(): Promise<void> | undefined;
  /** Resolves when every frame that has come in with this one is handled. */
  handled(): Promise<void>;
  /** Has this done last, when also what waited for `handled` is done. */
  last(act: () => void): void;
}

export function turns(): Turns {
  let handled: Promise<void> | undefined;
  let acts: (() => void)[] = [];
  let ends = false;
  let begun = 0;
  const end = (): void => {
    ends = false;
    const now = acts;
    acts = [];
    for (const act of now) act();
  };
  // Node runs all that a promise sets free before it goes from one immediate to the next. An end
  // may come before the `handled` that was asked for last: whoever has something done after it asks
  // for another.
  const turn = (): Promise<void> => {
    handled ??= new Promise((resolve) => {
      setImmediate(() => {
        handled = undefined;
        begun = 0;
        resolve();
      });
    });
    if (!ends) setImmediate(end);
    ends = true;
    return handled;
  };
  const wait = async (): Promise<void> => {
    while (begun >= begunMost) await turn();
    begun += 1;
  };
  return {
    begin() {
      if (begun >= begunMost) return wait();
      begun += 1;
      void turn();
      return undefined;
    },
    handled: turn,
    last(act) {
      acts.push(act);
      if (!ends) void turn();
    },
  };
}
