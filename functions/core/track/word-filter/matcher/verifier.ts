// Whether a stretch of text is an entry, though its letters are of the same classes: what people do
// to hide a word is believed, what happens to be written so is not. Finding the stretches is
// find.ts.

import {
  withoutAccent,
  minLengthForRepeat,
  isLeEnding,
  isCapitalInLowerCase,
  touchesDigits,
  isOrdinaryGap,
  isStrayLetter,
  isVowel,
  markupSigns,
  type Stretch,
} from './match-context.ts';
import { UNSPACED_ENTRY, type CompiledLists } from './compiled-lists.ts';
import {
  DIGIT,
  INVISIBLE,
  JOINER,
  LETTER,
  LETTERLIKE,
  OTHER,
  SPACE,
  STACKED,
  MASK,
  SYMBOL,
  UNSPACED,
  UPPER,
  WORDISH,
} from '../unicode/characters.ts';
import { alphabetNumber, isDistinctAccent, nativeLetters } from '../unicode/alphabets.ts';
import type { NormalizedText } from './normalized-text.ts';

export const NO_MATCH = 0;
export const EXACT = 1;
const DISGUISED = 2;
export type Verdict = typeof NO_MATCH | typeof EXACT | typeof DISGUISED;

const lowerI = 105;
const lowerL = 108;
const lowerU = 117;
const lowerV = 118;
const isAscii = (code: number): boolean => code < 128;
/** Compares one stretch with one entry at a time; reused, so that nothing is made on the way. */
export class Verifier {
  readonly #compiled: CompiledLists;
  readonly #reading: NormalizedText;
  /** Every unit and letter looked at, for the budget. */
  steps = 0;

  #entry = 0;
  #unit = 0;
  #letter = 0;
  // What was found on the way.
  #letters = 0;
  #digits = 0;
  #symbols = 0;
  #swaps = 0;
  #foreign = 0;
  #accents = 0;
  #bare = 0;
  #stars = 0;
  #doubled = 0;
  #drawn = false;
  #glued = false;
  #natives = false;
  #decorated = 0;
  #pieces = 1;
  #piece = 0;
  #singles = 0;
  #voiceless = false;
  #voiced = false;
  #gapKinds = 0;
  #gapMost = 0;
  #gapShapes = 0;
  #mixed = false;
  readonly #sizes = [0, 0];
  /** A gap that spelling or an address has there. */
  #elided = false;

  constructor(compiled: CompiledLists, reading: NormalizedText) {
    this.#compiled = compiled;
    this.#reading = reading;
  }

