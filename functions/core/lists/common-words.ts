// Warns of entries that would hit what everybody says: new entries are tried on the most common words. English only, so far.

import type { WordList } from '../ports.ts';
import { finderOf } from '../track/find.ts';
import { mostCommonWords, otherCommonWords } from './common-words-table.ts';

/** `words`: common ones that the entry would catch, a few of them. */
export interface Warning {
  readonly entry: string;
  readonly words: readonly string[];
}

const entriesMost = 50;
const wordsMost = 5;

/** Of the entries that `after` has and `before` has not. A rare word that is the entry itself is meant. */
export function warningsOf(before: WordList | undefined, after: Omit<WordList, 'version'>): readonly Warning[] {
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
  for (const word of wordsOf(mostCommonWords)) tryOn(word, () => true);
  for (const word of wordsOf(otherCommonWords)) tryOn(word, (entry) => entry.toLowerCase() !== word);
  return [...caught].slice(0, entriesMost).map(([entry, words]) => ({ entry, words }));
}

const wordsOf = (table: string): readonly string[] => table.trim().split(/\s+/);
