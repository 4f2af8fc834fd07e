// How long to wait before the next try. The wait is random, so a room full of clients does not
// reconnect at the same moment.

const firstCeilingMs = 500;
const maxCeilingMs = 5_000;

/**
 * Returns a wait in milliseconds with full jitter: between 0 and a ceiling that doubles with each
 * try, from 500 ms to 5 s. `fraction` is a random number from 0 to 1.
 */
export function computeBackoffMs(tries: number, fraction: number): number {
  const ceiling = Math.min(maxCeilingMs, firstCeilingMs * 2 ** Math.max(0, tries - 1));
  return Math.round(ceiling * fraction);
}
