// The close look at a window of text: from each place where an entry may begin, letters are
// followed under their hash, over gaps too, and wherever an entry may end the table is asked.
// Whether an answer is believed is verify.ts.

import { markupSigns, sentenceSigns } from './match-context.ts';
import * as form from './compiled-lists.ts';
import {
  DIGIT,
  INVISIBLE,
  LETTER,
  LETTERLIKE,
  OTHER,
  SPACE,
  SYMBOL,
  UNSPACED,
  WORDISH,
} from '../unicode/characters.ts';
import { MaskedLetters } from './masked-letters.ts';
import { NormalizedText } from './normalized-text.ts';
import { WordBoundaries } from '../unicode/word-boundaries.ts';
import { EXACT, NO_MATCH, Verifier } from './verifier.ts';

/**
 * A forbidden entry in the text: its list's and its own place as compiled, and where it stands, in
 * UTF-16 units.
 */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly list: number;
  readonly entry: number;
  /** It is not written as it is in the list, case and width apart. */
  readonly disguised: boolean;
}

interface Candidate extends Match {
  readonly id: number;
  readonly allowed: boolean;
}

/**
 * Steps a text may cost: plain text takes about three a character, the worst that people write some
 * dozens.
 */
const stepsFor = (length: number): number => 50_000 + length * 200;

/** How often a letter may come again where a walk has left the word it began in. */
const repeatsMost = 8;
/** The same for a walk back from a word's end, over what shows nothing too. */
const backMost = 16;

/** Two letters of one loanword. */
const katakana = /^[ァ-ヺｦ-ﾟー]{2}$/;

/** What a shout ends with. */
const shouted = /[っッー〜～]/;

const isJamo = (code: number): boolean => code >= 0x1100 && code < 0x1200;

export class WindowSearch {
  readonly #compiled: form.CompiledLists;
  readonly #reading = new NormalizedText();
  readonly #segments = new WordBoundaries();
  readonly #verifier: Verifier;
  readonly #masks: MaskedLetters;
  readonly #keyShift: number;
  readonly #bitShift: number;
  readonly #longest: number;
  readonly #anywhere: number;
  readonly #prefixes: number;
  readonly #suffixes: number;
  #candidates: Candidate[] = [];
  #text = '';
  #budget = 0;
  #steps = 0;

