// Splits text into words with their places, in the form in which words are compared.

export interface Word {
  /** The form for comparison: words with equal forms are the same word. */
  readonly folded: string;
  /** The text since the word before, with white space collapsed. Empty for the first word. */
  readonly gap: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

// Alphabetic instead of \p{L}: circled letters, which compatibility folding turns into plain ones,
// are only the former.
const wordPattern = /[\p{Alphabetic}\p{M}\p{N}]+/gu;

/**
 * Splits a text at everything but letters, marks and digits. Works in one pass; places are UTF-16
 * indexes of `text`.
 */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let previousEnd = 0;
  for (const match of text.matchAll(wordPattern)) {
    const start = match.index;
    const end = start + match[0].length;
    words.push({
      folded: foldWord(match[0]),
      gap: words.length === 0 ? '' : collapseSpace(text.slice(previousEnd, start)),
      start,
      end,
    });
    previousEnd = end;
  }
  return words;
}

// Upper case first: letters that differ only there (ß and SS, the two small sigmas) get the same
// lower-case form.
const foldWord = (word: string): string =>
  word.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

const collapseSpace = (gap: string): string => gap.normalize('NFKC').replace(/\s+/gu, ' ');
