// Which replacement stands in for a match: random to the eye, the same for the same room, cid and
// match, so that a message sent again is filtered to the same text. Not for secrets.

/**
 * FNV-1a over UTF-16 units, then MurmurHash3's 32-bit finaliser, since FNV alone leaves
 * neighbouring seeds close together. @internal
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
 * One of `choices`, drawn by `seed`. Throws where there is none: a list that cannot replace must
 * not let pass.
 */
export function draw(choices: readonly string[], seed: string): string {
  const choice = choices[Math.floor((hash32(seed) / 0x1_0000_0000) * choices.length)];
  if (choice === undefined) throw new Error('A word list without replacements.');
  return choice;
}
