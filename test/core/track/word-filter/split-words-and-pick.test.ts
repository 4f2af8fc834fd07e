// Splitting text into words, and picking a replacement.

import { describe, expect, it } from 'vitest';
import {
  pickReplacement,
  hash32,
} from '../../../../functions/core/track/word-filter/matcher/pick-replacement.ts';
import { splitWords } from '../../../../functions/core/track/word-filter/unicode/split-words.ts';

describe('splitWords', () => {
  it('[T2] returns places in the original text', () => {
    const text = '\u{1F600} \uFB03x  \u00DF!';
    expect(
      splitWords(text).map(({ folded, gap, start, end }) => [folded, gap, text.slice(start, end)]),
    ).toEqual([
      ['ffix', '', '\uFB03x'],
      ['ss', ' ', '\u00DF'],
    ]);
  });
});

describe('pickReplacement', () => {
  it('[T4] depends only on the seed', () => {
    expect(['', 'a', 'room\ncid\n0'].map(hash32)).toMatchInlineSnapshot(`
      [
        2872998923,
        444641715,
        4036906768,
      ]
    `);
  });

  it('[T4] picks every replacement about equally often', () => {
    const choices = ['a', 'b', 'c', 'd', 'e'];
    const counts = new Map<string, number>();
    for (let index = 0; index < 5_000; index += 1) {
      const choice = pickReplacement(choices, `room\ncid\n${index}`);
      counts.set(choice, (counts.get(choice) ?? 0) + 1);
    }
    expect(choices.every((choice) => Math.abs((counts.get(choice) ?? 0) - 1_000) < 150)).toBe(true);
  });
});
