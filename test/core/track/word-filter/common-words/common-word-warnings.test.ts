// Warnings of entries that would hit what everybody says.

import { describe, expect, it } from 'vitest';
import { findCommonWordWarnings } from '../../../../../functions/core/track/word-filter/index.ts';
import type { WordList } from '../../../../../functions/core/ports.ts';

const listOf = (language: string, forbidden: readonly string[]): Omit<WordList, 'version'> => ({
  name: 'slang',
  language,
  forbidden,
  action: 'block',
  replacements: [],
});
const warned = (language: string, entry: string): readonly string[] =>
  findCommonWordWarnings(undefined, listOf(language, [entry])).map((it) => it.entry);

describe('warnings', () => {
  it.each([
    ['en', 'abou*'],
    ['de', 'sch*'],
    ['de-AT', 'und'],
    ['es', '*puta*'],
    ['fr', '*cul*'],
    ['ru', '*хле*'],
    ['ja', '*大*'],
  ])(
    '[F10] tell of an entry that common words of its language (%s) have: %s',
    (language, entry) => {
      expect(warned(language, entry)).toEqual([entry]);
    },
  );

  it.each([
    ['de', 'arschloch'],
    ['es', 'puta'],
    ['fr', 'connard'],
    ['ru', 'хуй'],
    ['ja', '死ね'],
    ['ja', 'バカ'],
    ['ja', 'カス'],
    ['xx', 'und'],
  ])('[F10] say nothing of what only those say who mean it (%s): %s', (language, entry) => {
    expect(warned(language, entry)).toEqual([]);
  });
});
