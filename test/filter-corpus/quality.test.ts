// The filter holds its figures on the labelled corpus; `npm run filter:quality` prints them beside
// other libraries'.

import { describe, expect, it } from 'vitest';
import { ours } from '../bench/peers.ts';
import { languages, linesOf, type Label } from './corpus.ts';
import { answersOf } from './quality.ts';

describe('the corpus', () => {
  const lines = linesOf();
  const answers = answersOf(ours, lines);
  const found = (label: Label): number => {
    const given = answers.filter(({ line }) => line.label === label);
    return given.filter((answer) => answer.found).length / given.length;
  };

  it('[T31] has 1,500 lines and more, of six languages, each line once', () => {
    expect(lines.length).toBeGreaterThanOrEqual(1_500);
    expect(new Set(lines.map(({ language }) => language))).toEqual(
      new Set([...languages, 'common']),
    );
    expect(new Set(lines.map(({ language, text }) => `${language} ${text}`)).size).toBe(
      lines.length,
    );
  });

  it('[T1] plain entries are all found', () => {
    expect(found('plain')).toBe(1);
  });

  it('[T30] of disguised ones at least 97 %', () => {
    expect(found('disguised')).toBeGreaterThanOrEqual(0.97);
  });

  it('[T31] in innocent lines at most 0.3 %', () => {
    expect(found('innocent')).toBeLessThanOrEqual(0.003);
  });
});
