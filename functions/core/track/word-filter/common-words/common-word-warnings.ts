// Warns of entries that would match ordinary words. New entries are tried on the most common words
// of the list's language and of English.

import type { WordList } from '../lists/word-list.ts';
import { createFinder } from '../matcher/matcher.ts';
import { mostCommonWords, otherCommonWords } from './english-words-table.ts';
import { commonWordsByLanguage } from './other-languages.ts';

/** An entry, and a few common words that it would match. */
interface CommonWordWarning {
  readonly entry: string;
  readonly words: readonly string[];
}

const maxEntries = 50;
const maxWords = 5;

/**
 * Checks the entries that are new in `after`. If an entry is itself a less common word, it doesn't
 * warn of that word: the administrator means it.
 */
export function findCommonWordWarnings(
  before: WordList | undefined,
  after: Omit<WordList, 'version'>,
): readonly CommonWordWarning[] {
  const known = new Set(before?.forbidden ?? []);
  const newEntries = after.forbidden.filter((entry) => !known.has(entry));
  if (newEntries.length === 0) return [];

  const find = createFinder([{ ...after, version: 0, forbidden: newEntries }]);
  const wordsByEntry = new Map<string, string[]>();
  const tryWord = (word: string, isUnintended: (entry: string) => boolean): void => {
    const result = find(word);
    for (const { entry } of result.ok ? result.matches : []) {
      if (!isUnintended(entry)) continue;
      const words = wordsByEntry.get(entry) ?? [];
      if (words.length < maxWords) wordsByEntry.set(entry, [...words, word]);
    }
  };

  const inLanguage = commonWordsByLanguage[after.language.split('-')[0] ?? ''] ?? '';
  for (const word of [...splitTable(inLanguage), ...splitTable(mostCommonWords)]) {
    tryWord(word, () => true);
  }
  for (const word of splitTable(otherCommonWords)) {
    tryWord(word, (entry) => entry.toLowerCase() !== word);
  }
  return [...wordsByEntry].slice(0, maxEntries).map(([entry, words]) => ({ entry, words }));
}

const splitTable = (table: string): readonly string[] =>
  table === '' ? [] : table.trim().split(/\s+/);
