// Signs in a word that hide a letter each: every letter that may be meant is tried in their place.
// What is made of a find is search.ts and verify.ts.

import { lazy } from '../../../lazy.ts';
import { isFileEnding } from './match-context.ts';
import * as form from './compiled-lists.ts';
import { LETTER, MASK, UNSPACED, WORDISH } from '../unicode/characters.ts';
import { listClasses, type NormalizedText } from './normalized-text.ts';

/** Asks for the entries under a key, for the units from first to last. */
type Ask = (key: number, first: number, last: number) => void;

const codesOf = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (it) => it.charCodeAt(0)));
const starred = codesOf('*•●○█■✱');
/** What else stands for a hidden vowel between letters. */
const veiled = codesOf('#%&@$!+-_.~^?');
/** Two of these, not the same, hide two letters: `f#@k`. */
const grawlix = codesOf('#%&@$!*^?');
const rings = codesOf('○◯〇●');
/** How many rings of one text are looked into: each costs hundreds of steps. */
const ringsMost = 16;
/** Emoji, which hide a vowel as `*` does. */
const isPicture = (code: number): boolean =>
  (code >= 0xd83c && code <= 0xd83e) || (code >= 0x2600 && code < 0x27c0);
const fullStop = 46;
const lowerX = 120;

const latinVowels = listClasses('aeiouy');
const latin = listClasses('aeiouybcdfghjkmnpqrstwxz');
// Those beyond ASCII take a while.
const cyrillicVowels = lazy(() => listClasses('аеиоуыэюя'));
const cyrillic = lazy(() => listClasses('аеиоуыэюябвгджзйклмнпрстфхцчшщъь'));
const kana = lazy(() =>
  listClasses(
    'あいうえおかきくけこがぎぐげごさしすせそざじずぜぞたちつてとだぢづでどなにぬねのはひふへほばびぶべぼぱぴぷぺぽまみむめもやゆよらりるれろわをん',
  ),
);

export class MaskedLetters {
  readonly #reading: NormalizedText;
  readonly #ask: Ask;
  /** Every unit looked at, for the budget. */
  steps = 0;
  #rings = 0;
  // The hash of the letters so far, and their last.
  #hash = 0;
  #before = 0;

  constructor(reading: NormalizedText, ask: Ask) {
    this.#reading = reading;
    this.#ask = ask;
  }

  begin(): void {
    this.steps = this.#rings = 0;
  }

