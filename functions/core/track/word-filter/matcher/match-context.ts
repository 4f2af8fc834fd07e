// The surroundings and gaps that make a stretch of text innocent: an apostrophe of ordinary
// spelling, a file name, a letter that is a word by itself. verifier.ts and judge.ts use it.

import { DIGIT, LETTER, SPACE, UNSPACED, UPPER, WORDISH } from '../unicode/character-kinds.ts';
import { ANYWHERE, PREFIX, SUFFIX } from './compiled-form.ts';
import type { NormalizedText } from './normalized-text.ts';

/** Units of the window that may be an entry. */
export interface Stretch {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
  /** Symbols between letters separate them. Otherwise they represent letters. */
  readonly splitsAtSymbols: boolean;
}

const toCodes = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (character) => character.charCodeAt(0)));

const apostrophe = 39;
const curlyApostrophe = 0x2019;
const fullStop = 46;
const slash = 47;
const lowerD = 100;
const lowerE = 101;
const lowerH = 104;
const lowerI = 105;
const lowerN = 110;
const lowerO = 111;
const lowerS = 115;
const lowerT = 116;
const lowerW = 119;
const smallTsu = 0x3063;
const lengthening = 0x30fc;

/** Signs between two sentences. */
export const sentenceSigns = toCodes('.,?/');
/** Signs of markup, which people repeat. */
export const markupSigns = toCodes('*_~|`');
const vowels = toCodes('aeiouyаеёиоуыэюя');
/** After a vowel and before these, ordinary words double a consonant. */
const liquids = toCodes('lr');
/** Endings of file names and hosts: a full stop before them disguises nothing. */
const fileEndings: ReadonlySet<number> = new Set(
  'ts js cs rs py md sh pl ps vb hs css cpp tsx jsx xml txt com net org'
    .split(' ')
    .map((ending) => encodeEnding(Array.from(ending, (letter) => letter.charCodeAt(0)))),
);

/** Returns a number for up to three letters. A string for every full stop would take long. */
function encodeEnding(codes: ArrayLike<number>, first = 0, end = codes.length): number {
  let encoded = 0;
  for (let at = first; at < end; at += 1) encoded = encoded * 0x10000 + (codes[at] ?? 0);
  return encoded;
}

const contractions = new Set(['s', 't', 'd', 'm', 'll', 're', 've']);
/** Short for are, and, be and a kiss. */
const shorthand = toCodes('rnbx');
/** Languages that write `l'` and `d'`, and leave the apostrophe off in a hurry. */
const elidingLanguages = new Set(['fr', 'it', 'ca']);
/** Words of one letter in English and German. */
const oneLetterWords = toCodes('aiouy');
/** Words of one letter in any language. */
const oneLetterWordsAnywhere = toCodes('aeiouyàéóôwzавиокусяжбіє');
/** Longer than any entry. */
const never = 1_000;

export const withoutAccent = (code: number): number =>
  String.fromCharCode(code).normalize('NFD').charCodeAt(0);

export const isVowel = (code: number): boolean =>
  vowels.has(code) || (code > 127 && vowels.has(withoutAccent(code)));

const sliceText = ({ code }: NormalizedText, from: number, to: number): string =>
  String.fromCharCode(...code.subarray(from, to));

const isOutsideWord = ({ kind, size }: NormalizedText, unit: number): boolean =>
  unit < 0 || unit >= size || ((kind[unit] ?? 0) & WORDISH) === 0;

/** Returns whether the units are the ending of a file name or a host. */
export const isFileEnding = (window: NormalizedText, first: number, last: number): boolean =>
  last - first < 3 && fileEndings.has(encodeEnding(window.code, first, last + 1));

interface Gap {
  readonly sign: number;
  /** The first unit after the gap. */
  readonly after: number;
  readonly isAfterFirstLetter: boolean;
}

/** Returns whether spelling or an address has the gap: `he'll`, `l'alto`, `sl.ts`, `/s/hit`. */
export function isOrdinaryGap(
  window: NormalizedText,
  { first, last }: Stretch,
  { sign, after, isAfterFirstLetter }: Gap,
): boolean {
  const { code, size } = window;
  if (sign === slash) {
    const isAfterSlash = first > 0 && code[first - 1] === slash;
    return isAfterSlash || (last + 1 < size && code[last + 1] === slash);
  }
  if (sign === fullStop) return isFileEnding(window, after, last);
  if (sign !== apostrophe && sign !== curlyApostrophe) return false;

  let end = after;
  while (!isOutsideWord(window, end) && end - after < 3) end += 1;
  const rest = sliceText(window, after, end);
  if (contractions.has(rest)) return true;
  const isElidable = isVowel(code[after] ?? 0) || rest.startsWith('h');
  return isAfterFirstLetter && last > after && isElidable;
}

