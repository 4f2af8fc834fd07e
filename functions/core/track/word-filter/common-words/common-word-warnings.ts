// Warns of entries that would hit what everybody says: new entries are tried on the most common
// words of the list's language, and on English ones.

import type { WordList } from '../lists/word-list.ts';
import { finderOf } from '../matcher/matcher.ts';
import { commonWordsElsewhere } from './other-languages.ts';
import { mostCommonWords, otherCommonWords } from './english-words-table.ts';

/** `words`: common ones that the entry would catch, a few of them. */
export interface Warning {
  readonly entry: string;
  readonly words: readonly string[];
}

const entriesMost = 50;
const wordsMost = 5;

/**
 * Of the entries that `after` has and `before` has not. A rare word that is the entry itself is
 * meant.
 */
export function warningsOf(
  before: WordList | undefined,
  after: Omit<WordList, 'version'>,
): readonly Warning[] {
  const known = new Set(before?.forbidden ?? []);
  const fresh = after.forbidden.filter((entry) => !known.has(entry));
  if (fresh.length === 0) return [];
  const find = finderOf([{ ...after, version: 0, forbidden: fresh }]);
  const caught = new Map<string, string[]>();
  const tryOn = (word: string, counts: (entry: string) => boolean): void => {
    const found = find(word);
    for (const { entry } of found.ok ? found.matches : []) {
      if (!counts(entry)) continue;
      const words = caught.get(entry) ?? [];
      if (words.length < wordsMost) caught.set(entry, [...words, word]);
    }
  };
  const own = commonWordsElsewhere[after.language.split('-')[0] ?? ''] ?? '';
  for (const word of [...wordsOf(own), ...wordsOf(mostCommonWords)]) tryOn(word, () => true);
  for (const word of wordsOf(otherCommonWords)) {
    tryOn(word, (entry) => entry.toLowerCase() !== word);
  }
  return [...caught].slice(0, entriesMost).map(([entry, words]) => ({ entry, words }));
}

const wordsOf = (table: string): readonly string[] =>
  table === '' ? [] : table.trim().split(/\s+/);
