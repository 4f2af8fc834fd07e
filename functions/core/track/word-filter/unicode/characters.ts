// What each character counts as when words are compared: its kind, the letter it is (case, width
// and kana folded), and the class of letters it may stand for. Where characters stand in a text is
// reading.ts; whether a disguise is believed is verify.ts.

import { lazy } from '../../../lazy.ts';
import { findPrototype } from './confusables.ts';

// Kinds, as bits.
export const LETTER = 1;
export const DIGIT = 2;
/**
 * A symbol that people write for a letter, such as `$`; between letters it may also hide one or
 * part them.
 */
export const SYMBOL = 4;
/** Punctuation that may stand inside a word that is pulled apart. */
export const JOINER = 8;
export const OTHER = 16;
export const SPACE = 32;
/**
 * A zero-width space, or what shows nothing and has no letter before it: words may end there, and
 * need not.
 */
export const INVISIBLE = 64;
/** An upper-case ASCII letter as written. */
export const UPPER = 128;
/** A letter of a script that puts no spaces between words. */
export const UNSPACED = 256;
/** An accent on the letter before, or what shows nothing (code 0). */
export const MARK = 512;
/** A sign that hides a letter, while one is tried in its place. */
export const MASK = 1024;

/** A letter with more than one accent. */
export const STACKED = 2048;

export const WORDISH = LETTER | DIGIT;
export const LETTERLIKE = LETTER | DIGIT | SYMBOL;

export interface Letter {
  readonly kind: number;
  /** Equal codes are the same letter. */
  readonly code: number;
  /** Letters of one class may stand for one another. */
  readonly letterClass: number;
}

export const asciiKind = new Uint8Array(128);
export const asciiCode = new Uint8Array(128);
export const asciiClass = new Uint8Array(128);

const spelled: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'g',
  7: 't',
  8: 'b',
  9: 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '#': 'h',
  // Pairs that look alike in most typefaces, or once were one letter.
  l: 'i',
  v: 'u',
};

for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  const lower = character.toLowerCase();
  asciiKind[code] = /[a-z]/.test(character)
    ? LETTER
    : /[A-Z]/.test(character)
      ? LETTER | UPPER
      : /\d/.test(character)
        ? DIGIT
        : /[@$!|+#]/.test(character)
          ? SYMBOL
          : /[-_.*~^%&/\\,'`?]/.test(character)
            ? JOINER
            : /\s/.test(character)
              ? SPACE
              : OTHER;
  asciiCode[code] = lower.charCodeAt(0);
  asciiClass[code] = (spelled[lower] ?? lower).charCodeAt(0);
}

/** Symbols that no table of look-alikes has as letters. */
const symbols: Readonly<Record<string, string>> = {
  '¢': 'c',
  '©': 'c',
  '€': 'e',
  '£': 'l',
  '¥': 'y',
  '®': 'r',
  '†': 't',
  '‡': 't',
  '×': 'x',
  '∂': 'd',
  '∆': 'a',
  '∑': 'e',
  '√': 'v',
  '∩': 'n',
  '∪': 'u',
  '§': 's',
  '¡': 'i',
  '₩': 'w',
  '₦': 'n',
  '₱': 'p',
  '₮': 't',
  '₿': 'b',
  '฿': 'b',
  '₵': 'c',
  '₲': 'g',
  '₳': 'a',
  '₣': 'f',
  ª: 'a',
  º: 'o',
  '°': 'o',
};

/** Letters of one language that are written one for another. */
const variants = lazy((): Readonly<Record<string, string>> => ({
  ם: 'מ',
  ן: 'נ',
  ץ: 'צ',
  ף: 'פ',
  ך: 'כ',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ک: 'ك',
  ぁ: 'あ',
  ぃ: 'い',
  ぅ: 'う',
  ぇ: 'え',
  ぉ: 'お',
  っ: 'つ',
  ゃ: 'や',
  ゅ: 'ゆ',
  ょ: 'よ',
  ゎ: 'わ',
  ゕ: 'か',
  ゖ: 'け',
  ...(Object.fromEntries(
    Array.from(
      '媽妈雞鸡龜龟殺杀處处罵骂腦脑殘残廢废爛烂豬猪賣卖個个們们臉脸滾滚東东國国韓韩黨党獨独灣湾臺台習习愛爱後后會会來来這这說说見见頭头壞坏髒脏蕩荡騷骚強强姦奸輪轮貨货' +
        '錢钱婦妇孫孙兒儿爺爷孃娘戲戏藥药槍枪彈弹賭赌詐诈騙骗賤贱門门馬马魚鱼鳥鸟龍龙軍军華华漢汉漢汉陰阴陽阳學学長长關关開开電电車车風风無无業业樂乐親亲觀观買买網网線线號号',
    ).flatMap((it, index, all) => (index % 2 === 0 ? [[it, all[index + 1] ?? it]] : [])),
  ) as Record<string, string>),
}));

/**
 * Letters drawn like Latin ones that the table of look-alikes leaves out: small capitals, and what
 * shares a rough shape.
 */
const drawn = lazy((): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (
      [
        ['ʙᴃ', 'b'],
        ['ᴅ', 'd'],
        ['ᴇ', 'e'],
        ['ꜰғ', 'f'],
        ['ɢ', 'g'],
        ['ʜ', 'h'],
        ['ɪ', 'i'],
        ['ᴊ', 'j'],
        ['ᴋ', 'k'],
        ['ʟ', 'l'],
        ['ᴍ', 'm'],
        ['ɴи', 'n'],
        ['ᴘ', 'p'],
        ['ʀя', 'r'],
        ['ꜱᔕ', 's'],
        ['ᴛ', 't'],
        ['ᴜц', 'u'],
        ['ʏ', 'y'],
        ['ᴀᗩ', 'a'],
        ['ᗷ', 'b'],
        ['ᑕ', 'c'],
        ['ᗪ', 'd'],
        ['ᖴ', 'f'],
        ['ᑌ', 'u'],
        // Upside down.
        ['ɐ', 'a'],
        ['ɔ', 'c'],
        ['ǝə', 'e'],
        ['ɟ', 'f'],
        ['ƃ', 'g'],
        ['ɥ', 'h'],
        ['ᴉ', 'i'],
        ['ɾ', 'j'],
        ['ʞ', 'k'],
        ['ш', 'w'],
        ['ɯ', 'm'],
        ['ɹ', 'r'],
        ['ʇ', 't'],
        ['ʌ', 'v'],
        ['ʍ', 'w'],
        ['ʎ', 'y'],
        ['µμ', 'u'],
        ['ηɲŋ', 'n'],
        ['ω', 'w'],
        ['γ', 'y'],
        ['ε', 'e'],
        ['τ', 't'],
        ['ֆ', 'f'],
      ] as const
    ).flatMap(([from, to]) => Array.from(from, (it) => [it, to] as const)),
  ),
);

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー々]/u;
const accent =
  /[\p{Script=Inherited}\p{Me}\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED\u0591-\u05C7]/u;