/** Returns whether a word ends in -le or -les here. `tittle` is a word, as are many like it. */
export function isLeEnding(window: NormalizedText, unit: number): boolean {
  const { code } = window;
  if (code[unit] !== lowerE) return false;
  if (isOutsideWord(window, unit + 1)) return true;
  return code[unit + 1] === lowerS && isOutsideWord(window, unit + 2);
}

/** Returns whether a capital I follows small letters, where it looks like an l. */
export function isCapitalInLowerCase({ code, kind }: NormalizedText, unit: number): boolean {
  let before = unit - 1;
  while (before >= 0 && unit - before < 4 && code[before] === lowerI) before -= 1;
  return before >= 0 && ((kind[before] ?? 0) & (LETTER | UPPER)) === LETTER;
}

/**
 * Returns whether digits touch the stretch, as in `user123`, unless a wildcard of the entry takes
 * them. `flags` are the entry's.
 */
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

interface TwoPieces {
  /** The lengths of both pieces. */
  readonly lengths: readonly number[];
  /** The entry's language. */
  readonly language: string;
}

/** Returns whether one of a word's two pieces is a single letter that is no word by itself. */
export function isStrayLetter(
  window: NormalizedText,
  stretch: Stretch,
  { lengths, language }: TwoPieces,
): boolean {
  const [head = 0, tail = 0] = lengths;
  const words = language === 'en' || language === 'de' ? oneLetterWords : oneLetterWordsAnywhere;
  if (head === 1) return isStrayHead(window, stretch, { words, language });
  return tail === 1 && isStrayTail(window, stretch, words);
}

interface OneLetterWords {
  readonly words: ReadonlySet<number>;
  readonly language: string;
}

function isStrayHead(
  { code, kind }: NormalizedText,
  { first, last }: Stretch,
  { words, language }: OneLetterWords,
): boolean {
  if (words.has(code[first] ?? 0)) return false;
  if (first > 0) {
    if (((kind[first - 1] ?? 0) & SPACE) === 0) return false;
    // `Plan B` is followed by small letters.
    if (((kind[first] ?? 0) & UPPER) !== ((kind[last] ?? 0) & UPPER)) return false;
  }
  const next = code[first + 2] ?? 0;
  return !(elidingLanguages.has(language) && (isVowel(next) || next === lowerH));
}

function isStrayTail(
  window: NormalizedText,
  { last }: Stretch,
  words: ReadonlySet<number>,
): boolean {
  const { code } = window;
  const letter = code[last] ?? 0;
  if (words.has(letter) || shorthand.has(letter)) return false;
  if (!isOutsideWord(window, last + 1) || code[last + 1] === apostrophe) return false;

  // The remains of it's, don't and I'd.
  const before = code[last - 2] ?? 0;
  const isContraction =
    (letter === lowerS && before !== lowerS) ||
    (letter === lowerT && before === lowerN) ||
    (letter === lowerD && (isVowel(before) || before === lowerW));
  return !isContraction;
}

/** A letter that the text repeats more often than the entry. */
interface Run {
  readonly first: number;
  readonly last: number;
  /** How often the entry has the letter. */
  readonly expected: number;
  /** How often the text has it in addition. */
  readonly extra: number;
  readonly code: number;
}

/**
 * Returns the length that an entry needs to be recognized despite a repeated letter. Ordinary words
 * differ by a doubled letter too (bite and bitte, god and good), unless the doubling is odd or the
 * letter is drawn out.
 */
export function minLengthForRepeat(window: NormalizedText, run: Run): number {
  const { code } = window;
  const { first, last, expected, extra } = run;
  const isHangul = run.code >= 0x1100 && run.code < 0x1200;
  if (isHangul) return extra < 2 ? never : 0;
  if (run.code > 0x2000) {
    return code[last] !== lengthening && extra < 2 && run.code !== smallTsu ? 5 : 0;
  }

  const isOftenDoubled = run.code === lowerE || run.code === lowerO;
  if (expected !== 1 || (extra !== 1 && !isOftenDoubled)) return 0;
  // Many names and words of four letters differ from one of three only by a doubled e or o.
  if (isOftenDoubled) return 4;

  const followsVowel = !isOutsideWord(window, first - 1) && isVowel(code[first - 1] ?? 0);
  if (isVowel(run.code) || !followsVowel) return 4;
  if (isOutsideWord(window, last + 1)) return run.code === lowerS ? never : 4;
  const next = code[last + 1] ?? 0;
  return isVowel(next) || liquids.has(next) ? never : 4;
}
