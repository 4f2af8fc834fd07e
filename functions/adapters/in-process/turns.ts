// Turns of this process's event loop. Under load many frames come in together: what can wait until they are all handled is then done once
// for all of them, at the end of the turn. A process with nothing else to do is there at once.

export interface Turns {
  /** Resolves when every frame that has come in with this one is handled. */
  handled(): Promise<void>;
  /** Has this done last, when also what waited for `handled` is done. */
  last(act: () => void): void;
}

export function turns(): Turns {
  let handled: Promise<void> | undefined;
  let acts: (() => void)[] = [];
  let ends = false;
  const end = (): void => {
    ends = false;
    const now = acts;
    acts = [];
    for (const act of now) act();
  };
  // Node runs all that a promise sets free before it goes from one immediate to the next.
  const begin = (): Promise<void> => handled ??= new Promise((resolve) => {
    setImmediate(() => {
      handled = undefined;
      resolve();
    });
    if (!ends) setImmediate(end);
    ends = true;
  });
  return {
    handled: begin,
    last(act) {
      acts.push(act);
      if (!ends) void begin();
    },
  };
}
