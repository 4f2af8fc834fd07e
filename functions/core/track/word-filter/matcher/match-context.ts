// What stands around a stretch of text and in its gaps, and makes it innocent: an apostrophe that
// spelling wants, a file's name, a letter that is a word. Whether a stretch is an entry is
// verify.ts.

import { ANYWHERE, PREFIX, SUFFIX } from './compiled-lists.ts';
import { DIGIT, LETTER, SPACE, UNSPACED, UPPER, WORDISH } from '../unicode/characters.ts';
import type { NormalizedText } from './normalized-text.ts';

export interface Stretch {
  /** First and last unit. */
  readonly first: number;
  readonly last: number;
  /** Symbols between letters part them rather than stand for one. */
  readonly apart: boolean;
}

const vowels = new Set(Array.from('aeiouyаеёиоуыэюя', (it) => it.charCodeAt(0)));
export const isVowel = (code: number): boolean =>
  vowels.has(code) ||
  (code > 127 && vowels.has(String.fromCharCode(code).normalize('NFD').charCodeAt(0)));
export const withoutAccent = (code: number): number =>
  String.fromCharCode(code).normalize('NFD').charCodeAt(0);
const fullStop = 46;
/** Where a sentence may end. */
export const sentenceSigns: ReadonlySet<number> = new Set(
  Array.from('.,?/', (it) => it.charCodeAt(0)),
);
const slash = 47;
/** What names of files and hosts end in: a full stop before it hides nothing. */
const endings: ReadonlySet<string> = new Set(
  'ts js cs rs py md sh pl ps vb hs css cpp tsx jsx xml txt com net org'.split(' '),
);
const apostrophe = 39;
const curly = 0x2019;
const contracted = new Set(['s', 't', 'd', 'm', 'll', 're', 've']);
/** Signs that a text is marked up with, several of the same. */
export const markupSigns = new Set(Array.from('*_~|`', (it) => it.charCodeAt(0)));
/** What is short for are, and, be and a kiss. */
const shorthand = new Set(Array.from('rnbx', (it) => it.charCodeAt(0)));
/** Languages that write `l'` and `d'`, and in a hurry without the apostrophe. */
const elides = new Set(['fr', 'it', 'ca']);
/** Words of one letter: in English and German, and in any language. */
const oneLetterHere = new Set(Array.from('aiouy', (it) => it.charCodeAt(0)));
const oneLetter = new Set(Array.from('aeiouyàéóôwzавиокусяжбіє', (it) => it.charCodeAt(0)));
/** No entry is as long. */
const never = 1_000;
/** After these and a vowel a consonant is doubled in ordinary words. */
const liquids = new Set([108, 114]);
const lowerI = 105;
const lowerS = 115;

const textOf = ({ code }: NormalizedText, from: number, to: number): string =>
  String.fromCharCode(...code.subarray(from, to));
const isEnd = ({ kind, size }: NormalizedText, unit: number): boolean =>
  unit < 0 || unit >= size || ((kind[unit] ?? 0) & WORDISH) === 0;

/** Whether `text` is what a file's or a host's name ends in. */
export const isFileEnding = (reading: NormalizedText, from: number, to: number): boolean =>
  to - from < 3 && endings.has(textOf(reading, from, to + 1));

interface Gap {
  readonly sign: number;
  readonly after: number;
  /** One letter of the stretch is before the gap. */
  readonly isFirstLetter: boolean;
}

/**
 * Whether spelling or an address wants the sign before `after`: `he'll`, `l'alto`, `sl.ts`,
 * `/s/hit`.
 */
export function isOrdinaryGap(
  reading: NormalizedText,
  { first, last }: Stretch,
  gap: Gap,
): boolean {
  const { code, size } = reading;
  const { sign, after } = gap;
  if (sign === slash) {
    return (
      (first > 0 && code[first - 1] === slash) || (last + 1 < size && code[last + 1] === slash)
    );
  }
  if (sign === fullStop) return isFileEnding(reading, after, last);
  if (sign !== apostrophe && sign !== curly) return false;
  let to = after;
  while (!isEnd(reading, to) && to - after < 3) to += 1;
  const tail = textOf(reading, after, to);
  return (
    contracted.has(tail) ||
    (gap.isFirstLetter && last > after && (isVowel(code[after] ?? 0) || tail.startsWith('h')))
  );
}