const isLetter = (character: string): boolean => /[\p{Alphabetic}\p{M}\p{N}]/u.test(character);
const fold = (text: string): string =>
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
 * Letters in a circle, a square or a flag, which compatibility folding leaves alone, and the sigma
 * that is a c, of which it makes another.
 */
function boxed(point: number): string | undefined {
  if (point === 0x3f2 || point === 0x3f9) return 'c';
  for (const first of [0x1f110, 0x1f150, 0x1f170, 0x1f1e6, 0x249c]) {
    if (point >= first && point < first + 26) return String.fromCharCode(97 + point - first);
  }
  return undefined;
}

/** Consonants at a syllable's end, as those that begin one; others stay as they are. */
const finals = 'ᄀᄁ_ᄂ__ᄃᄅ_______ᄆᄇ_ᄉᄊᄋᄌᄎᄏᄐᄑᄒ';

/** A Hangul syllable is the letters it is built of, which people also write one by one. */
function jamo(character: string): readonly Letter[] | undefined {
  const letters = character.normalize('NFKC').normalize('NFD');
  if (!/^[\u1100-\u11FF]+$/.test(letters)) return undefined;
  return Array.from(letters, (it) => {
    const initial = finals[it.charCodeAt(0) - 0x11a8] ?? '_';
    const code = (initial === '_' ? it : initial).charCodeAt(0);
    return { kind: LETTER, code, letterClass: code };
  });
}

/**
 * The class of a folded letter: of ASCII where it looks like that, else its own without accents.
 */
function classOf(letter: string): number {
  const plain = variants()[letter] ?? letter;
  const [base = plain] = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(plain)
    ? plain.normalize('NFD')
    : [plain];
  const target = drawn()[base] ?? findPrototype(base) ?? base;
  const first = target === 'rn' ? 'm' : /^.\p{Script=Inherited}*$/u.test(target) ? target : base;
  const code = first.charCodeAt(0);
  return code < 128 ? (asciiClass[code] ?? code) : code;
}

