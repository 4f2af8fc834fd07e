// A window of text as the units that the matcher compares: the letter of each, and its place in the
// original text.

import { readAsciiArt } from '../unicode/ascii-art.ts';
import {
  asciiClass,
  asciiCode,
  asciiKind,
  DIGIT,
  INVISIBLE,
  JOINER,
  LETTER,
  LETTERLIKE,
  MARK,
  OTHER,
  STACKED,
  SYMBOL,
  UNSPACED,
  WORDISH,
} from '../unicode/character-kinds.ts';
import { combineAccent, describeCharacter } from '../unicode/characters.ts';

const lengthening = 0x30fc;
/** The steps of reading a character beyond ASCII, as measured. */
const stepsBeyondAscii = 4;
const isLatin = (code: number): boolean => code >= 0xc0 && code < 0x250;
const isHangul = (code: number): boolean =>
  (code >= 0x1100 && code < 0x1200) ||
  (code >= 0x3131 && code <= 0x318e) ||
  (code >= 0xac00 && code <= 0xd7a3);

/**
 * Units in columns, reused for every text. Several units may share one place (a ligature), and one
 * unit may span several (an accent).
 */
export class NormalizedText {
  size = 0;
  kind = new Uint16Array(256);
  code = new Uint16Array(256);
  letterClass = new Uint16Array(256);
  start = new Uint32Array(256);
  end = new Uint32Array(256);
  /** The work of the last reading, in steps; see window-search.ts. */
  steps = 0;

  /** Reads `text` between two places, in one pass. */
  read(text: string, from: number, to: number): void {
    this.size = 0;
    this.steps = to - from;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (code < 128) {
        const kind = asciiKind[code] ?? OTHER;
        if ((kind & WORDISH) === 0) {
          const drawing = readAsciiArt(text, at);
          if (drawing !== undefined) {
            this.#push(SYMBOL, code, drawing.letterClass);
            this.#place(at, at + drawing.length);
            at += drawing.length - 1;
            continue;
          }
        } else if (
          (kind & DIGIT) !== 0 &&
          isHangul(this.size > 0 ? (this.code[this.size - 1] ?? 0) : 0) &&
          isHangul(text.charCodeAt(at + 1))
        ) {
          // Koreans separate syllables by digits.
          this.#push(JOINER, code, code);
          this.#place(at, at + 1);
          continue;
        }
        this.#push(kind, asciiCode[code] ?? code, asciiClass[code] ?? code);
        this.#place(at, at + 1);
      } else {
        const point = text.codePointAt(at) ?? code;
        this.#readBeyondAscii(point, at);
        if (point > 0xffff) at += 1;
      }
    }
  }

  #readBeyondAscii(point: number, at: number): void {
    const end = at + (point > 0xffff ? 2 : 1);
    this.steps += stepsBeyondAscii;
    if (
      point === lengthening &&
      this.size > 0 &&
      ((this.kind[this.size - 1] ?? 0) & UNSPACED) !== 0
    ) {
      // A drawn-out vowel is the same vowel again.
      this.#push(LETTER | UNSPACED, point, this.letterClass[this.size - 1] ?? 0);
      this.#place(at, end);
      return;
    }
    for (const letter of describeCharacter(point)) {
      if (letter.kind === MARK) this.#mark(letter.code, at, end);
      else {
        this.#push(letter.kind, letter.code, letter.letterClass);
        this.#place(at, end);
      }
    }
  }

  /** Adds an accent to the letter before. From the second accent on they are decoration. */
  #mark(point: number, at: number, end: number): void {
    const last = this.size - 1;
    const before = this.kind[last] ?? INVISIBLE;
    if (last < 0 || (before & LETTERLIKE) === 0) {
      this.#push(INVISIBLE, 0, 0);
      this.#place(at, end);
      return;
    }
    this.end[last] = end;
    if (point === 0) return;
    const combined =
      (before & (LETTER | MARK)) === LETTER && !isLatin(this.code[last] ?? 0)
        ? combineAccent(this.code[last] ?? 0, point)
        : undefined;
    this.kind[last] =
      before | MARK | ((before & MARK) !== 0 || (this.code[last] ?? 0) > 127 ? STACKED : 0);
    if (combined === undefined) return;
    this.code[last] = combined.code;
    this.letterClass[last] = combined.letterClass;
  }

  #push(kind: number, code: number, letterClass: number): void {
    if (this.size === this.kind.length) this.#grow();
    this.kind[this.size] = kind;
    this.code[this.size] = code;
    this.letterClass[this.size] = letterClass;
    this.size += 1;
  }

  #place(start: number, end: number): void {
    this.start[this.size - 1] = start;
    this.end[this.size - 1] = end;
  }

  #grow(): void {
    const grown = <T extends Uint16Array | Uint32Array>(column: T, next: T): T => {
      next.set(column);
      return next;
    };
    const size = this.kind.length * 4;
    this.kind = grown(this.kind, new Uint16Array(size));
    this.code = grown(this.code, new Uint16Array(size));
    this.letterClass = grown(this.letterClass, new Uint16Array(size));
    this.start = grown(this.start, new Uint32Array(size));
    this.end = grown(this.end, new Uint32Array(size));
  }
}

/** Returns the classes of some letters, each once. */
export function listClasses(text: string): readonly number[] {
  const window = new NormalizedText();
  window.read(text, 0, text.length);
  return Array.from(new Set(window.letterClass.slice(0, window.size)));
}