/** `tittle` is a word, as many in -le are. */
export const isLeEnding = (reading: NormalizedText, unit: number): boolean =>
  reading.code[unit] === 101 &&
  (isEnd(reading, unit + 1) || (reading.code[unit + 1] === lowerS && isEnd(reading, unit + 2)));

/** A capital I among small letters is seen as an l. */
export function isCapitalInLowerCase({ code, kind }: NormalizedText, unit: number): boolean {
  let before = unit - 1;
  while (before >= 0 && unit - before < 4 && code[before] === lowerI) before -= 1;
  return before >= 0 && ((kind[before] ?? 0) & (LETTER | UPPER)) === LETTER;
}

/** `user123`: digits beside a word are no part of it if they need not be. `flags`: the entry's. */
export function touchesDigits(
  { kind, size }: NormalizedText,
  { first, last }: Stretch,
  flags: number,
): boolean {
  const isDigit = (unit: number): boolean =>
    unit >= 0 && unit < size && ((kind[unit] ?? 0) & DIGIT) !== 0;
  const isLetter = (unit: number): boolean => ((kind[unit] ?? 0) & (LETTER | UNSPACED)) === LETTER;
  return (
    ((flags & (SUFFIX | ANYWHERE)) === 0 && isLetter(first) && isDigit(first - 1)) ||
    ((flags & (PREFIX | ANYWHERE)) === 0 && isLetter(last) && isDigit(last + 1))
  );
}

interface Pieces {
  readonly sizes: readonly number[];
  /** The entry's. */
  readonly language: string;
}

/** Whether of a word in two pieces one is a letter by itself that is no word. `sizes`: of both. */
export function isStrayLetter(
  reading: NormalizedText,
  { first, last }: Stretch,
  { sizes, language }: Pieces,
): boolean {
  const { code, kind } = reading;
  const [head = 0, tail = 0] = sizes;
  const words = language === 'en' || language === 'de' ? oneLetterHere : oneLetter;
  const next = code[first + 2] ?? 0;
  if (head === 1) {
    if (words.has(code[first] ?? 0) || (first > 0 && ((kind[first - 1] ?? 0) & SPACE) === 0)) {
      return false;
    }
    // `Plan B` goes on in small letters.
    if (first > 0 && ((kind[first] ?? 0) & UPPER) !== ((kind[last] ?? 0) & UPPER)) return false;
    return !(elides.has(language) && (isVowel(next) || next === 104));
  }
  const own = code[last] ?? 0;
  const before = code[last - 2] ?? 0;
  if (
    tail !== 1 ||
    words.has(own) ||
    shorthand.has(own) ||
    !isEnd(reading, last + 1) ||
    code[last + 1] === apostrophe
  ) {
    return false;
  }
  // What is left of it's, don't and I'd.
  return !(
    (own === lowerS && before !== lowerS) ||
    (own === 116 && before === 110) ||
    (own === 100 && (isVowel(before) || before === 119))
  );
}

interface Run extends Readonly<Record<'from' | 'last', number>> {
  /** How often the entry has the letter there, and how often more the text. */
  readonly many: number;
  readonly more: number;
  readonly code: number;
}

/**
 * Of how many letters an entry must be for a letter more often than it has it to be believed.
 * Ordinary words differ so too (bite and bitte, god and good), unless it is drawn out or odd.
 */
export function minLengthForRepeat({ code, kind, size }: NormalizedText, run: Run): number {
  const { from, last, many, more } = run;
  if (run.code >= 0x1100 && run.code < 0x1200) return more < 2 ? never : 0;
  if (run.code > 0x2000) return code[last] !== 0x30fc && more < 2 && run.code !== 0x3063 ? 5 : 0;
  const isE = run.code === 101 || run.code === 111;
  // Two for one: looked at as it stands; more: only where the double is common.
  if (many !== 1 || (more !== 1 && !isE)) return 0;
  const isWord = (unit: number): boolean =>
    unit >= 0 && unit < size && ((kind[unit] ?? 0) & WORDISH) !== 0;
  const after = code[last + 1] ?? 0;
  // Of three letters too many are names and words with one doubled.
  if (isE) return 4;
  const min = more === 1 ? 4 : 0;
  if (isVowel(run.code) || !isWord(from - 1) || !isVowel(code[from - 1] ?? 0)) return min;
  if (!isWord(last + 1)) return run.code === lowerS ? never : 4;
  return isVowel(after) || liquids.has(after) ? never : min;
}