function describe(point: number): readonly Letter[] {
  const character = String.fromCodePoint(point);
  // A zero-width space parts words in some scripts; what else shows nothing (soft hyphen, joiners,
  // Arabic lengthening) belongs to its letter.
  if (point === 0x200b) return [{ kind: INVISIBLE, code: 0, letterClass: 0 }];
  if (/[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640\u2800\p{Cc}]/u.test(character)) {
    return [{ kind: MARK, code: 0, letterClass: 0 }];
  }
  if (/\p{M}/u.test(character) && accent.test(character)) {
    return [{ kind: MARK, code: point, letterClass: 0 }];
  }
  const syllable = jamo(character);
  if (syllable !== undefined) return syllable;
  const box = boxed(point) ?? symbols[character];
  if (box !== undefined) {
    return [
      {
        kind: boxed(point) === undefined ? SYMBOL : LETTER,
        code: box.charCodeAt(0),
        letterClass: classOf(box),
      },
    ];
  }
  const folded = fold(character);
  // The voicing marks of half-width kana.
  if (folded === '\u3099' || folded === '\u309A') {
    return [{ kind: MARK, code: folded.charCodeAt(0), letterClass: 0 }];
  }
  // Ligatures such as æ are the letters they are made of; so are characters beyond the BMP their
  // two halves.
  const ligature = /\p{Script=Latin}/u.test(folded) ? findPrototype(folded) : undefined;
  const letters =
    ligature !== undefined && /^[a-z]{2,}$/.test(ligature) && ligature !== 'rn' ? ligature : folded;
  return Array.from(letters).flatMap((one) => {
    const code = one.charCodeAt(0);
    if (code < 128) {
      return [
        {
          kind: (asciiKind[code] ?? OTHER) & ~UPPER,
          code: asciiCode[code] ?? code,
          letterClass: asciiClass[code] ?? code,
        },
      ];
    }
    // A number, and the ring that hides a kana.
    if (one === '〇') return [{ kind: JOINER, code, letterClass: code }];
    if (/\s/u.test(one)) return [{ kind: SPACE, code: 32, letterClass: 32 }];
    const kind = LETTER | (unspaced.test(one) ? UNSPACED : 0);
    if (one.length === 2 && isLetter(one)) {
      return [code, one.charCodeAt(1)].map((half) => ({ kind, code: half, letterClass: half }));
    }
    if (isLetter(one)) return [{ kind, code, letterClass: classOf(one) }];
    return [
      {
        kind: /[、。，！？「」『』（）：；؟،؛《》〈〉…]/u.test(one) ? OTHER : JOINER,
        code,
        letterClass: code,
      },
    ];
  });
}

/** Letters drawn with several signs. None begins another that comes after it. */
const pictures: readonly (readonly [string, string])[] = [
  ['|\\/|', 'm'],
  ['|\\|', 'n'],
  ['|_|', 'u'],
  ['|-|', 'h'],
  ['|=', 'f'],
  ['|<', 'k'],
  ['|)', 'd'],
  ['|>', 'p'],
  ['|3', 'b'],
  ['|_', 'l'],
  ['(_)', 'u'],
  ['()', 'o'],
  ['[]', 'o'],
  ['\\/\\/', 'w'],
  ['\\/', 'v'],
  ['/\\/\\', 'm'],
  ['/\\/', 'n'],
  ['/\\', 'a'],
  ['/-\\', 'a'],
];
const begins = new Set(pictures.map(([signs]) => signs.charCodeAt(0)));

/**
 * The letter that several signs from `at` on draw, by its class, and how many there are; or that an
 * open bracket inside a word does.
 */
export function readAsciiArt(
  text: string,
  at: number,
): { readonly letterClass: number; readonly length: number } | undefined {
  const first = text.charCodeAt(at);
  if (!begins.has(first) && first !== 60) return undefined;
  for (const [signs, letter] of pictures) {
    // `f()` and `f[]` are calls and arrays.
    if (
      !text.startsWith(signs, at) ||
      (letter === 'o' && !/^\p{L}/u.test(text.slice(at + 2, at + 4)))
    ) {
      continue;
    }
    return { letterClass: asciiClass[letter.charCodeAt(0)] ?? 0, length: signs.length };
  }
  if (first !== 40 && first !== 60) return undefined;
  const isLetterlike = (place: number): boolean =>
    ((asciiKind[text.charCodeAt(place)] ?? LETTER) & LETTERLIKE) !== 0;
  const isInside = at > 0 && at + 1 < text.length && isLetterlike(at - 1) && isLetterlike(at + 1);
  return isInside && /^.[^)>\s]{1,20}(?![^\s]*[)>])/u.test(text.slice(at, at + 24))
    ? { letterClass: 99, length: 1 }
    : undefined;
}

/**
 * What was looked into; forgotten as a whole before a text of all Unicode's characters and accents
 * could fill the memory.
 */
const known = new Map<number, readonly Letter[]>();
const knownMost = 20_000;

function remember(key: number, letters: readonly Letter[]): readonly Letter[] {
  if (known.size >= knownMost) known.clear();
  known.set(key, letters);
  return letters;
}

/** The letters of a character beyond ASCII. */
export const describeCharacter = (point: number): readonly Letter[] =>
  known.get(point) ?? remember(point, describe(point));

/** The letter that an accent makes of a letter, if there is one such. */
export function combineAccent(code: number, mark: number): Letter | undefined {
  const key = -(code * 0x20000 + mark);
  const found = known.get(key);
  if (found !== undefined) return found[0];
  const composed = mark < 0x10000 ? String.fromCharCode(code, mark).normalize('NFC') : '';
  return remember(key, composed.length === 1 ? describe(composed.charCodeAt(0)) : [])[0];
}
