// Where words end in scripts without spaces between them, by Unicode's rules and dictionaries
// (Intl.Segmenter).

import type { TextSpan } from '../text-span.ts';

/**
 * The segmenter takes about a microsecond a character. So it runs only where an entry was found,
 * over this many characters around it.
 */
const radius = 40;
/** The steps of segmenting a character; see matcher/window-search.ts. */
const stepsOfSegmenting = 100;

/** Two letters of one loanword. */
const katakanaPair = /^[ァ-ヺｦ-ﾟー]{2}$/;
/** The end of a shout, which cuts a word short or draws it out. */
const shoutEnding = /[っッー〜～]/;

/** Finds word boundaries in one text at a time. Remembers the part segmented last. */
export class WordBoundaries {
  /** The work done for this text. */
  steps = 0;
  #segmenter: Intl.Segmenter | undefined;
  #from = 0;
  #to = -1;
  #boundaries = new Set<number>();

  /** Must be called before the next text. */
  begin(): void {
    this.#to = -1;
    this.steps = 0;
  }

  /**
   * Returns whether a span of an unspaced script is a word by itself. Dictionaries lack much of the
   * language of chats, so the longer a Japanese or Chinese entry is, the less they count. Two
   * letters are often part of a word. Four hardly ever are, unless a loanword continues there.
   */
  isWord(text: string, span: TextSpan, length: number): boolean {
    const { start, end } = span;
    const isInLoanword =
      katakanaPair.test(text.slice(Math.max(0, start - 1), start + 1)) ||
      katakanaPair.test(text.slice(end - 1, end + 1));
    if (length > 3 && !isInLoanword) return true;

    const required = length === 3 ? 1 : 2;
    return (
      this.#countBoundaries(text, span) >= required ||
      (shoutEnding.test(text.charAt(end)) &&
        this.#countBoundaries(text, { start, end: end + 1 }) >= required)
    );
  }

  /** Returns how many of the span's two ends are word boundaries. */
  #countBoundaries(text: string, { start, end }: TextSpan): number {
    const hasContextBefore =
      this.#from <= start && (start - this.#from > radius / 2 || this.#from === 0);
    const hasContextAfter = this.#to >= end + radius / 2 || this.#to === text.length;
    if (this.#to < 0 || !hasContextBefore || !hasContextAfter) this.#segment(text, start, end);
    return (this.#boundaries.has(start) ? 1 : 0) + (this.#boundaries.has(end) ? 1 : 0);
  }

  #segment(text: string, start: number, end: number): void {
    this.#segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
    this.#from = Math.max(0, start - radius);
    this.#to = Math.min(text.length, end + radius * 4);
    this.steps += (this.#to - this.#from) * stepsOfSegmenting;
    this.#boundaries = new Set([this.#to]);
    for (const { index } of this.#segmenter.segment(text.slice(this.#from, this.#to))) {
      this.#boundaries.add(this.#from + index);
    }
  }
}
