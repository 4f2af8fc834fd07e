// How long to wait before trying again. Spread out by chance, so that a room full of clients does
// not return in one moment.

/**
 * Full jitter: anything up to a ceiling that doubles from half a second to five. `chance` is from 0
 * to 1.
 */
export function backoff(tries: number, chance: number): number {
  const ceiling = Math.min(5_000, 500 * 2 ** Math.max(0, tries - 1));
  return Math.round(ceiling * chance);
}