  /**
   * Looks at the word that begins at a unit, which may have one or two signs inside, as in `f*ck`.
   */
  signs(at: number): void {
    const { kind, code, letterClass, size } = this.#reading;
    const inside: number[] = [];
    let crosses = 0;
    let cross = at;
    let last = at;
    let letters = 0;
    for (let unit = at, signs = 0; unit < size && unit - at < 40 && signs <= 2; unit += 1) {
      const own = code[unit] ?? 0;
      this.steps += 1;
      if (((kind[unit] ?? 0) & WORDISH) !== 0) {
        for (; signs > 0; signs -= 1) inside.push(unit - signs);
        last = unit;
        letters += 1;
        if (own === lowerX) {
          crosses += 1;
          cross = unit;
        }
      } else if (starred.has(own) || veiled.has(own) || isPicture(own)) signs += 1;
      else break;
    }
    // An x between consonants is a sign too.
    const isCross =
      crosses === 1 &&
      cross > at &&
      cross < last &&
      letters > 3 &&
      !this.#isVoiced(cross - 1) &&
      !this.#isVoiced(cross + 1);
    if (inside.length === 0 && isCross) inside.push(cross);
    const [one, two = one] = inside;
    if (one === undefined || two === undefined || inside.length > 2 || letters < 2) return;
    const isGrawlix = code[one] !== code[two];
    if (isGrawlix && (two !== one + 1 || !inside.every((unit) => grawlix.has(code[unit] ?? 0)))) {
      return;
    }
    if (code[one] === fullStop && one === two && isFileEnding(this.#reading, one + 1, last)) return;
    const kept = inside.map((unit) => ({
      unit,
      kind: kind[unit] ?? 0,
      letterClass: letterClass[unit] ?? 0,
    }));
    for (const { unit } of kept) kind[unit] = LETTER | MASK;
    const isCyrillic = (code[last] ?? 0) >= 0x400 && (code[last] ?? 0) < 0x530;
    const voiced = isCyrillic ? cyrillicVowels() : latinVowels;
    const choices =
      !starred.has(code[one] ?? 0) && !isGrawlix ? voiced : isCyrillic ? cyrillic() : latin;
    this.#tryAll({ at, one, two, last }, choices, voiced);
    for (const { unit, kind: before, letterClass: own } of kept) {
      kind[unit] = before;
      letterClass[unit] = own;
    }
  }

  /** What comes before the signs is hashed once. */
  #tryAll(
    { at, one, two, last }: Readonly<Record<'at' | 'one' | 'two' | 'last', number>>,
    choices: readonly number[],
    voiced: readonly number[],
  ): void {
    const { letterClass } = this.#reading;
    this.#hash = form.initialHash;
    this.#before = 0;
    this.#pass(at, one - 1);
    const hash = this.#hash;
    const before = this.#before;
    for (const first of choices) {
      letterClass[one] = first;
      this.#hash = hash;
      this.#before = before;
      this.#pass(one, two === one ? last : two - 1);
      if (two === one) {
        this.#ask(form.tableKey(this.#hash, form.WORD_KEY), at, last);
        continue;
      }
      const hashOfTwo = this.#hash;
      const beforeTwo = this.#before;
      // One of two is a vowel or both are the same: all pairs would be hundreds.
      const isVowel = voiced.includes(first);
      for (const second of choices) {
        if (second !== first && voiced.includes(second) === isVowel) continue;
        letterClass[two] = second;
        this.#hash = hashOfTwo;
        this.#before = beforeTwo;
        this.#pass(two, last);
        this.#ask(form.tableKey(this.#hash, form.WORD_KEY), at, last);
      }
    }
  }

  #pass(from: number, to: number): void {
    const { letterClass } = this.#reading;
    for (let unit = from; unit <= to; unit += 1) {
      const own = letterClass[unit] ?? 0;
      if (own !== this.#before) this.#hash = form.addToHash(this.#hash, own);
      this.#before = own;
    }
    this.steps += Math.max(0, to - from + 1);
  }

  /** A ring in the midst of a Japanese word hides one kana. */
  ring(at: number): void {
    const { kind, code, letterClass, size } = this.#reading;
    const isKana = (unit: number): boolean =>
      unit >= 0 && unit < size && ((kind[unit] ?? 0) & UNSPACED) !== 0;
    if (
      !rings.has(code[at] ?? 0) ||
      !isKana(at - 1) ||
      !isKana(at + 1) ||
      this.#rings >= ringsMost
    ) {
      return;
    }
    this.#rings += 1;
    const kept = { kind: kind[at] ?? 0, letterClass: letterClass[at] ?? 0 };
    kind[at] = LETTER | UNSPACED | MASK;
    for (const choice of kana()) {
      letterClass[at] = choice;
      for (let first = at - 1; first >= at - 3 && isKana(first); first -= 1) {
        this.#hash = form.initialHash;
        this.#before = 0;
        this.#pass(first, at);
        for (let last = at + 1; last <= at + 3 && isKana(last); last += 1) {
          this.#pass(last, last);
          this.#ask(form.tableKey(this.#hash, form.WORD_KEY), first, last);
        }
      }
    }
    kind[at] = kept.kind;
    letterClass[at] = kept.letterClass;
  }

  #isVoiced(unit: number): boolean {
    return latinVowels.includes(this.#reading.letterClass[unit] ?? 0);
  }
}
