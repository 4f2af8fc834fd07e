// Describes characters beyond ASCII as the matcher compares them: their kind, their letter, and the
// class of letters they can replace.

import {
  asciiClass,
  asciiCode,
  asciiKind,
  INVISIBLE,
  JOINER,
  LETTER,
  MARK,
  OTHER,
  SPACE,
  SYMBOL,
  UNSPACED,
  UPPER,
  type Letter,
} from './character-kinds.ts';
import { findPrototype } from './confusables.ts';
import { latinShapes, letterSymbols, letterVariants } from './look-alikes.ts';

const zeroWidthSpace = 0x200b;
const unspacedLetter =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー々]/u;
/** Includes the vowel signs of Arabic and Hebrew. */
const accent =
  /[\p{Script=Inherited}\p{Me}\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED\u0591-\u05C7]/u;
/** Belongs to the letter before: soft hyphen, joiners, Arabic lengthening. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640\u2800\p{Cc}]/u;
/** Punctuation of a sentence, which separates words. */
const sentencePunctuation = /[、。，！？「」『』（）：；؟،؛《》〈〉…]/u;

const isLetter = (character: string): boolean => /[\p{Alphabetic}\p{M}\p{N}]/u.test(character);

const foldCharacter = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('ё', 'е')
    .replaceAll('i\u0307', 'i')
    .replaceAll('ß', 'ss')
    .replace(/[\u30A1-\u30F6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

/**
 * Returns the letter in a circle, a square or a flag, which compatibility folding leaves alone. The
 * lunate sigma is a c; folding would make it another sigma.
 */
function readEnclosedLetter(point: number): string | undefined {
  if (point === 0x3f2 || point === 0x3f9) return 'c';
  for (const first of [0x1f110, 0x1f150, 0x1f170, 0x1f1e6, 0x249c]) {
    if (point >= first && point < first + 26) return String.fromCharCode(97 + point - first);
  }
  return undefined;
}

/** Final consonants as initial ones, from U+11A8 on. `_`: keeps its own code. */
const initialForms = 'ᄀᄁ_ᄂ__ᄃᄅ_______ᄆᄇ_ᄉᄊᄋᄌᄎᄏᄐᄑᄒ';

function toInitialForm(code: number): number {
  const initial = initialForms[code - 0x11a8] ?? '_';
  return initial === '_' ? code : initial.charCodeAt(0);
}

/** Splits a Hangul syllable into its letters, since people also write them one by one. */
function splitHangul(character: string): readonly Letter[] | undefined {
  const letters = character.normalize('NFKC').normalize('NFD');
  if (!/^[\u1100-\u11FF]+$/.test(letters)) return undefined;
  return Array.from(letters, (letter) => {
    const code = toInitialForm(letter.charCodeAt(0));
    return { kind: LETTER, code, letterClass: code };
  });
}

/** Returns the class of a folded letter: the ASCII letter it looks like, or itself unaccented. */
function classifyLetter(letter: string): number {
  const variant = letterVariants()[letter] ?? letter;
  const hasAccents = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(variant);
  const [base = variant] = hasAccents ? variant.normalize('NFD') : [variant];
  const code = resolveShape(base).charCodeAt(0);
  return code < 128 ? (asciiClass[code] ?? code) : code;
}

function resolveShape(base: string): string {
  const shape = latinShapes()[base] ?? findPrototype(base) ?? base;
  if (shape === 'rn') return 'm';
  return /^.\p{Script=Inherited}*$/u.test(shape) ? shape : base;
}

function analyze(point: number): readonly Letter[] {
  const character = String.fromCodePoint(point);
  if (isFoldedHan(point, character)) return describeHan(character);
  // A zero-width space separates words in some scripts.
  if (point === zeroWidthSpace) return [{ kind: INVISIBLE, code: 0, letterClass: 0 }];
  if (invisible.test(character)) return [{ kind: MARK, code: 0, letterClass: 0 }];
  if (/\p{M}/u.test(character) && accent.test(character)) {
    return [{ kind: MARK, code: point, letterClass: 0 }];
  }

  const syllable = splitHangul(character);
  if (syllable !== undefined) return syllable;

  const enclosed = readEnclosedLetter(point);
  const resembled = enclosed ?? letterSymbols[character];
  if (resembled !== undefined) {
    const kind = enclosed === undefined ? SYMBOL : LETTER;
    return [{ kind, code: resembled.charCodeAt(0), letterClass: classifyLetter(resembled) }];
  }

  const folded = foldCharacter(character);
  // The voicing marks of half-width kana.
  if (folded === '\u3099' || folded === '\u309A') {
    return [{ kind: MARK, code: folded.charCodeAt(0), letterClass: 0 }];
  }
  return Array.from(splitLigature(folded) ?? folded).flatMap(analyzeFolded);
}

/** Returns the letters of a ligature such as æ. */
function splitLigature(folded: string): string | undefined {
  const letters = /\p{Script=Latin}/u.test(folded) ? findPrototype(folded) : undefined;
  return letters !== undefined && /^[a-z]{2,}$/.test(letters) && letters !== 'rn'
    ? letters
    : undefined;
}

function analyzeFolded(character: string): readonly Letter[] {
  const code = character.charCodeAt(0);
  if (code < 128) {
    return [
      {
        kind: (asciiKind[code] ?? OTHER) & ~UPPER,
        code: asciiCode[code] ?? code,
        letterClass: asciiClass[code] ?? code,
      },
    ];
  }
  // A number, and the ring that masks a kana.
  if (character === '〇') return [{ kind: JOINER, code, letterClass: code }];
  if (/\s/u.test(character)) return [{ kind: SPACE, code: 32, letterClass: 32 }];
  if (!isLetter(character)) {
    const kind = sentencePunctuation.test(character) ? OTHER : JOINER;
    return [{ kind, code, letterClass: code }];
  }

  const kind = LETTER | (unspacedLetter.test(character) ? UNSPACED : 0);
  // A character beyond the BMP is two letters, its surrogates.
  if (character.length === 2) {
    return [code, character.charCodeAt(1)].map((half) => ({ kind, code: half, letterClass: half }));
  }
  return [{ kind, code, letterClass: classifyLetter(character) }];
}

/** Remembers results: at most as many as Unicode has letters and signs that need analysis. */
const cache = new Map<number, readonly Letter[]>();
const maxCachedCharacters = 100_000;
/** The same for letters and accents, whose pairs are many. Cleared as a whole when it is full. */
const combined = new Map<number, Letter | undefined>();
const maxCachedPairs = 20_000;

/** Returns the letters of a character beyond ASCII. */
export function describeCharacter(point: number): readonly Letter[] {
  const known = cache.get(point) ?? describeAtOnce(point);
  if (known !== undefined) return known;
  if (cache.size >= maxCachedCharacters) cache.clear();
  const letters = analyze(point);
  cache.set(point, letters);
  return letters;
}

/**
 * Describes most of Unicode without analysis: Hangul, rare Han and characters that nobody may use.
 * A message of thousands of them, each for the first time, would take 20 ms.
 */
function describeAtOnce(point: number): readonly Letter[] | undefined {
  if (point >= firstSyllable && point <= lastSyllable) return splitSyllable(point - firstSyllable);
  if (point < firstHan) return undefined;

  const character = String.fromCodePoint(point);
  const code = character.charCodeAt(0);
  if (point > 0xffff && isFoldedHan(point, character)) return describeHan(character);
  return unusable.test(character) && !invisible.test(character)
    ? [{ kind: JOINER, code, letterClass: code }]
    : undefined;
}

const firstHan = 0x3400;
const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const han = /\p{Script=Han}/u;
/** Unassigned, or for private use. */
const unusable = /[\p{Cn}\p{Co}]/u;

/** Returns whether a character is Han, and is no compatibility form of another. */
const isFoldedHan = (point: number, character: string): boolean =>
  ((point >= firstHan && point < 0xa000) ||
    (point >= 0x20000 && (point < 0x2f800 || point >= 0x30000))) &&
  han.test(character);

function describeHan(character: string): readonly Letter[] {
  const kind = LETTER | UNSPACED;
  const code = character.charCodeAt(0);
  return character.length === 1
    ? [{ kind, code, letterClass: classifyHan(character) }]
    : [code, character.charCodeAt(1)].map((half) => ({ kind, code: half, letterClass: half }));
}

function classifyHan(character: string): number {
  return resolveShape(letterVariants()[character] ?? character).charCodeAt(0);
}

/** Splits a Hangul syllable by its number; see the Unicode standard, section 3.12. */
function splitSyllable(number: number): readonly Letter[] {
  const toLetter = (code: number): Letter => ({ kind: LETTER, code, letterClass: code });
  const final = number % 28;
  const letters = [
    toLetter(0x1100 + Math.floor(number / 588)),
    toLetter(0x1161 + Math.floor((number % 588) / 28)),
  ];
  if (final > 0) letters.push(toLetter(toInitialForm(0x11a7 + final)));
  return letters;
}

/** Returns the letter that a letter and an accent form, if Unicode has one. */
export function combineAccent(code: number, mark: number): Letter | undefined {
  const key = code * 0x20000 + mark;
  if (combined.has(key)) return combined.get(key);
  if (combined.size >= maxCachedPairs) combined.clear();
  const composed = mark < 0x10000 ? String.fromCharCode(code, mark).normalize('NFC') : '';
  const letter = composed.length === 1 ? analyze(composed.charCodeAt(0))[0] : undefined;
  combined.set(key, letter);
  return letter;
}
