// Retries a call within a time budget, with full jitter. Source: "Exponential Backoff And Jitter",
// AWS Architecture Blog. The caller decides which failures to retry.

export interface Budget {
  /** From the first try to the end of the last. */
  readonly milliseconds: number;
  readonly tries: number;
  /** The maximum of the first pause. It doubles with every further pause. */
  readonly pause: number;
  readonly maxPause: number;
}

/** `again`: retry, or throw this error if no try is left. */
export type Tried<T> = { readonly done: T } | { readonly again: Error };

/** The clock, timer and randomness of a retry. Tests replace them. */
export interface Pauses {
  readonly now: () => number;
  readonly draw: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export const realPauses: Pauses = {
  now: () => performance.now(),
  draw: Math.random,
  wait: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    }),
};

/** `attempt` gets the number of the try, from 1, and the milliseconds left. */
export async function tryAgain<T>(
  budget: Budget,
  attempt: (tries: number, left: number) => Promise<Tried<T>>,
  pauses: Pauses = realPauses,
): Promise<T> {
  const end = pauses.now() + budget.milliseconds;
  let left = budget.milliseconds;
  for (let tries = 1; ; tries += 1) {
    const tried = await attempt(tries, left);
    if ('done' in tried) return tried.done;
    const pause = pauses.draw() * Math.min(budget.maxPause, budget.pause * 2 ** (tries - 1));
    left = end - pauses.now() - pause;
    if (tries >= budget.tries || left <= 0) throw tried.again;
    await pauses.wait(pause);
  }
}
