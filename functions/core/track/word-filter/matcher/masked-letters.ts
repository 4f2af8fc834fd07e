// Words in which signs mask letters, as in `f*ck`. Tries every letter that a sign may mask.

import { lazy } from '../../../lazy.ts';
import { LETTER, MASK, UNSPACED, WORDISH } from '../unicode/character-kinds.ts';
import * as form from './compiled-form.ts';
import { isFileEnding } from './match-context.ts';
import { listClasses, type NormalizedText } from './normalized-text.ts';

/** Looks up the entries under a key, for the units from first to last. */
type LookUp = (key: number, first: number, last: number) => void;

/** Returns whether an entry may begin with the letters of a hash. */
type MayBegin = (hash: number) => boolean;

const toCodes = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (character) => character.charCodeAt(0)));

/** Signs that mask any letter. */
const stars = toCodes('*•●○█■✱');
/** Signs that mask a vowel between letters. */
const vowelMasks = toCodes('#%&@$!+-_.~^?');
/** Two of these that differ mask two letters: `f#@k`. */
const grawlix = toCodes('#%&@$!*^?');
const rings = toCodes('○◯〇●');
/** A ring costs hundreds of steps, so only this many of one text are tried. */
const maxRings = 16;
const maxWordUnits = 40;
/** Emoji mask a vowel, as `*` does. */
const isEmoji = (code: number): boolean =>
  (code >= 0xd83c && code <= 0xd83e) || (code >= 0x2600 && code < 0x27c0);
const isCyrillic = (code: number): boolean => code >= 0x400 && code < 0x530;
const fullStop = 46;
const lowerX = 120;

const latinVowels = listClasses('aeiouy');
const latinLetters = listClasses('aeiouybcdfghjkmnpqrstwxz');
// Classes beyond ASCII take a while to compute.
const cyrillicVowels = lazy(() => listClasses('аеиоуыэюя'));
const cyrillicLetters = lazy(() => listClasses('аеиоуыэюябвгджзйклмнпрстфхцчшщъь'));
const kana = lazy(() =>
  listClasses(
    'あいうえおかきくけこがぎぐげごさしすせそざじずぜぞたちつてとだぢづでどなにぬねのはひふへほばびぶべぼぱぴぷぺぽ' +
      'まみむめもやゆよらりるれろわをん',
  ),
);

/** A word with masks: its first and last unit, and its one or two masks. */
interface MaskedWord {
  readonly first: number;
  readonly last: number;
  readonly mask: number;
  /** The same as `mask` if there is one. */
  readonly secondMask: number;
}

interface Alphabet {
  readonly choices: readonly number[];
  readonly vowels: readonly number[];
}

export class MaskedLetters {
  readonly #window: NormalizedText;
  readonly #lookUp: LookUp;
  readonly #mayBegin: MayBegin;
  /** Counts all units read. */
  steps = 0;
  #ringCount = 0;
  // The hash of the letters so far, and the class of the last one.
  #hash = 0;
  #lastClass = 0;

  constructor(window: NormalizedText, lookUp: LookUp, mayBegin: MayBegin) {
    this.#window = window;
    this.#lookUp = lookUp;
    this.#mayBegin = mayBegin;
  }

  begin(): void {
    this.steps = this.#ringCount = 0;
  }

