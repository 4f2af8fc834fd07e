// Tells linear from quadratic work by the growth of its processor time on any machine.

/**
 * Returns the least of several processor times, in milliseconds: the others include pauses. Other
 * programs on the machine do not count.
 */
function measure(run: () => void): number {
  let least = Infinity;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
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
