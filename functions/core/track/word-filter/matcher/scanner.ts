// Finds entries in a text. A quick scan tells almost every word of plain text from all entries by
// one bit; only what it cannot tell is read closely (search.ts), in a window around it.

import * as form from './compiled-lists.ts';
import {
  asciiClass,
  asciiKind,
  DIGIT,
  JOINER,
  LETTER,
  LETTERLIKE,
  readAsciiArt,
  SPACE,
  SYMBOL,
  WORDISH,
} from '../unicode/characters.ts';
import { WindowSearch, type Match } from './window-search.ts';

/**
 * `unavailable`: the text would cost more work than its length allows. It has not been searched to
 * its end, and must not pass.
 */
export type Found =
  | { readonly ok: true; readonly matches: readonly Match[] }
  | { readonly ok: false; readonly reason: 'unavailable' };

const voice =
  Array.from('aeiouy', (it) => 1 << (it.charCodeAt(0) & 31)).reduce((all, bit) => all | bit, 0) |
  (1 << ('i'.charCodeAt(0) & 31));
const crossed = 1 << (120 & 31);
/** `he'll`, `we're`, `I've`: what comes after an apostrophe, two letters as one number. */
const contracted = new Set(
  ['ll', 're', 've'].map((it) => it.charCodeAt(0) * 128 + it.charCodeAt(1)),
);
function isContraction(text: string, at: number): boolean {
  const isEnd = (place: number): boolean =>
    place >= text.length || ((asciiKind[text.charCodeAt(place)] ?? LETTER) & WORDISH) === 0;
  return (
    isEnd(at + 1) ||
    (isEnd(at + 2) &&
      contracted.has((text.charCodeAt(at) | 32) * 128 + (text.charCodeAt(at + 1) | 32)))
  );
}

const nothing: Found = { ok: true, matches: [] };

/**
 * Scans texts for windows that want a closer look. One for each compiled form; keeps nothing from
 * text to text.
 */
export class Scanner {
  readonly #compiled: form.CompiledLists;
  readonly #search: WindowSearch;
  readonly #reach: number;
  readonly #bitShift: number;
  readonly #prefixes: number;
  readonly #suffixes: number;
  readonly #closely: boolean;
  /** Where the last chunks began. */
  readonly #begins = new Uint32Array(16);
  #pending = -1;
  #until = 0;

  constructor(compiled: form.CompiledLists) {
    this.#compiled = compiled;
    this.#search = new WindowSearch(compiled);
    const { table } = compiled;
    this.#reach = Math.min(15, Math.max(2, table[form.MAX_PHRASE_GAPS] ?? 0));
    this.#bitShift = table[form.BIT_SHIFT] ?? 0;
    this.#prefixes = table[form.PREFIX_LENGTHS] ?? 0;
    this.#suffixes = table[form.SUFFIX_LENGTHS] ?? 0;
    // Entries that match inside words are looked for at every letter.
    this.#closely = (table[form.ANYWHERE_ASCII] ?? 0) !== 0;
  }

