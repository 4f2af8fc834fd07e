// Compares a stretch of text with an entry whose letter classes hash to the same value, and has the
// differences judged.

import {
  alphabetNumber,
  CYRILLIC,
  GREEK,
  isDistinctAccent,
  LATIN,
  nativeLetters,
} from '../unicode/alphabets.ts';
import {
  DIGIT,
  INVISIBLE,
  JOINER,
  LETTER,
  LETTERLIKE,
  MASK,
  OTHER,
  SPACE,
  STACKED,
  SYMBOL,
  UNSPACED,
  UPPER,
} from '../unicode/character-kinds.ts';
import type { CompiledLists } from './compiled-form.ts';
import { Evidence } from './evidence.ts';
import { judge, NO_MATCH, readLanguage, type Verdict } from './judge.ts';
import {
  isCapitalInLowerCase,
  isLeEnding,
  isOrdinaryGap,
  isVowel,
  markupSigns,
  minLengthForRepeat,
  withoutAccent,
  type Stretch,
} from './match-context.ts';
import type { NormalizedText } from './normalized-text.ts';

export { EXACT, NO_MATCH } from './judge.ts';

const lowerI = 105;
const lowerL = 108;
const lowerU = 117;
const lowerV = 118;
const space = 32;
const lengthening = 0x30fc;
/** The steps of a comparison besides those of its letters, as measured. */
const stepsOfComparison = 12;
const isAscii = (code: number): boolean => code < 128;

/** Compares one stretch at a time. Reused, so comparing allocates nothing. */
export class Verifier {
  readonly #compiled: CompiledLists;
  readonly #window: NormalizedText;
  readonly #evidence = new Evidence();
  /** Counts all units and letters compared. */
  steps = 0;

  #entry = 0;
  /** The place in the text. */
  #unit = 0;
  /** The place in the entry. */
  #letter = 0;

  constructor(compiled: CompiledLists, window: NormalizedText) {
    this.#compiled = compiled;
    this.#window = window;
  }

