// The port that counts uses of a key in windows of time.
// Which keys there are, and how many uses each has, is the core's business.

export interface Quotas {
  /**
   * Counts one use of `key` in a window of `seconds`; once `max` are used up, the seconds until
   * the window ends.
   */
  take(input: {
    readonly key: string;
    readonly max: number;
    readonly seconds: number;
    readonly now: number;
  }): Promise<Counted>;
  /** Lets one use of `key` through and then none for `seconds`. */
  pause(input: {
    readonly key: string;
    readonly seconds: number;
    readonly now: number;
  }): Promise<Counted>;
}

/** `retryAfter` in seconds. */
export type Counted = { readonly ok: true } | { readonly ok: false; readonly retryAfter: number };
