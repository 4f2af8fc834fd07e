// The filter's accuracy on the labelled corpus. `npm run filter:quality` prints it next to that of
// other libraries.

import { describe, expect, it } from 'vitest';
import { ours } from '../bench/peers.ts';
import { languages, readLines, type Label } from './corpus.ts';
import { testLines } from './quality.ts';

describe('the corpus', () => {
  const lines = readLines();
  const answers = testLines(ours, lines);
  const found = (label: Label): number => {
    const given = answers.filter(({ line }) => line.label === label);
    return given.filter((answer) => answer.found).length / given.length;
  };

  it('[T31] has at least 1,500 distinct lines in six languages', () => {
    expect(lines.length).toBeGreaterThanOrEqual(1_500);
    expect(new Set(lines.map(({ language }) => language))).toEqual(
      new Set([...languages, 'common']),
    );
    expect(new Set(lines.map(({ language, text }) => `${language} ${text}`)).size).toBe(
      lines.length,
    );
  });

  it('[T1] finds all plain entries', () => {
    expect(found('plain')).toBe(1);
  });

  it('[T30] finds at least 97 % of disguised entries', () => {
    expect(found('disguised')).toBeGreaterThanOrEqual(0.97);
  });

  it('[T31] matches at most 0.3 % of innocent lines', () => {
    expect(found('innocent')).toBeLessThanOrEqual(0.003);
  });
});
