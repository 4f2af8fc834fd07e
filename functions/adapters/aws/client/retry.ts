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

/** `retryable`: retry, or throw this error if no try is left. */
export type AttemptResult<T> = { readonly done: T } | { readonly retryable: Error };

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

/**
 * Retries an attempt within a budget. `attempt` gets the number of the try, from 1, and the
 * milliseconds left. Throws the last retryable error, or what `attempt` throws.
 * @example
 * const status = await retry(budget, async () => {
 *   const response = await request();
 *   return response.status < 500 ? { done: response.status } : { retryable: new Error('5xx') };
 * });
 */
export async function retry<T>(
  budget: Budget,
  attempt: (tries: number, left: number) => Promise<AttemptResult<T>>,
  pauses: Pauses = realPauses,
): Promise<T> {
  const end = pauses.now() + budget.milliseconds;
  let left = budget.milliseconds;
  for (let tries = 1; ; tries += 1) {
    const result = await attempt(tries, left);
    if ('done' in result) return result.done;
    const pause = pauses.draw() * Math.min(budget.maxPause, budget.pause * 2 ** (tries - 1));
    left = end - pauses.now() - pause;
    if (tries >= budget.tries || left <= 0) throw result.retryable;
    await pauses.wait(pause);
  }
}
