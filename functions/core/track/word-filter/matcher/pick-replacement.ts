// Picks the replacement of a match. The pick looks random but depends only on room, cid and match,
// so a retried message is filtered to the same text. Not for secrets.

/**
 * Hashes a string: FNV-1a over UTF-16 units, then MurmurHash3's 32-bit finalizer, since FNV alone
 * leaves similar seeds close together. @internal
 */
export function hash32(seed: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Returns one of `replacements`, chosen by `seed`. Throws if there is none: a list that cannot
 * replace must not let the word pass.
 */
export function pickReplacement(replacements: readonly string[], seed: string): string {
  const replacement =
    replacements[Math.floor((hash32(seed) / 0x1_0000_0000) * replacements.length)];
  if (replacement === undefined) throw new Error('The word list has no replacements.');
  return replacement;
}
