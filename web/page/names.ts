// A friendly name for who has none yet: two words, from the tables of the page's language. Chosen on this device, known to nobody.

import { t } from './texts/texts.ts';

const wordsOf = (table: string): readonly string[] => table.split(/\s*[,،、]\s*/);

export function suggestName(): string {
  const quality = oneOf(wordsOf(t('join-name-qualities')));
  const animal = oneOf(wordsOf(t('join-name-animals')));
  // Without the marks that keep the words of a sentence apart: a name is no sentence.
  return t('join-name-pattern', { quality, animal }).replace(/[\u2066-\u2069]/g, '');
}

const oneOf = (words: readonly string[]): string => words[Math.floor(Math.random() * words.length)] ?? '';