  verify(entry: number, span: Stretch): Verdict {
    this.#letters =
      this.#digits =
      this.#symbols =
      this.#swaps =
      this.#foreign =
      this.#accents =
      this.#bare =
      this.#stars =
      this.#doubled =
        0;
    this.#entry = entry;
    this.#decorated = 0;
    this.#natives = this.#drawn = this.#glued = this.#voiceless = this.#voiced = false;
    this.#mixed = this.#elided = false;
    this.#pieces = 1;
    this.#piece = this.#singles = this.#gapKinds = this.#gapMost = this.#gapShapes = 0;
    const { from } = this.#compiled;
    this.#unit = span.first;
    this.#letter = from[entry] ?? 0;
    const end = from[entry + 1] ?? 0;
    let length = 0;
    while (this.#letter < end) {
      if (this.#compiled.classes[this.#letter] === 0) {
        if (!this.#passEntryGap(end, span)) return NO_MATCH;
        continue;
      }
      const before = this.#letter;
      if (!this.#passRun(end, span)) return NO_MATCH;
      length += this.#letter - before;
    }
    this.#skipInvisible(span);
    if (this.#unit <= span.last) return NO_MATCH;
    this.#endPiece();
    return this.#judge(entry, length, span);
  }

  #isGap(unit: number, { apart }: Stretch): boolean {
    const kind = this.#reading.kind[unit] ?? 0;
    return (kind & MASK) === 0 && ((kind & LETTERLIKE) === 0 || (apart && (kind & SYMBOL) !== 0));
  }

  #skipInvisible(span: Stretch): void {
    while (this.#unit <= span.last && ((this.#reading.kind[this.#unit] ?? 0) & INVISIBLE) !== 0) {
      this.#unit += 1;
    }
  }

  /**
   * What parts the words of a phrase: the same in the text, or nothing, or one sign of those that
   * people join words by.
   */
  #passEntryGap(end: number, span: Stretch): boolean {
    const { classes, codes } = this.#compiled;
    const { kind, code } = this.#reading;
    this.#skipInvisible(span);
    const firstUnit = this.#unit;
    const firstLetter = this.#letter;
    let same = true;
    while (this.#letter < end && classes[this.#letter] === 0) {
      const wanted = codes[this.#letter] ?? 0;
      this.steps += 1;
      if (wanted === 32) {
        const before = this.#unit;
        while (this.#unit <= span.last && ((kind[this.#unit] ?? 0) & (SPACE | INVISIBLE)) !== 0) {
          this.#unit += 1;
        }
        same &&= this.#unit > before;
      } else {
        same &&= this.#unit <= span.last && code[this.#unit] === wanted;
        if (same) this.#unit += 1;
      }
      this.#letter += 1;
    }
    // An entry's gap is no disguise: pieces are counted between those that are.
    if (same && !(this.#unit <= span.last && this.#isGap(this.#unit, span))) return true;
    if (codes[firstLetter] !== 32 || this.#letter !== firstLetter + 1) return false;
    this.#unit = firstUnit;
    this.#glued = true;
    if (this.#unit <= span.last && this.#isGap(this.#unit, span)) {
      if (((kind[this.#unit] ?? 0) & JOINER) === 0) return false;
      this.#unit += 1;
    }
    return this.#unit <= span.last && !this.#isGap(this.#unit, span);
  }

  /**
   * Passes letters of one class in the entry and in the text, which may have more of them, with
   * gaps between.
   */
  #passRun(end: number, span: Stretch): boolean {
    const { classes, codes } = this.#compiled;
    const { kind, letterClass } = this.#reading;
    const first = this.#letter;
    const wanted = classes[first] ?? 0;
    while (this.#letter < end && classes[this.#letter] === wanted) this.#letter += 1;
    const stopsAtGap = this.#letter < end && classes[this.#letter] === 0;
    const resumes = stopsAtGap && classes[this.#letter + 1] === wanted;
    const many = this.#letter - first;
    if (!this.#passGap(span)) return false;
    const from = this.#unit;
    const swaps = this.#swaps;
    let count = 0;
    let last = from;
    for (;;) {
      const unit = this.#unit;
      if (unit > span.last) break;
      if (this.#isGap(unit, span)) {
        if (((kind[unit] ?? 0) & INVISIBLE) !== 0) {
          this.#unit += 1;
          continue;
        }
        if (stopsAtGap) break;
        // A gap belongs to the run only if the run goes on behind it.
        let behind = unit;
        while (behind <= span.last && this.#isGap(behind, span)) behind += 1;
        this.steps += behind - unit;
        if (behind > span.last || letterClass[behind] !== wanted) break;
        this.#passGap(span);
        continue;
      }
      if (letterClass[unit] !== wanted || (resumes && count === many)) break;
      this.#seePiece(unit);
      // The n-th letter of the run; what is beyond the entry's run repeats its last.
      if (!this.#passLetter(unit, codes[first + Math.min(count, many - 1)] ?? 0)) return false;
      count += 1;
      last = unit;
      this.#unit += 1;
      this.steps += 1;
    }
    if (count < many) return false;
    // Where i is written l, it is not written i too: `tilt` is no `tit`.
    if (count > many && this.#swaps > swaps) return false;
    // `XML!` is not XML with its last letter drawn out.
    if (count > many && (this.#isSign(from, span) || this.#isSign(last, span))) return false;
    if (count > many) {
      this.#drawn = true;
      this.#doubled = Math.max(
        this.#doubled,
        minLengthForRepeat(this.#reading, {
          from,
          last,
          many,
          more: count - many,
          code: codes[first] ?? 0,
        }),
      );
    }
    return true;
  }

  /** A digit or a symbol at the end of the stretch. */
  #isSign(unit: number, { first, last }: Stretch): boolean {
    return (
      (unit === first || unit === last) &&
      ((this.#reading.kind[unit] ?? 0) & (DIGIT | SYMBOL)) !== 0
    );
  }

  #seePiece(unit: number): void {
    // Both letters of ß are one sign.
    if (unit === 0 || this.#reading.start[unit] !== this.#reading.start[unit - 1]) this.#piece += 1;
    if (isVowel(this.#reading.letterClass[unit] ?? 0)) this.#voiced = true;
  }

  #endPiece(): void {
    if (this.#pieces <= 2) this.#sizes[this.#pieces - 1] = this.#piece;
    if (this.#piece === 1) this.#singles += 1;
    else if (!this.#voiced) this.#voiceless = true;
    this.#piece = 0;
    this.#voiced = false;
  }

  /** A gap in the text where the entry has none. */
  #passGap(span: Stretch): boolean {
    const { kind, code } = this.#reading;
    let seen = 0;
    let shape = 0;
    let sign = 0;
    while (this.#unit <= span.last && this.#isGap(this.#unit, span)) {
      const it = kind[this.#unit] ?? 0;
      this.#unit += 1;
      this.steps += 1;
      if ((it & INVISIBLE) !== 0) continue;
      seen += 1;
      const own = code[this.#unit - 1] ?? 0;
      if (seen > 1 && own !== sign) this.#mixed = true;
      sign = own;
      shape = shape * 31 + ((it & SPACE) !== 0 ? 32 : (code[this.#unit - 1] ?? 0));
      this.#gapKinds |= it & (SPACE | OTHER | JOINER | SYMBOL);
    }
    if (seen === 0) return true;
    if (seen > 1 && !markupSigns.has(sign)) this.#mixed = true;
    this.#elided ||= isOrdinaryGap(this.#reading, span, {
      sign,
      after: this.#unit,
      isFirstLetter: this.#piece === 1 && this.#pieces === 1,
    });
    this.#gapMost = Math.max(this.#gapMost, seen);
    this.#endPiece();
    this.#pieces += 1;
    if (this.#gapShapes === 0) this.#gapShapes = shape;
    else if (this.#gapShapes !== shape) this.#gapShapes = -1;
    return true;
  }

  /** Whether one unit may stand for one letter of the entry, and as what. */
  #passLetter(unit: number, wanted: number): boolean {
    const kind = this.#reading.kind[unit] ?? 0;
    const code = this.#reading.code[unit] ?? 0;
    if ((kind & MASK) !== 0) this.#stars += 1;
    else if (code === wanted) {
      if ((kind & LETTER) !== 0) this.#letters += 1;
    } else if ((kind & DIGIT) !== 0) this.#digits += 1;
    else if ((kind & SYMBOL) !== 0) this.#symbols += 1;
    else return this.#passOtherLetter({ kind, code, unit, wanted });
    return true;
  }

  #passOtherLetter({
    kind,
    code,
    unit,
    wanted,
  }: {
    readonly kind: number;
    readonly code: number;
    readonly unit: number;
    readonly wanted: number;
  }): boolean {
    this.#letters += 1;
    if (isAscii(code) && isAscii(wanted)) {
      this.#swaps += 1;
      if (wanted === lowerI) return code === lowerL && !isLeEnding(this.#reading, unit + 1);
      if (wanted === lowerU) return code === lowerV;
      return (
        wanted === lowerL &&
        code === lowerI &&
        (kind & UPPER) !== 0 &&
        isCapitalInLowerCase(this.#reading, unit)
      );
    }
    if ((kind & UNSPACED) !== 0 && code === 0x30fc) {
      this.#drawn = true;
      return true;
    }
    const mine = alphabetNumber(code);
    if (mine === 1 && isAscii(wanted)) {
      this.#accents += 1;
      if ((kind & STACKED) !== 0 || !this.#isNative(code)) this.#decorated += 1;
      else this.#natives = true;
    } else if (mine === 1 && alphabetNumber(wanted) === 1 && !isDistinctAccent(wanted))
      this.#bare += 1;
    else if (
      (mine === 3 || (mine === 4 && (kind & STACKED) !== 0)) &&
      withoutAccent(code) === withoutAccent(wanted)
    ) {
      this.#accents += 1;
    } else if (mine === alphabetNumber(wanted)) return mine >= 6 && mine <= 9;
    else this.#foreign += 1;
    return true;
  }

  #judge(entry: number, length: number, span: Stretch): Verdict {
    const plain =
      this.#digits +
        this.#symbols +
        this.#swaps +
        this.#foreign +
        this.#accents +
        this.#bare +
        this.#stars ===
        0 &&
      !this.#drawn &&
      !this.#glued;
    const inDigits = touchesDigits(this.#reading, span, this.#compiled.flags[entry] ?? 0);
    if (inDigits && (!plain || this.#pieces > 1 || length < 4)) return NO_MATCH;
    if (plain && this.#pieces === 1) return EXACT;
    if (this.#drawn && this.#isOneLetter(entry)) return NO_MATCH;
    if (length < 3 && !this.#isSyllabic(entry)) return NO_MATCH;
    if (this.#glued && length < 6) return NO_MATCH;
    if (
      this.#digits > 0 &&
      (this.#letters === 0 || (length === 3 && this.#digits >= this.#letters + this.#symbols))
    ) {
      return NO_MATCH;
    }
    // `800b` is a number.
    if (this.#digits > 2 && this.#letters + this.#symbols < 2) return NO_MATCH;
    if (
      this.#symbols > 0 &&
      (this.#letters === 0 || this.#isTag(span) || (length === 3 && (this.#gapKinds & SPACE) !== 0))
    ) {
      return NO_MATCH;
    }
    if (this.#swaps > 0 && length < 4) return NO_MATCH;
    if (this.#foreign > 0 && this.#foreign === this.#letters && length < 4) return NO_MATCH;
    if (this.#doubled > length) return NO_MATCH;
    if (this.#stars > 0 && (this.#letters < 2 || (length < 4 && this.#isAsciiEntry(entry)))) {
      return NO_MATCH;
    }
    if (this.#bare > 0 && length < 5) return NO_MATCH;
    // Who decorates one letter decorates another.
    if (this.#natives && this.#decorated === 0) return NO_MATCH;
    if (this.#pieces > 1 && !this.#isPulledApart(entry, length, span)) return NO_MATCH;
    return DISGUISED;
  }

  /** `xxx` drawn out is a blank that wants filling in. */
  #isOneLetter(entry: number): boolean {
    const { from, classes } = this.#compiled;
    const first = from[entry] ?? 0;
    const end = from[entry + 1] ?? 0;
    for (let at = first + 1; at < end; at += 1) if (classes[at] !== classes[first]) return false;
    return end - first > 1;
  }

  /** Of Han, kana and Hangul two letters are a word. */
  #isSyllabic(entry: number): boolean {
    return (
      (this.#compiled.codes[this.#compiled.from[entry] ?? 0] ?? 0) >= 0x3000 ||
      ((this.#compiled.flags[entry] ?? 0) & UNSPACED_ENTRY) !== 0
    );
  }

  /** `#` before a word is a topic or a colour, not an h. */
  #isTag({ first }: Stretch): boolean {
    return this.#reading.code[first] === 35;
  }

  /** In ASCII `a*s` may be a sum; elsewhere nobody calculates with letters. */
  #isAsciiEntry(entry: number): boolean {
    return isAscii(this.#compiled.codes[this.#compiled.from[entry] ?? 0] ?? 0);
  }

  /** An accented letter that the entry's language tells from the plain one is no disguise of it. */
  #isNative(code: number): boolean {
    return nativeLetters(this.#languageOf(this.#entry)).includes(String.fromCharCode(code));
  }

  #isPulledApart(entry: number, length: number, { first, last }: Stretch): boolean {
    const spaced = (this.#gapKinds & SPACE) !== 0;
    const whole = this.#singles === this.#pieces;
    if (((this.#compiled.flags[entry] ?? 0) & UNSPACED_ENTRY) !== 0) {
      const { kind, size } = this.#reading;
      const alone =
        (first === 0 || ((kind[first - 1] ?? 0) & WORDISH) === 0) &&
        (last + 1 >= size || ((kind[last + 1] ?? 0) & WORDISH) === 0);
      const isSame = this.#gapShapes !== -1 && this.#gapMost <= 3;
      return spaced
        ? whole && alone
        : isSame &&
            (length > 2 || this.#gapMost === 1) &&
            ((this.#gapKinds & OTHER) === 0 || whole);
    }
    if (whole && length > 3) return this.#gapMost <= 4;
    if (whole) {
      return (
        this.#gapMost <= 3 &&
        (!spaced || this.#gapShapes !== -1 || (this.#gapKinds & (OTHER | JOINER | SYMBOL)) === 0)
      );
    }
    if (this.#elided || length < 4 || (this.#gapMost > 1 && this.#mixed)) return false;
    if (!spaced) return (this.#gapKinds & OTHER) === 0;
    if ((this.#gapKinds & (OTHER | JOINER | SYMBOL)) !== 0) return false;
    const language = this.#languageOf(this.#entry);
    if (this.#pieces > 2) return this.#singles >= this.#pieces - 1;
    return (
      this.#voiceless ||
      isStrayLetter(this.#reading, { first, last, apart: false }, { sizes: this.#sizes, language })
    );
  }

  #languageOf(entry: number): string {
    return (this.#compiled.languages[this.#compiled.list[entry] ?? 0] ?? '').split('-')[0] ?? '';
  }
}
