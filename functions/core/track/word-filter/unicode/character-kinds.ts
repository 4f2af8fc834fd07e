// The kinds of characters that the matcher distinguishes, and the tables of ASCII characters.

// Kinds, as bits.
export const LETTER = 1;
export const DIGIT = 2;
/** People write it for a letter, such as `$`. Between letters it may also hide or separate some. */
export const SYMBOL = 4;
/** Punctuation that may separate the letters of a word. */
export const JOINER = 8;
export const OTHER = 16;
export const SPACE = 32;
/**
 * A zero-width space, or an invisible character without a letter before it. Words may end there,
 * but need not.
 */
export const INVISIBLE = 64;
/** An upper-case ASCII letter. */
export const UPPER = 128;
/** A letter of a script without spaces between words. */
export const UNSPACED = 256;
/** An accent on the letter before, or an invisible character (code 0). */
export const MARK = 512;
/** A sign that masks a letter, while the search tries a letter in its place. */
export const MASK = 1024;
/** A letter with more than one accent. */
export const STACKED = 2048;

export const WORDISH = LETTER | DIGIT;
export const LETTERLIKE = LETTER | DIGIT | SYMBOL;

/** A character as the matcher compares it. */
export interface Letter {
  readonly kind: number;
  /** Equal codes are the same letter; case, width and kana are folded. */
  readonly code: number;
  /** Letters of one class can replace each other. */
  readonly letterClass: number;
}

export const asciiKind = new Uint8Array(128);
export const asciiCode = new Uint8Array(128);
export const asciiClass = new Uint8Array(128);

/** Characters that people write for a letter. */
const substitutes: Readonly<Record<string, string>> = {
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
  // These pairs look alike in most typefaces, or were once the same letter.
  l: 'i',
  v: 'u',
};

const kindPatterns: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, LETTER],
  [/[A-Z]/, LETTER | UPPER],
  [/\d/, DIGIT],
  [/[@$!|+#]/, SYMBOL],
  [/[-_.*~^%&/\\,'`?]/, JOINER],
  [/\s/, SPACE],
];

for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  const lower = character.toLowerCase();
  asciiKind[code] = kindPatterns.find(([pattern]) => pattern.test(character))?.[1] ?? OTHER;
  asciiCode[code] = lower.charCodeAt(0);
  asciiClass[code] = (substitutes[lower] ?? lower).charCodeAt(0);
}
