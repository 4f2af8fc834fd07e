// Finds entries in a text. A fast scan rules out most words of plain text with one bit of a Bloom
// filter. Only the rest is searched closely (window-search.ts), in a window around it.

import { readAsciiArt } from '../unicode/ascii-art.ts';
import {
  asciiClass,
  asciiKind,
  DIGIT,
  JOINER,
  LETTER,
  LETTERLIKE,
  SPACE,
  SYMBOL,
  WORDISH,
} from '../unicode/character-kinds.ts';
import * as form from './compiled-form.ts';
import type { IndexedMatch, KindsByList } from './select-matches.ts';
import { WindowSearch } from './window-search.ts';

/**
 * `too_complex`: the text would cost more work than a message may (`maxSteps`). It was not searched
 * to its end, so it must not pass.
 */
type ScanResult =
  | { readonly ok: true; readonly matches: readonly IndexedMatch[] }
  | { readonly ok: false; readonly reason: 'too_complex' };

const noMatches: ScanResult = { ok: true, matches: [] };

const space = 32;
const exclamationMark = 33;
const apostrophe = 39;

// Sets of ASCII letters, one bit each.
const vowelBits = Array.from('aeiouy').reduce((bits, vowel) => bits | bitOf(vowel), 0);
const xBit = bitOf('x');

function bitOf(letter: string): number {
  return 1 << (letter.charCodeAt(0) & 31);
}

/** The endings of `he'll`, `we're` and `I've`, as numbers. */
const contractions = new Set(
  ['ll', 're', 've'].map((ending) => pairCode(ending.charCodeAt(0), ending.charCodeAt(1))),
);

function pairCode(first: number, second: number): number {
  return first * 128 + second;
}

/** Returns whether the letters after an apostrophe are a contraction. */
function isContraction(text: string, at: number): boolean {
  const isWordEnd = (place: number): boolean =>
    place >= text.length || ((asciiKind[text.charCodeAt(place)] ?? LETTER) & WORDISH) === 0;
  if (isWordEnd(at + 1)) return true;
  const pair = pairCode(text.charCodeAt(at) | 32, text.charCodeAt(at + 1) | 32);
  return isWordEnd(at + 2) && contractions.has(pair);
}

/** How many starts of chunks are remembered. A power of two. */
const chunkMemory = 16;

/**
 * Scans texts for windows that need a close search. There is one for each compiled form. It keeps
 * nothing from one text to the next.
 */
export class Scanner {
  readonly #compiled: form.CompiledLists;
  readonly #search: WindowSearch;
  /** How many chunks around a suspicious one a window includes. */
  readonly #reach: number;
  readonly #bitShift: number;
  readonly #maxLength: number;
  readonly #prefixLengths: number;
  readonly #suffixLengths: number;
  /** Entries match inside words, so every letter needs the close search. */
  readonly #searchesEverything: boolean;
  /** Where the last chunks (text between white space) begin. */
  readonly #chunkStarts = new Uint32Array(chunkMemory);
  /** Where the current window begins, or -1. */
  #windowStart = -1;
  /** The last chunk of the current window. */
  #lastChunk = 0;

  constructor(compiled: form.CompiledLists) {
    this.#compiled = compiled;
    this.#search = new WindowSearch(compiled);
    const setting = (place: number): number => compiled.table[place] ?? 0;
    this.#reach = Math.min(chunkMemory - 1, Math.max(2, setting(form.MAX_PHRASE_GAPS)));
    this.#bitShift = setting(form.BIT_SHIFT);
    this.#maxLength = setting(form.MAX_LENGTH);
    this.#prefixLengths = setting(form.PREFIX_LENGTHS);
    this.#suffixLengths = setting(form.SUFFIX_LENGTHS);
    this.#searchesEverything = setting(form.ANYWHERE_ASCII) !== 0;
  }