  verify(entry: number, stretch: Stretch): Verdict {
    this.steps += stepsOfComparison;
    this.#evidence.reset();
    this.#entry = entry;
    const { from, classes } = this.#compiled;
    this.#unit = stretch.first;
    this.#letter = from[entry] ?? 0;
    const end = from[entry + 1] ?? 0;
    let length = 0;
    while (this.#letter < end) {
      if (classes[this.#letter] === 0) {
        if (!this.#passEntryGap(end, stretch)) return NO_MATCH;
        continue;
      }
      const before = this.#letter;
      if (!this.#passRun(end, stretch)) return NO_MATCH;
      length += this.#letter - before;
    }
    this.#skipInvisible(stretch);
    if (this.#unit <= stretch.last) return NO_MATCH;

    this.#evidence.endPiece();
    return judge({
      evidence: this.#evidence,
      compiled: this.#compiled,
      window: this.#window,
      stretch,
      entry,
      length,
    });
  }

  #isGap(unit: number, { splitsAtSymbols }: Stretch): boolean {
    const kind = this.#window.kind[unit] ?? 0;
    return (
      (kind & MASK) === 0 &&
      ((kind & LETTERLIKE) === 0 || (splitsAtSymbols && (kind & SYMBOL) !== 0))
    );
  }

  #skipInvisible({ last }: Stretch): void {
    while (this.#unit <= last && ((this.#window.kind[this.#unit] ?? 0) & INVISIBLE) !== 0) {
      this.#unit += 1;
    }
  }

  /**
   * Passes the gap between two words of a phrase. The text may have the same gap, none, or one sign
   * that people join words with.
   */
  #passEntryGap(end: number, stretch: Stretch): boolean {
    const { codes } = this.#compiled;
    this.#skipInvisible(stretch);
    const firstUnit = this.#unit;
    const firstLetter = this.#letter;

    // A gap of the entry is no disguise, so it begins no new piece.
    if (this.#passEqualGap(end, stretch) && !this.#isAtGap(stretch)) return true;

    const isOneSpace = codes[firstLetter] === space && this.#letter === firstLetter + 1;
    if (!isOneSpace) return false;
    this.#unit = firstUnit;
    this.#evidence.isJoined = true;
    if (this.#isAtGap(stretch)) {
      if (((this.#window.kind[this.#unit] ?? 0) & JOINER) === 0) return false;
      this.#unit += 1;
    }
    return this.#unit <= stretch.last && !this.#isGap(this.#unit, stretch);
  }

  /** Passes the entry's gap. Returns whether the text has the same. */
  #passEqualGap(end: number, { last }: Stretch): boolean {
    const { classes, codes } = this.#compiled;
    const { kind, code } = this.#window;
    let isEqual = true;
    while (this.#letter < end && classes[this.#letter] === 0) {
      const expected = codes[this.#letter] ?? 0;
      this.steps += 1;
      if (expected === space) {
        const before = this.#unit;
        while (this.#unit <= last && ((kind[this.#unit] ?? 0) & (SPACE | INVISIBLE)) !== 0) {
          this.#unit += 1;
        }
        isEqual &&= this.#unit > before;
      } else {
        isEqual &&= this.#unit <= last && code[this.#unit] === expected;
        if (isEqual) this.#unit += 1;
      }
      this.#letter += 1;
    }
    return isEqual;
  }

  #isAtGap(stretch: Stretch): boolean {
    return this.#unit <= stretch.last && this.#isGap(this.#unit, stretch);
  }

  /**
   * Passes letters of one class in the entry and in the text. The text may have more of them, with
   * gaps between.
   */
  #passRun(end: number, stretch: Stretch): boolean {
    const { classes, codes } = this.#compiled;
    const { kind, letterClass } = this.#window;
    const evidence = this.#evidence;

    const firstLetter = this.#letter;
    const runClass = classes[firstLetter] ?? 0;
    while (this.#letter < end && classes[this.#letter] === runClass) this.#letter += 1;
    const expected = this.#letter - firstLetter;
    const stopsAtGap = this.#letter < end && classes[this.#letter] === 0;
    const resumesAfterGap = stopsAtGap && classes[this.#letter + 1] === runClass;

    if (!this.#passGap(stretch)) return false;
    const firstUnit = this.#unit;
    const swapsBefore = evidence.swaps;
    let count = 0;
    let lastUnit = firstUnit;
    while (this.#unit <= stretch.last) {
      const unit = this.#unit;
      if (this.#isGap(unit, stretch)) {
        if (((kind[unit] ?? 0) & INVISIBLE) !== 0) {
          this.#unit += 1;
          continue;
        }
        if (stopsAtGap) break;
        // A gap belongs to the run only if the run continues behind it.
        let behind = unit;
        while (behind <= stretch.last && this.#isGap(behind, stretch)) behind += 1;
        this.steps += behind - unit;
        if (behind > stretch.last || letterClass[behind] !== runClass) break;
        this.#passGap(stretch);
        continue;
      }
      if (letterClass[unit] !== runClass || (resumesAfterGap && count === expected)) break;

      this.#countPieceLetter(unit);
      // Letters beyond the entry's run repeat its last.
      const letter = codes[firstLetter + Math.min(count, expected - 1)] ?? 0;
      if (!this.#passLetter(unit, letter)) return false;
      count += 1;
      lastUnit = unit;
      this.#unit += 1;
      this.steps += 1;
    }
    if (count < expected) return false;
    if (count === expected) return true;

    // Text with l for i does not also use i: `tilt` is no `tit`.
    if (evidence.swaps > swapsBefore) return false;
    // `XML!` is not XML with its last letter drawn out.
    if (this.#isOuterSign(firstUnit, stretch) || this.#isOuterSign(lastUnit, stretch)) return false;
    evidence.isDrawnOut = true;
    evidence.minLength = Math.max(
      evidence.minLength,
      minLengthForRepeat(this.#window, {
        first: firstUnit,
        last: lastUnit,
        expected,
        extra: count - expected,
        code: codes[firstLetter] ?? 0,
      }),
    );
    return true;
  }

  /** Returns whether a unit is a digit or a symbol at an end of the stretch. */
  #isOuterSign(unit: number, { first, last }: Stretch): boolean {
    const isOuter = unit === first || unit === last;
    return isOuter && ((this.#window.kind[unit] ?? 0) & (DIGIT | SYMBOL)) !== 0;
  }

  #countPieceLetter(unit: number): void {
    const { start, letterClass } = this.#window;
    // Both letters of ß are one character.
    if (unit === 0 || start[unit] !== start[unit - 1]) this.#evidence.addPieceLetter();
    if (isVowel(letterClass[unit] ?? 0)) this.#evidence.addVowel();
  }

  /** Passes a gap in the text where the entry has none. */
  #passGap(stretch: Stretch): boolean {
    const { kind, code } = this.#window;
    const evidence = this.#evidence;
    let width = 0;
    let kinds = 0;
    let shape = 0;
    let sign = 0;
    while (this.#isAtGap(stretch)) {
      const unitKind = kind[this.#unit] ?? 0;
      const unitCode = code[this.#unit] ?? 0;
      this.#unit += 1;
      this.steps += 1;
      if ((unitKind & INVISIBLE) !== 0) continue;
      width += 1;
      if (width > 1 && unitCode !== sign) evidence.hasMixedGap = true;
      sign = unitCode;
      shape = shape * 31 + ((unitKind & SPACE) !== 0 ? space : unitCode);
      kinds |= unitKind & (SPACE | OTHER | JOINER | SYMBOL);
    }
    if (width === 0) return true;

    if (width > 1 && !markupSigns.has(sign)) evidence.hasMixedGap = true;
    evidence.hasOrdinaryGap ||= isOrdinaryGap(this.#window, stretch, {
      sign,
      after: this.#unit,
      isAfterFirstLetter: evidence.isAtFirstLetter,
    });
    evidence.addGap(kinds, width, shape);
    return true;
  }

  /** Returns whether a unit can be a letter of the entry, and counts what it is instead. */
  #passLetter(unit: number, expected: number): boolean {
    const kind = this.#window.kind[unit] ?? 0;
    const code = this.#window.code[unit] ?? 0;
    const evidence = this.#evidence;
    if ((kind & MASK) !== 0) evidence.masks += 1;
    else if (code === expected) {
      if ((kind & LETTER) !== 0) evidence.letters += 1;
    } else if ((kind & DIGIT) !== 0) evidence.digits += 1;
    else if ((kind & SYMBOL) !== 0) evidence.symbols += 1;
    else return this.#passOtherLetter(unit, expected);
    return true;
  }

  #passOtherLetter(unit: number, expected: number): boolean {
    const kind = this.#window.kind[unit] ?? 0;
    const code = this.#window.code[unit] ?? 0;
    const evidence = this.#evidence;
    evidence.letters += 1;
    if (isAscii(code) && isAscii(expected)) return this.#passSwap(unit, expected);
    if ((kind & UNSPACED) !== 0 && code === lengthening) {
      evidence.isDrawnOut = true;
      return true;
    }

    const alphabet = alphabetNumber(code);
    const expectedAlphabet = alphabetNumber(expected);
    const isStacked = (kind & STACKED) !== 0;
    if (alphabet === LATIN && isAscii(expected)) {
      evidence.accents += 1;
      if (isStacked || !this.#isNativeLetter(code)) evidence.decorations += 1;
      else evidence.hasNativeAccent = true;
      return true;
    }
    if (alphabet === LATIN && expectedAlphabet === LATIN && !isDistinctAccent(expected)) {
      evidence.missingAccents += 1;
      return true;
    }
    const maybeAccented = alphabet === GREEK || (alphabet === CYRILLIC && isStacked);
    if (maybeAccented && withoutAccent(code) === withoutAccent(expected)) {
      evidence.accents += 1;
      return true;
    }
    // Hebrew, Arabic, kana and Han have variants of letters within the alphabet.
    if (alphabet === expectedAlphabet) return alphabet >= 6 && alphabet <= 9;
    evidence.foreignLetters += 1;
    return true;
  }

  #passSwap(unit: number, expected: number): boolean {
    const window = this.#window;
    const code = window.code[unit] ?? 0;
    this.#evidence.swaps += 1;
    if (expected === lowerI) return code === lowerL && !isLeEnding(window, unit + 1);
    if (expected === lowerU) return code === lowerV;
    return (
      expected === lowerL &&
      code === lowerI &&
      ((window.kind[unit] ?? 0) & UPPER) !== 0 &&
      isCapitalInLowerCase(window, unit)
    );
  }

  /**
   * An accented letter that the entry's language distinguishes is not a disguise of the plain one.
   */
  #isNativeLetter(code: number): boolean {
    const language = readLanguage(this.#compiled, this.#entry);
    return nativeLetters(language).includes(String.fromCharCode(code));
  }
}
