// Where words end in scripts that put no spaces between them, by Unicode's rules and dictionaries
// (Intl.Segmenter).

/**
 * The platform's segmenter takes about a microsecond a character, so it is asked only where an
 * entry was found, and only around it.
 */
const around = 40;

export class WordBoundaries {
  #segmenter: Intl.Segmenter | undefined;
  #from = 0;
  #to = -1;
  #bounds = new Set<number>();

  forget(): void {
    this.#to = -1;
  }

  /** How many of the two places lie between words. */
  ends(text: string, { start, end }: { readonly start: number; readonly end: number }): number {
    const safe = start - this.#from > around / 2 || this.#from === 0;
    if (
      !(this.#to >= end + around / 2 || this.#to === text.length) ||
      this.#from > start ||
      !safe ||
      this.#to < 0
    ) {
      this.#cut(text, start, end);
    }
    return (this.#bounds.has(start) ? 1 : 0) + (this.#bounds.has(end) ? 1 : 0);
  }

  #cut(text: string, start: number, end: number): void {
    this.#segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
    this.#from = Math.max(0, start - around);
    this.#to = Math.min(text.length, end + around * 4);
    this.#bounds = new Set([this.#to]);
    for (const { index } of this.#segmenter.segment(text.slice(this.#from, this.#to))) {
      this.#bounds.add(this.#from + index);
    }
  }
}
