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

/** Splits a Hangul syllable into its letters, since people also write them one by one. */
function splitHangul(character: string): readonly Letter[] | undefined {
  const letters = character.normalize('NFKC').normalize('NFD');
  if (!/^[\u1100-\u11FF]+$/.test(letters)) return undefined;
  return Array.from(letters, (letter) => {
    const initial = initialForms[letter.charCodeAt(0) - 0x11a8] ?? '_';
    const code = (initial === '_' ? letter : initial).charCodeAt(0);
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

/**
 * Remembers results. Cleared as a whole before a text with all of Unicode's characters and accents
 * could fill the memory.
 */
const cache = new Map<number, readonly Letter[]>();
const maxCacheSize = 20_000;

function remember(key: number, letters: readonly Letter[]): readonly Letter[] {
  if (cache.size >= maxCacheSize) cache.clear();
  cache.set(key, letters);
  return letters;
}

/** Returns the letters of a character beyond ASCII. */
export const describeCharacter = (point: number): readonly Letter[] =>
  cache.get(point) ?? remember(point, analyze(point));

/** Returns the letter that a letter and an accent form, if Unicode has one. */
export function combineAccent(code: number, mark: number): Letter | undefined {
  const key = -(code * 0x20000 + mark);
  const cached = cache.get(key);
  if (cached !== undefined) return cached[0];
  const composed = mark < 0x10000 ? String.fromCharCode(code, mark).normalize('NFC') : '';
  return remember(key, composed.length === 1 ? analyze(composed.charCodeAt(0)) : [])[0];
}
