// The port to a cryptographic hash. Ids that everyone sees are derived from secrets with it.

/** One-way: nobody finds the text from its hash, or another text with the same hash. */
export interface Hash {
  /**
   * Returns the SHA-256 of the text's UTF-8 bytes, in base64url without padding: 43 characters.
   * @example
   * hash.sha256('abc'); // 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'
   */
  sha256(text: string): string;
}
