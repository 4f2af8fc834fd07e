// How long to wait before trying again. Spread out by chance, so that a room full of clients does not return in one moment.

/** Full jitter over a doubling ceiling; the first try is almost at once. `chance` is from 0 to 1. */
export function backoff(tries: number, chance: number): number {
  const ceiling = Math.min(10_000, 250 * 2 ** Math.max(0, tries - 1));
  return Math.round(ceiling * (0.25 + 0.75 * chance));
}
