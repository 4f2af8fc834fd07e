// The ports to the machine: time, randomness and a cryptographic hash. They are the core's only
// sources of each, so the simulator can repeat a run. Timers, which wake the core later and perhaps
// in another process, are a port of their own.

export interface Clock {
  /** Returns the milliseconds since 1970. */
  now(): number;
  /**
   * Resolves after this many milliseconds.
   * @example
   * await clock.wait(Math.max(0, until - clock.now()));
   */
  wait(milliseconds: number): Promise<void>;
}

/** Unpredictable ids and phx_refs; the simulator's are seeded. */
export interface Random {
  /**
   * Returns `length` characters of A-Z a-z 0-9, uniformly drawn.
   * @example
   * random.id(8); // 'B6xcAOVw'
   */
  id(length: number): string;
}

/** One-way: nobody can find the text from its hash, or another text with the same hash. */
export interface Hash {
  /**
   * Returns the SHA-256 of the text's UTF-8 bytes, in base64url without padding: 43 characters.
   * @example
   * hash.sha256('abc'); // 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'
   */
  sha256(text: string): string;
}
