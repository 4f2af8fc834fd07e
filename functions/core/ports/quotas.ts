// The port that counts uses of a key in windows of time. The core chooses the keys and their
// limits.

export interface Quotas {
  /**
   * Counts one use of `key` in a window of `seconds`. Refuses it if the window already has `max`
   * uses, until the window ends.
   */
  take(input: {
    readonly key: string;
    readonly max: number;
    readonly seconds: number;
    readonly now: number;
  }): Promise<Counted>;
  /** Allows one use of `key`, and then none for `seconds`. */
  pause(input: {
    readonly key: string;
    readonly seconds: number;
    readonly now: number;
  }): Promise<Counted>;
}

/** `retryAfter` in seconds. */
export type Counted = { readonly ok: true } | { readonly ok: false; readonly retryAfter: number };
