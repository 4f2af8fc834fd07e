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
const classOfC = 99;

/** A letter that signs of the text draw. */
interface DrawnLetter {
  readonly letterClass: number;
  /** The number of signs. */
  readonly length: number;
}

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
  return isInside && /^.[^)>\s]{1,20}(?![^\s]*[)>])/u.test(text.slice(at, at + 24))
    ? { letterClass: classOfC, length: 1 }
    : undefined;
}
