// Letters drawn with several ASCII signs, such as `|_|` for u.

import { asciiClass, asciiKind, LETTER, LETTERLIKE } from './character-kinds.ts';

/** Drawings and their letters. No drawing is a prefix of a later one. */
const drawings: readonly (readonly [string, string])[] = [
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
const firstSigns = new Set(drawings.map(([signs]) => signs.charCodeAt(0)));
const openParenthesis = 40;
const lessThan = 60;
const closeParenthesis = 41;
const greaterThan = 62;
const space = 32;
/** How far a closing bracket may be from its opening one. */
const maxBracketed = 23;

/** A letter that signs of the text draw. */
interface DrawnLetter {
  readonly letterClass: number;
  /** The number of signs. */
  readonly length: number;
}

const openBracket: DrawnLetter = { letterClass: 'c'.charCodeAt(0), length: 1 };

/** Returns the letter that is drawn from `at` on. An open bracket inside a word is a c. */
export function readAsciiArt(text: string, at: number): DrawnLetter | undefined {
  const first = text.charCodeAt(at);
  if (!firstSigns.has(first) && first !== lessThan) return undefined;

  for (const [signs, letter] of drawings) {
    if (!text.startsWith(signs, at)) continue;
    // `f()` and `f[]` are calls and arrays.
    if (letter === 'o' && !/^\p{L}/u.test(text.slice(at + 2, at + 4))) continue;
    return { letterClass: asciiClass[letter.charCodeAt(0)] ?? 0, length: signs.length };
  }

  if (first !== openParenthesis && first !== lessThan) return undefined;
  const isLetterlike = (place: number): boolean =>
    ((asciiKind[text.charCodeAt(place)] ?? LETTER) & LETTERLIKE) !== 0;
  const isInside = at > 0 && at + 1 < text.length && isLetterlike(at - 1) && isLetterlike(at + 1);
  return isInside && !isClosed(text, at + 1) ? openBracket : undefined;
}

/** Returns whether a character is white space, as `\s` has it, or a control character. */
const isSpace = (code: number): boolean =>
  code <= space || code === 0xa0 || (code >= firstWideSpace && wideSpaces.has(code));

const firstWideSpace = 0x1680;
const wideSpaces: ReadonlySet<number> = new Set([
  firstWideSpace,
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff],
]);

/** Returns whether a bracket closes soon after `at`, before white space. */
function isClosed(text: string, at: number): boolean {
  const end = Math.min(text.length, at + maxBracketed);
  for (let place = at; place < end; place += 1) {
    const code = text.charCodeAt(place);
    if (code === closeParenthesis || code === greaterThan) return true;
    if (isSpace(code)) return false;
  }
  return false;
}