  /**
   * Finds the matches in a text. `kinds` has the kind of each list; see `selectMatches`. Without it
   * all lists are of one kind.
   */
  find(text: string, kinds?: KindsByList): ScanResult {
    const search = this.#search;
    search.begin(text);
    if ((this.#compiled.table[form.ENTRIES] ?? 0) === 0) return noMatches;
    if (this.#searchesEverything) search.search(0, text.length);
    else this.#scan(text);
    if (search.isExhausted) return { ok: false, reason: 'too_complex' };
    if (search.candidateCount === 0) return noMatches;
    return { ok: true, matches: search.selectMatches(kinds) };
  }

  /** The work done for the last text, in steps of the close search. @internal */
  get steps(): number {
    return this.#search.steps;
  }

  /** One loop over the text. The state is in locals, for speed. */
  #scan(text: string): void {
    const { bits } = this.#compiled;
    const bitShift = this.#bitShift;
    const prefixLengths = this.#prefixLengths;
    const suffixLengths = this.#suffixLengths;
    const textLength = text.length;
    this.#windowStart = -1;

    // The chunk.
    let chunk = 0;
    let chunkStart = 0;
    let isSuspicious = false;
    // The word.
    let hash = form.initialHash;
    let lastClass = 0;
    /** Letters, without repeats. */
    let length = 0;
    let letters = 0;
    let kinds = 0;
    let letterBits = 0;
    // Words of a single letter in a row.
    let singles = 0;
    let singlesStart = 0;

    for (let at = 0; at <= textLength; at += 1) {
      const code = at < textLength ? text.charCodeAt(at) : space;
      if (code >= 128) {
        isSuspicious = true;
        continue;
      }

      const kind = asciiKind[code] ?? 0;
      if ((kind & WORDISH) !== 0) {
        const letterClass = asciiClass[code] ?? 0;
        letters += 1;
        kinds |= kind;
        letterBits |= 1 << (letterClass & 31);
        if (letterClass !== lastClass) {
          lastClass = letterClass;
          length += 1;
          hash = Math.imul(hash ^ letterClass, 0x01000193);
          if (
            prefixLengths !== 0 &&
            ((prefixLengths >>> Math.min(31, length)) & 1) !== 0 &&
            this.#isKey(form.tableKey(hash, form.PREFIX_KEY))
          ) {
            isSuspicious = true;
          }
        }
        continue;
      }

      // The word ends here.
      if (letters > 0) {
        const hasLetter = (kinds & LETTER) !== 0;
        const hasVowel = (letterBits & vowelBits) !== 0;
        const bit = (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 0) >>> bitShift;
        if (
          (((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0 &&
          this.#isKey(form.tableKey(hash, form.WORD_KEY))
        ) {
          isSuspicious = true;
        }
        // Letters and digits.
        if ((kinds & WORDISH) === WORDISH) isSuspicious = true;
        // A consonant by itself, or an x instead of a vowel.
        if (
          !hasVowel &&
          hasLetter &&
          ((letters === 1 && at - chunkStart === 1) || (letterBits & xBit) !== 0)
        ) {
          isSuspicious = true;
        }
        // A short piece of a word that is pulled apart.
        if (letters === 1) {
          singles += 1;
          if (singles === 1) singlesStart = chunkStart;
          if (singles >= 3) isSuspicious = true;
        } else {
          if (letters < 5 && !hasVowel && hasLetter) isSuspicious = true;
          singles = 0;
        }
        if (suffixLengths !== 0 && !isSuspicious) isSuspicious = this.#endsLikeEntry(text, at);
      }

      // A sign that may hide or separate letters.
      if ((kind & (JOINER | SYMBOL)) !== 0 && !isSuspicious) {
        const next = at + 1 < textLength ? text.charCodeAt(at + 1) : space;
        if (
          letters > 0
            ? (code !== apostrophe || !isContraction(text, at + 1)) &&
              (next >= 128 ||
                ((asciiKind[next] ?? 0) & (LETTERLIKE | JOINER)) !== 0 ||
                ((kind & SYMBOL) !== 0 && code !== exclamationMark))
            : (kind & SYMBOL) !== 0 && (next >= 128 || ((asciiKind[next] ?? 0) & LETTER) !== 0)
        ) {
          isSuspicious = true;
        }
      }
      if (!isSuspicious && (kind & SPACE) === 0 && readAsciiArt(text, at) !== undefined) {
        isSuspicious = true;
      }

      hash = form.initialHash;
      lastClass = length = letters = kinds = letterBits = 0;
      if ((kind & SPACE) === 0) continue;

      // The chunk ends here.
      if (at > chunkStart) {
        this.#chunkStarts[chunk & (chunkMemory - 1)] = chunkStart;
        if (isSuspicious) {
          const backTo = Math.max(0, chunk - this.#reach) & (chunkMemory - 1);
          const back = this.#chunkStarts[backTo] ?? 0;
          const from = singles >= 3 ? Math.min(back, singlesStart) : back;
          if (this.#windowStart < 0) this.#windowStart = from;
          this.#lastChunk = chunk + this.#reach;
          isSuspicious = false;
        }
        if (this.#windowStart >= 0 && chunk >= this.#lastChunk && singles < 2) {
          this.#searchWindow(at);
        }
        chunk += 1;
      }
      chunkStart = at + 1;
    }
    if (this.#windowStart >= 0) this.#searchWindow(textLength);
  }

  #searchWindow(end: number): void {
    this.#search.search(this.#windowStart, end);
    this.#windowStart = -1;
  }

  #isKey(key: number): boolean {
    return this.#search.findHead(key) !== 0;
  }

  /** Returns whether the ASCII word that ends here may end with an entry like `*foo`. */
  #endsLikeEntry(text: string, end: number): boolean {
    let hash = form.initialHash;
    let lastClass = 0;
    let length = 0;
    for (let at = end - 1; at >= 0; at -= 1) {
      const code = text.charCodeAt(at);
      if (code >= 128 || ((asciiKind[code] ?? 0) & (LETTER | DIGIT)) === 0) return false;
      const letterClass = asciiClass[code] ?? 0;
      if (letterClass === lastClass) continue;
      lastClass = letterClass;
      length += 1;
      if (length > this.#maxLength) return false;
      hash = form.addToHash(hash, letterClass);
      if (
        ((this.#suffixLengths >>> Math.min(31, length)) & 1) !== 0 &&
        this.#isKey(form.tableKey(hash, form.SUFFIX_KEY))
      ) {
        return true;
      }
    }
    return false;
  }
}
