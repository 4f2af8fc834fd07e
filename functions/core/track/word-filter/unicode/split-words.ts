// Text to words with their places in it, and the form in which words are compared. Knows nothing of
// lists.

export interface Word {
  /** As compared: two words are the same if this is. */
  readonly folded: string;
  /** Between the word before and this one, whitespace runs as one space; '' for the first. */
  readonly gap: string;
  readonly start: number;
  /** The index after the word's last unit. */
  readonly end: number;
}

// Alphabetic rather than \p{L}: circled letters, which compatibility folding turns into plain ones,
// are only the former.
const wordPattern = /[\p{Alphabetic}\p{M}\p{N}]+/gu;

/**
 * Splits at everything that is no letter, mark or digit. One pass; places are UTF-16 indexes of
 * `text` itself.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let before = 0;
  for (const found of text.matchAll(wordPattern)) {
    const start = found.index;
    const end = start + found[0].length;
    words.push({
      folded: fold(found[0]),
      gap: words.length === 0 ? '' : spaced(text.slice(before, start)),
      start,
      end,
    });
    before = end;
  }
  return words;
}

// Upper case first, so that pairs which differ only there (ß and SS, the two small sigmas) meet in
// one lower-case form.
const fold = (word: string): string =>
  word.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

const spaced = (gap: string): string => gap.normalize('NFKC').replace(/\s+/gu, ' ');
