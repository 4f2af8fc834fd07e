// Warnings of entries that would match ordinary words.

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
  ])('[F10] warns of an entry that matches common words (%s): %s', (language, entry) => {
    expect(warned(language, entry)).toEqual([entry]);
  });

  it.each([
    ['de', 'arschloch'],
    ['es', 'puta'],
    ['fr', 'connard'],
    ['ru', 'хуй'],
    ['ja', '死ね'],
    ['ja', 'バカ'],
    ['ja', 'カス'],
    ['xx', 'und'],
  ])('[F10] does not warn of an entry that no common word has (%s): %s', (language, entry) => {
    expect(warned(language, entry)).toEqual([]);
  });
});
