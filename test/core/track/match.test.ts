// The filter's inner parts: how much work a match is, and what a draw is.

import { describe, expect, it } from 'vitest';
import { draw, hash32 } from '../../../functions/core/track/filter/draw.ts';
import { findMatches, growTree, type Branch } from '../../../functions/core/track/filter/match.ts';
import { wordsOf } from '../../../functions/core/track/filter/words.ts';

const list = (forbidden: readonly string[]) => ({ name: 'test', version: 1, language: 'en', forbidden, replacements: ['*'] });

/** The same tree, counting every step taken in it. */
function counted(root: Branch): { root: Branch; steps: () => number } {
  let steps = 0;
  const wrap = (branch: Branch): Branch => ({
    list: branch.list,
    next: (step) => {
      steps += 1;
      const next = branch.next(step);
      return next === undefined ? undefined : wrap(next);
    },
  });
  return { root: wrap(root), steps: () => steps };
}

describe('findMatches', () => {
  const worst = ['a a a a a a a b', 'a a a a a a b'];
  const stepsFor = (words: number, forbidden: readonly string[]): number => {
    const { root, steps } = counted(growTree([list(forbidden)]));
    findMatches(wordsOf('a '.repeat(words)), root);
    return steps();
  };

  it('[T9] takes steps in proportion to the text, at most one per word of the longest entry', () => {
    expect(stepsFor(2_000, worst)).toBeLessThanOrEqual(2_000 * 8);
    expect(stepsFor(2_000, worst) / stepsFor(1_000, worst)).toBeLessThan(2.01);
  });

  it('[T9] takes no more steps for a longer list', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `word${index}`);
    expect(stepsFor(1_000, many)).toBe(stepsFor(1_000, ['word']));
  });
});

describe('wordsOf', () => {
  it('[T2] keeps places in the original', () => {
    const text = '\u{1F600} \uFB03x  \u00DF!';
    expect(wordsOf(text).map(({ folded, gap, start, end }) => [folded, gap, text.slice(start, end)])).toEqual([['ffix', '', '\uFB03x'], ['ss', ' ', '\u00DF']]);
  });
});

describe('draw', () => {
  it('[T4] is a fixed function of its seed', () => {
    expect(['', 'a', 'room\ncid\n0'].map(hash32)).toMatchInlineSnapshot(`
      [
        2872998923,
        444641715,
        4036906768,
      ]
    `);
  });

  it('[T4] reaches every choice about as often', () => {
    const choices = ['a', 'b', 'c', 'd', 'e'];
    const counts = new Map<string, number>();
    for (let index = 0; index < 5_000; index += 1) {
      const choice = draw(choices, `room\ncid\n${index}`);
      counts.set(choice, (counts.get(choice) ?? 0) + 1);
    }
    expect(choices.every((choice) => Math.abs((counts.get(choice) ?? 0) - 1_000) < 150)).toBe(true);
  });
});
