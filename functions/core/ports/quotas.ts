// The port that counts uses of a key in windows of time. The core chooses the keys and their
// limits.

export interface PauseInput {
  readonly key: string;
  /** The length of the window. */
  readonly seconds: number;
  readonly now: number;
}

export interface TakeQuotaInput extends PauseInput {
  /** How many uses one window allows. */
  readonly max: number;
}

interface QuotaTaken {
  readonly ok: true;
}

interface QuotaExceeded {
  readonly ok: false;
  /** In seconds. */
  readonly retryAfter: number;
}

export type TakeQuotaResult = QuotaTaken | QuotaExceeded;

export interface Quotas {
  /**
   * Counts one use of `key` in a window of `seconds`. Refuses it if the window already has `max`
   * uses, until the window ends.
   * @example
   * const quota = await quotas.take({ key: 'rooms.4fzq', max: 10, seconds: 600, now });
   * if (!quota.ok) return { ...refuse('rate_limited'), retryAfter: quota.retryAfter };
   */
  take(input: TakeQuotaInput): Promise<TakeQuotaResult>;

  /** Allows one use of `key`, and then none for `seconds`. */
  pause(input: PauseInput): Promise<TakeQuotaResult>;
}