  /** Looks up the word that begins at a unit if one or two of its letters are masked. */
  tryWord(first: number): void {
    const firstClass = this.#window.letterClass[first] ?? 0;
    if (!this.#mayBegin(form.addToHash(form.initialHash, firstClass))) return;
    const word = this.#findMasks(first);
    if (word === undefined) return;

    const { kind, code, letterClass } = this.#window;
    const { last, mask, secondMask } = word;
    const maskCode = code[mask] ?? 0;
    const isGrawlix = maskCode !== code[secondMask];
    const vowels = isCyrillic(code[last] ?? 0) ? cyrillicVowels() : latinVowels;
    const letters = isCyrillic(code[last] ?? 0) ? cyrillicLetters() : latinLetters;
    const choices = stars.has(maskCode) || isGrawlix ? letters : vowels;

    const masks = mask === secondMask ? [mask] : [mask, secondMask];
    const originals = masks.map((unit) => ({
      unit,
      kind: kind[unit] ?? 0,
      letterClass: letterClass[unit] ?? 0,
    }));
    for (const unit of masks) kind[unit] = LETTER | MASK;
    this.#tryLetters(word, { choices, vowels });
    for (const original of originals) {
      kind[original.unit] = original.kind;
      letterClass[original.unit] = original.letterClass;
    }
  }

  #findMasks(first: number): MaskedWord | undefined {
    const { kind, code, size } = this.#window;
    const masks: number[] = [];
    let xCount = 0;
    let x = first;
    let last = first;
    let letters = 0;
    for (
      let unit = first, pending = 0;
      unit < size && unit - first < maxWordUnits && pending <= 2;
      unit += 1
    ) {
      const unitCode = code[unit] ?? 0;
      this.steps += 1;
      if (((kind[unit] ?? 0) & WORDISH) !== 0) {
        for (; pending > 0; pending -= 1) masks.push(unit - pending);
        if (masks.length > 2) return undefined;
        last = unit;
        letters += 1;
        if (unitCode === lowerX) {
          xCount += 1;
          x = unit;
        }
      } else if (stars.has(unitCode) || vowelMasks.has(unitCode) || isEmoji(unitCode)) {
        pending += 1;
      } else {
        break;
      }
    }

    // An x between consonants is a mask too.
    const isInner = x > first && x < last && letters > 3;
    const isMask = xCount === 1 && isInner && !this.#isVowel(x - 1) && !this.#isVowel(x + 1);
    if (masks.length === 0 && isMask) masks.push(x);

    const [mask, secondMask = mask] = masks;
    if (mask === undefined || secondMask === undefined) return undefined;
    if (letters < 2) return undefined;
    if (code[mask] !== code[secondMask]) {
      const isGrawlix =
        secondMask === mask + 1 && masks.every((one) => grawlix.has(code[one] ?? 0));
      if (!isGrawlix) return undefined;
    }
    const isFileName =
      code[mask] === fullStop && mask === secondMask && isFileEnding(this.#window, mask + 1, last);
    return isFileName ? undefined : { first, last, mask, secondMask };
  }

  /** Tries all letters for the masks. Hashes the letters before them only once. */
  #tryLetters(word: MaskedWord, { choices, vowels }: Alphabet): void {
    const { first, mask, secondMask } = word;
    const { letterClass } = this.#window;
    this.#hash = form.initialHash;
    this.#lastClass = 0;
    if (!this.#addLetters(first, mask - 1)) return;
    const hashBefore = this.#hash;
    const classBefore = this.#lastClass;
    for (const choice of choices) {
      letterClass[mask] = choice;
      this.#hash = hashBefore;
      this.#lastClass = classBefore;
      if (secondMask === mask) {
        this.#lookUpWord(word, mask);
        continue;
      }

      if (!this.#addLetters(mask, secondMask - 1)) continue;
      const hashBetween = this.#hash;
      const classBetween = this.#lastClass;
      // Tries pairs of a vowel and a consonant, and of equal letters. All pairs would be hundreds.
      const isVowel = vowels.includes(choice);
      for (const second of choices) {
        this.steps += 1;
        if (second !== choice && vowels.includes(second) === isVowel) continue;
        letterClass[secondMask] = second;
        this.#hash = hashBetween;
        this.#lastClass = classBetween;
        this.#lookUpWord(word, secondMask);
      }
    }
  }

  /** Looks up a word whose letters before `unit` are hashed already. */
  #lookUpWord({ first, last }: MaskedWord, unit: number): void {
    if (!this.#addLetters(unit, last)) return;
    this.#lookUp(form.tableKey(this.#hash, form.WORD_KEY), first, last);
  }

  /** Hashes letters. Stops and returns false as soon as no entry begins so. */
  #addLetters(first: number, last: number): boolean {
    const { letterClass } = this.#window;
    for (let unit = first; unit <= last; unit += 1) {
      const unitClass = letterClass[unit] ?? 0;
      this.steps += 1;
      if (unitClass === this.#lastClass) continue;
      this.#hash = form.addToHash(this.#hash, unitClass);
      this.#lastClass = unitClass;
      if (!this.#mayBegin(this.#hash)) return false;
    }
    return true;
  }

  /** Looks up the words around a ring, which masks one kana within a Japanese word. */
  tryRing(ring: number): void {
    const { kind, code, letterClass, size } = this.#window;
    const isKana = (unit: number): boolean =>
      unit >= 0 && unit < size && ((kind[unit] ?? 0) & UNSPACED) !== 0;
    if (!rings.has(code[ring] ?? 0) || !isKana(ring - 1) || !isKana(ring + 1)) return;
    if (this.#ringCount >= maxRings) return;
    this.#ringCount += 1;

    const original = { kind: kind[ring] ?? 0, letterClass: letterClass[ring] ?? 0 };
    kind[ring] = LETTER | UNSPACED | MASK;
    for (const choice of kana()) {
      letterClass[ring] = choice;
      for (let first = ring - 1; first >= ring - 3 && isKana(first); first -= 1) {
        this.#hash = form.initialHash;
        this.#lastClass = 0;
        if (!this.#addLetters(first, ring)) continue;
        for (let last = ring + 1; last <= ring + 3 && isKana(last); last += 1) {
          if (!this.#addLetters(last, last)) break;
          this.#lookUp(form.tableKey(this.#hash, form.WORD_KEY), first, last);
        }
      }
    }
    kind[ring] = original.kind;
    letterClass[ring] = original.letterClass;
  }

  #isVowel(unit: number): boolean {
    return latinVowels.includes(this.#window.letterClass[unit] ?? 0);
  }
}