  constructor(compiled: form.CompiledLists) {
    this.#compiled = compiled;
    this.#verifier = new Verifier(compiled, this.#reading);
    this.#masks = new MaskedLetters(this.#reading, (key, first, last) => {
      this.#ask(key, { first, last, apart: false });
    });
    const at = (place: number): number => compiled.table[place] ?? 0;
    this.#keyShift = at(form.KEY_SHIFT);
    this.#bitShift = at(form.BIT_SHIFT);
    this.#longest = at(form.MAX_LENGTH);
    this.#anywhere = at(form.ANYWHERE_MAX_LENGTH);
    this.#prefixes = at(form.PREFIX_LENGTHS);
    this.#suffixes = at(form.SUFFIX_LENGTHS);
  }

  begin(text: string): void {
    this.#text = text;
    this.#segments.forget();
    this.#steps = this.#verifier.steps = 0;
    this.#masks.begin();
    this.#budget = stepsFor(text.length);
    if (this.#candidates.length > 0) this.#candidates = [];
  }

  get steps(): number {
    return this.#steps + this.#verifier.steps + this.#masks.steps;
  }

  get exhausted(): boolean {
    return this.steps > this.#budget;
  }

  get found(): number {
    return this.#candidates.length;
  }

  /** The first entry under a key, 1 up; -1: a phrase begins so; 0: none. */
  findHead(key: number): number {
    const { keys, heads, bits } = this.#compiled;
    const bit = key >>> this.#bitShift;
    if ((((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return 0;
    let slot = key >>> this.#keyShift;
    while (heads[slot] !== 0) {
      if (keys[slot] === key) return heads[slot] ?? 0;
      slot = (slot + 1) & (keys.length - 1);
    }
    return 0;
  }

  /** Looks closely at the text between two places, which lie at white space or at the ends. */
  window(from: number, to: number): void {
    const reading = this.#reading;
    reading.read(this.#text, from, to);
    const { kind, size } = reading;
    let kinds = 0;
    for (let at = 0; at < size; at += 1) kinds |= kind[at] ?? 0;
    for (let at = 0; at < size && !this.exhausted; at += 1) {
      const it = kind[at] ?? 0;
      if ((it & LETTERLIKE) === 0) continue;
      const before = at === 0 ? SPACE : (kind[at - 1] ?? 0);
      const begins =
        (before & WORDISH) === 0 ||
        ((it | before) & UNSPACED) !== 0 ||
        ((before & DIGIT) !== 0 && (it & LETTER) !== 0);
      if (begins || this.#anywhere > 0) {
        this.#walk({ at, begins, apart: false });
        if ((kinds & SYMBOL) !== 0 && (it & SYMBOL) === 0) this.#walk({ at, begins, apart: true });
      }
      if (begins && (it & LETTER) !== 0) this.#masks.signs(at);
      if ((it & UNSPACED) !== 0 && at + 2 < size) this.#masks.ring(at + 1);
      if (this.#suffixes !== 0 && (at + 1 === size || ((kind[at + 1] ?? 0) & WORDISH) === 0)) {
        this.#walkBack(at);
      }
    }
  }

  #walk({
    at,
    begins,
    apart,
  }: {
    readonly at: number;
    readonly begins: boolean;
    readonly apart: boolean;
  }): void {
    const { kind, code, letterClass, start, size } = this.#reading;
    let hash = form.initialHash;
    let last = 0;
    let different = 0;
    let pieces = 1;
    let piece = 0;
    let single = true;
    let again = 0;
    let crossed = !begins;
    let unit = at;
    while (unit < size) {
      const it = kind[unit] ?? 0;
      this.#steps += 1;
      if ((it & WORDISH) !== 0 || ((it & SYMBOL) !== 0 && !apart)) {
        const own = letterClass[unit] ?? 0;
        if (own !== last) {
          hash = form.addToHash(hash, own);
          last = own;
          different += 1;
          again = 0;
          if (different > this.#longest) return;
        } else {
          again += 1;
          // Other walks begin in the midst of such a run: each must end, lest they cost the square
          // of its length.
          if (again > repeatsMost && (crossed || (it & UNSPACED) !== 0)) return;
        }
        if (unit === at || start[unit] !== start[unit - 1]) piece += 1;
        const next = unit + 1 < size ? (kind[unit + 1] ?? 0) : SPACE;
        const span = { first: at, last: unit, apart };
        if (different <= this.#anywhere && again <= repeatsMost) {
          this.#ask(form.tableKey(hash, form.ANYWHERE_KEY), span);
        }
        if (begins) {
          if (again <= repeatsMost && ((this.#prefixes >>> Math.min(31, different)) & 1) !== 0) {
            this.#ask(form.tableKey(hash, form.PREFIX_KEY), span);
          }
          const ends =
            (next & WORDISH) === 0 ||
            ((it | next) & UNSPACED) !== 0 ||
            ((next & DIGIT) !== 0 && (it & LETTER) !== 0);
          if (ends) this.#ask(form.tableKey(hash, form.WORD_KEY), span);
        }
        unit += 1;
        continue;
      }
      crossed = true;
      if ((it & INVISIBLE) !== 0) {
        unit += 1;
        continue;
      }
      let gap = 0;
      let wide = 0;
      let same = true;
      let behind = unit;
      for (; behind < size; behind += 1) {
        const other = kind[behind] ?? 0;
        if ((other & WORDISH) !== 0 || ((other & SYMBOL) !== 0 && !apart)) break;
        if ((other & INVISIBLE) !== 0) continue;
        gap |= other;
        wide += 1;
        same &&= code[behind] === code[unit];
        if (wide > 80) return;
      }
      this.#steps += behind - unit;
      single &&= piece === 1;
      const alone =
        behind < size && (behind + 1 >= size || ((kind[behind + 1] ?? 0) & WORDISH) === 0);
      const pulled =
        (single && wide <= 4) ||
        (wide === 1 &&
          ((gap & (SPACE | OTHER)) === 0 ||
            ((gap & SPACE) !== 0 && (piece <= 4 || alone) && pieces <= 4))) ||
        (wide <= 4 && same && markupSigns.has(code[unit] ?? 0));
      if (!pulled && this.findHead(form.tableKey(hash, form.WORD_KEY)) === 0) return;
      pieces += 1;
      piece = 0;
      unit = behind;
    }
  }

  /** Entries like `*foo`, from the end of a word. */
  #walkBack(end: number): void {
    const { kind, letterClass } = this.#reading;
    let hash = form.initialHash;
    let last = 0;
    let different = 0;
    let again = 0;
    for (let unit = end; unit >= 0; unit -= 1) {
      const it = kind[unit] ?? 0;
      this.#steps += 1;
      again += 1;
      if (again > backMost) return;
      if ((it & INVISIBLE) !== 0) continue;
      if ((it & LETTERLIKE) === 0) return;
      const own = letterClass[unit] ?? 0;
      if (own !== last) {
        hash = form.addToHash(hash, own);
        last = own;
        different += 1;
        again = 0;
        if (different > this.#longest) return;
      }
      if (((this.#suffixes >>> Math.min(31, different)) & 1) === 0) continue;
      this.#ask(form.tableKey(hash, form.SUFFIX_KEY), { first: unit, last: end, apart: false });
    }
  }

  #ask(
    key: number,
    span: { readonly first: number; readonly last: number; readonly apart: boolean },
  ): void {
    const { next } = this.#compiled;
    for (let head = this.findHead(key); head > 0 && !this.exhausted; head = next[head - 1] ?? 0) {
      const verdict = this.#verifier.verify(head - 1, span);
      if (verdict !== NO_MATCH) this.#take(head - 1, span, verdict === EXACT);
    }
  }

  #take(
    id: number,
    { first, last }: { readonly first: number; readonly last: number },
    exact: boolean,
  ): void {
    const { kind, code, start, end, size } = this.#reading;
    const flags = this.#compiled.flags[id] ?? 0;
    let from = first;
    let to = last;
    const inWord = (unit: number): boolean => ((kind[unit] ?? 0) & (WORDISH | INVISIBLE)) !== 0;
    // A wildcard takes the rest of the word.
    if ((flags & form.PREFIX) !== 0) while (to + 1 < size && inWord(to + 1)) to += 1;
    if ((flags & form.SUFFIX) !== 0) while (from > 0 && inWord(from - 1)) from -= 1;
    this.#steps += to - last + first - from;
    const place = { start: start[from] ?? 0, end: end[to] ?? 0 };
    // Hangul is written in syllables: a match ends with one.
    const isCut = (unit: number, next: number): boolean =>
      next >= 0 && next < size && start[next] === start[unit] && isJamo(code[unit] ?? 0);
    if (isCut(from, from - 1) || isCut(to, to + 1)) return;
    // So may two sentences: the end of one and the beginning of the next.
    const isPlain = exact || (last - first === 2 && sentenceSigns.has(code[first + 1] ?? 0));
    if (
      (flags & (form.UNSPACED_ENTRY | form.ANYWHERE)) === form.UNSPACED_ENTRY &&
      isPlain &&
      !this.#stands(id, place)
    ) {
      return;
    }
    this.#candidates.push({
      ...place,
      id,
      list: this.#compiled.list[id] ?? 0,
      entry: this.#compiled.index[id] ?? 0,
      disguised: !exact,
      allowed: (flags & form.ALLOWED) !== 0,
    });
  }

  /**
   * Whether an entry of a script without spaces stands by itself. Dictionaries do not know all of
   * what is said here, so that the longer a Japanese or Chinese entry is, the less they are asked:
   * two letters are often part of a word, four hardly ever, unless a loanword goes on there.
   */
  #stands(id: number, place: { readonly start: number; readonly end: number }): boolean {
    const { from, codes } = this.#compiled;
    const first = from[id] ?? 0;
    const length = (codes[first] ?? 0) < 0x3040 ? 2 : (from[id + 1] ?? 0) - first;
    const { start, end } = place;
    const inLoanword =
      katakana.test(this.#text.slice(Math.max(0, start - 1), start + 1)) ||
      katakana.test(this.#text.slice(end - 1, end + 1));
    if (length > 3 && !inLoanword) return true;
    const wanted = length === 3 ? 1 : 2;
    // Shouted, a word ends cut short or drawn out.
    return (
      this.#segments.ends(this.#text, place) >= wanted ||
      (shouted.test(this.#text.charAt(end)) &&
        this.#segments.ends(this.#text, { start, end: end + 1 }) >= wanted)
    );
  }

  /**
   * Leftmost first, of those the longest, of those the first in the lists; none inside what is
   * allowed, and none over another of its kind. `kinds`: of each list, undefined where it is not
   * asked; without them all are of one.
   */
  matches(kinds: readonly (number | undefined)[] | undefined): readonly Match[] {
    const order = this.#candidates.sort(
      (one, other) =>
        one.start - other.start ||
        other.end - one.end ||
        one.id - other.id ||
        Number(one.disguised) - Number(other.disguised),
    );
    const isMeant = (list: number): boolean => kinds === undefined || kinds[list] !== undefined;
    const allowed = order.filter((candidate) => candidate.allowed && isMeant(candidate.list));
    const matches: Match[] = [];
    let next = 0;
    let allowedTo = 0;
    const taken: number[] = [];
    for (const { start, end, list, entry, disguised, allowed: isAllowed } of order) {
      for (let it = allowed[next]; it !== undefined && it.start <= start; it = allowed[next]) {
        allowedTo = Math.max(allowedTo, it.end);
        next += 1;
      }
      const kind = kinds === undefined ? 0 : kinds[list];
      if (isAllowed || kind === undefined || start < (taken[kind] ?? 0) || end <= allowedTo) {
        continue;
      }
      matches.push({ start, end, list, entry, disguised });
      taken[kind] = end;
    }
    return matches;
  }
}
