// A gap between letters: its width and signs, and whether it may lie within one word.

import { INVISIBLE, OTHER, SPACE, SYMBOL, WORDISH } from '../unicode/character-kinds.ts';
import { markupSigns } from './match-context.ts';
import type { NormalizedText } from './normalized-text.ts';

const maxGapWidth = 80;

/** The letters before a gap. */
interface Pieces {
  readonly count: number;
  /** The letters of the last piece. */
  readonly lastLength: number;
  readonly areSingleLetters: boolean;
}

/** Holds the gap that was measured last. Reused, so measuring allocates nothing. */
export class Gap {
  readonly #window: NormalizedText;
  /** The first unit after the gap, or after the part that was measured. */
  end = 0;
  #first = 0;
  #kinds = 0;
  #width = 0;
  /** All signs of the gap are the same. */
  #isUniform = true;

  constructor(window: NormalizedText) {
    this.#window = window;
  }

  /** Measures the gap at a unit. Returns false if it is too wide for any entry. */
  measure(first: number, splitsAtSymbols: boolean): boolean {
    const { kind, code, size } = this.#window;
    let kinds = 0;
    let width = 0;
    let isUniform = true;
    let unit = first;
    for (; unit < size && width <= maxGapWidth; unit += 1) {
      const unitKind = kind[unit] ?? 0;
      if ((unitKind & WORDISH) !== 0 || ((unitKind & SYMBOL) !== 0 && !splitsAtSymbols)) break;
      if ((unitKind & INVISIBLE) !== 0) continue;
      kinds |= unitKind;
      width += 1;
      isUniform &&= code[unit] === code[first];
    }
    this.#first = first;
    this.end = unit;
    this.#kinds = kinds;
    this.#width = width;
    this.#isUniform = isUniform;
    return width <= maxGapWidth;
  }

  /** Returns whether the gap may lie between letters of one word. */
  isInWord({ count, lastLength, areSingleLetters }: Pieces): boolean {
    if (areSingleLetters && this.#width <= 4) return true;

    if (this.#width === 1) {
      if ((this.#kinds & (SPACE | OTHER)) === 0) return true;
      const isShort = lastLength <= 4 || this.#isSingleLetter(this.end);
      if ((this.#kinds & SPACE) !== 0 && isShort && count <= 4) return true;
    }
    const sign = this.#window.code[this.#first] ?? 0;
    return this.#width <= 4 && this.#isUniform && markupSigns.has(sign);
  }

  #isSingleLetter(unit: number): boolean {
    const { kind, size } = this.#window;
    return unit < size && (unit + 1 >= size || ((kind[unit + 1] ?? 0) & WORDISH) === 0);
  }
}
