// Tells linear from quadratic work by the growth of its time, which no slow machine changes.

/** Returns the shortest of several times, in milliseconds: the others include pauses. */
function measure(run: () => void): number {
  let shortest = Infinity;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const started = performance.now();
    run();
    shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest;
}

/**
 * Returns how many times longer eight times the work takes: about 8 if the work is linear, 64 if it
 * is quadratic. Work of less than a millisecond counts as one.
 * @example
 * expect(measureGrowth(1_000, (length) => linkify('('.repeat(length)))).toBeLessThan(24);
 */
export function measureGrowth(size: number, work: (size: number) => void): number {
  work(size);
  let least = Infinity;
  // Pauses, as for garbage, lengthen one measurement, but not all of them.
  for (let attempt = 0; attempt < 4 && least > 12; attempt += 1) {
    const small = measure(() => {
      work(size);
    });
    const large = measure(() => {
      work(8 * size);
    });
    least = Math.min(least, large / Math.max(1, small));
  }
  return least;
}