  /**
   * `kinds`: of each list; matches of one kind hide none of another, and lists whose kind is
   * undefined are left out. Without them all are of one.
   */
  find(text: string, kinds?: readonly (number | undefined)[]): Found {
    const search = this.#search;
    search.begin(text);
    if ((this.#compiled.table[form.ENTRIES] ?? 0) === 0) return nothing;
    if (this.#closely) search.window(0, text.length);
    else this.#scan(text);
    if (search.exhausted) return { ok: false, reason: 'unavailable' };
    return search.found === 0 ? nothing : { ok: true, matches: search.matches(kinds) };
  }

  /** The work done for the last text, in steps of the close look. @internal */
  get steps(): number {
    return this.#search.steps;
  }

  /** One loop over the text; what is kept between characters is in locals, for speed. */
  #scan(text: string): void {
    const { bits } = this.#compiled;
    const bitShift = this.#bitShift;
    const prefixes = this.#prefixes;
    const suffixes = this.#suffixes;
    const length = text.length;
    this.#pending = -1;
    let chunk = 0;
    let begin = 0;
    let dirty = false;
    // The word: its hash, last class, numbers of different and of all letters, their kinds and
    // which they are.
    let hash = form.initialHash;
    let last = 0;
    let different = 0;
    let letters = 0;
    let kinds = 0;
    let seen = 0;
    // Single letters one after the other.
    let singles = 0;
    let singlesFrom = 0;
    for (let at = 0; at <= length; at += 1) {
      const code = at < length ? text.charCodeAt(at) : 32;
      if (code >= 128) {
        dirty = true;
        continue;
      }
      const kind = asciiKind[code] ?? 0;
      if ((kind & WORDISH) !== 0) {
        const letterClass = asciiClass[code] ?? 0;
        letters += 1;
        kinds |= kind;
        seen |= 1 << (letterClass & 31);
        if (letterClass !== last) {
          last = letterClass;
          different += 1;
          hash = Math.imul(hash ^ letterClass, 0x01000193);
          if (
            prefixes !== 0 &&
            ((prefixes >>> Math.min(31, different)) & 1) !== 0 &&
            this.#isKey(form.tableKey(hash, form.PREFIX_KEY))
          ) {
            dirty = true;
          }
        }
        continue;
      }
      if (letters > 0) {
        const bit = (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 0) >>> bitShift;
        if (
          (((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0 &&
          this.#isKey(form.tableKey(hash, form.WORD_KEY))
        ) {
          dirty = true;
        }
        if ((kinds & WORDISH) === WORDISH) dirty = true;
        // A letter by itself, or an x for a vowel.
        if (
          (seen & voice) === 0 &&
          (kinds & LETTER) !== 0 &&
          ((letters === 1 && at - begin === 1) || (seen & crossed) !== 0)
        ) {
          dirty = true;
        }
        if (
          letters < 5 &&
          ((letters > 1 && (seen & voice) === 0 && (kinds & LETTER) !== 0) || letters === 1)
        ) {
          if (letters > 1) {
            dirty = true;
            singles = 0;
          } else {
            singles += 1;
            if (singles === 1) singlesFrom = begin;
            if (singles >= 3) dirty = true;
          }
        } else singles = 0;
        if (suffixes !== 0 && !dirty) dirty = this.#endsAsEntry(text, at);
      }
      if ((kind & (JOINER | SYMBOL)) !== 0 && !dirty) {
        const next = at + 1 < length ? text.charCodeAt(at + 1) : 32;
        if (
          letters > 0
            ? (code !== 39 || !isContraction(text, at + 1)) &&
              (next >= 128 ||
                ((asciiKind[next] ?? 0) & (LETTERLIKE | JOINER)) !== 0 ||
                ((kind & SYMBOL) !== 0 && code !== 33))
            : (kind & SYMBOL) !== 0 && (next >= 128 || ((asciiKind[next] ?? 0) & LETTER) !== 0)
        ) {
          dirty = true;
        }
      }
      if (!dirty && (kind & SPACE) === 0 && readAsciiArt(text, at) !== undefined) dirty = true;
      hash = form.initialHash;
      last = different = letters = kinds = seen = 0;
      if ((kind & SPACE) === 0) continue;
      if (at > begin) {
        this.#begins[chunk & 15] = begin;
        if (dirty) {
          const back = this.#begins[Math.max(0, chunk - this.#reach) & 15] ?? 0;
          const from = singles >= 3 ? Math.min(back, singlesFrom) : back;
          if (this.#pending < 0) this.#pending = from;
          this.#until = chunk + this.#reach;
          dirty = false;
        }
        if (this.#pending >= 0 && chunk >= this.#until && singles < 2) this.#flush(at);
        chunk += 1;
      }
      begin = at + 1;
    }
    if (this.#pending >= 0) this.#flush(length);
  }

  #flush(to: number): void {
    this.#search.window(this.#pending, to);
    this.#pending = -1;
  }

  #isKey(key: number): boolean {
    return this.#search.findHead(key) !== 0;
  }

  /** Whether the ASCII word that ends here ends as an entry like `*foo` does. */
  #endsAsEntry(text: string, end: number): boolean {
    let hash = form.initialHash;
    let last = 0;
    let different = 0;
    for (let at = end - 1; at >= 0; at -= 1) {
      const code = text.charCodeAt(at);
      if (code >= 128 || ((asciiKind[code] ?? 0) & (LETTER | DIGIT)) === 0) return false;
      const letterClass = asciiClass[code] ?? 0;
      if (letterClass === last) continue;
      last = letterClass;
      different += 1;
      if (different > (this.#compiled.table[form.MAX_LENGTH] ?? 0)) return false;
      hash = form.addToHash(hash, letterClass);
      if (
        ((this.#suffixes >>> Math.min(31, different)) & 1) !== 0 &&
        this.#isKey(form.tableKey(hash, form.SUFFIX_KEY))
      ) {
        return true;
      }
    }
    return false;
  }
}
