// Ids: their form, and that all characters are equally likely.

import { describe, expect, it } from 'vitest';
import { cryptoRandom } from '../../../../functions/adapters/system/crypto-random.ts';

describe('random ids', () => {
  it('have the requested length, and only letters and digits', () => {
    for (const length of [0, 1, 22, 10_000]) {
      expect(cryptoRandom.id(length)).toMatch(new RegExp(`^[A-Za-z0-9]{${length}}$`));
    }
  });

  it('never repeat', () => {
    const ids = Array.from({ length: 10_000 }, () => cryptoRandom.id(16));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('use all 62 characters equally often', () => {
    const drawn = 620_000;
    const counts = new Map<string, number>();
    for (const character of cryptoRandom.id(drawn)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    const expected = drawn / 62;
    const chiSquared = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    expect(counts.size).toBe(62);
    // 61 degrees of freedom: a correct generator exceeds 150 once in ten million runs.
    expect(chiSquared).toBeLessThan(150);
  });
});
