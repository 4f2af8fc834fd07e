// Searches a window of text closely. From each place where an entry may begin, it hashes the
// letters that follow, across gaps too, and looks the hash up wherever an entry may end. The
// verifier then decides whether a candidate is a match.

import {
  DIGIT,
  INVISIBLE,
  LETTER,
  LETTERLIKE,
  SPACE,
  SYMBOL,
  UNSPACED,
  WORDISH,
} from '../unicode/character-kinds.ts';
import { WordBoundaries } from '../unicode/word-boundaries.ts';
import * as form from './compiled-form.ts';
import { Gap } from './gap.ts';
import { MaskedLetters } from './masked-letters.ts';
import { sentenceSigns, type Stretch } from './match-context.ts';
import { NormalizedText } from './normalized-text.ts';
import {
  selectMatches,
  type Candidate,
  type IndexedMatch,
  type KindsByList,
} from './select-matches.ts';
import { EXACT, NO_MATCH, Verifier } from './verifier.ts';

/**
 * The most work for one text, in steps of about ten nanoseconds. Ordinary text takes a fifth of it
 * or less (test/filter-corpus/work.test.ts).
 *
 * @internal
 */
export const maxSteps = 150_000;
// The steps of larger pieces of work, as measured.
const stepsOfCandidate = 50;

/** How often a letter may repeat once a walk has left the word it began in. */
const maxRepeats = 8;
/** The same for a walk backwards. Counts invisible characters too. */
const maxRepeatsBack = 16;

const isHangulLetter = (code: number): boolean => code >= 0x1100 && code < 0x1200;

/** Where a walk begins, and how it treats the text. */
interface Walk {
  readonly first: number;
  /** An entry may begin here. Otherwise only entries that match inside words may. */
  readonly startsWord: boolean;
  /** Symbols separate letters. Otherwise they are letters. */
  readonly splitsAtSymbols: boolean;
}

export class WindowSearch {
  readonly #compiled: form.CompiledLists;
  readonly #window = new NormalizedText();
  readonly #gap = new Gap(this.#window);
  readonly #boundaries = new WordBoundaries();
  readonly #verifier: Verifier;
  readonly #maskedLetters: MaskedLetters;
  readonly #keyShift: number;
  readonly #bitShift: number;
  readonly #maxAnywhereLength: number;
  readonly #maxRun: number;
  readonly #prefixLengths: number;
  readonly #suffixLengths: number;
  #candidates: Candidate[] = [];
  #text = '';
  #steps = 0;
  /** Where the current run of one letter ends. */
  #runEnd = 0;
  #runStart = 0;

  constructor(compiled: form.CompiledLists) {
    this.#compiled = compiled;
    this.#verifier = new Verifier(compiled, this.#window);
    this.#maskedLetters = new MaskedLetters(
      this.#window,
      (key, first, last) => {
        this.#lookUp(key, { first, last, splitsAtSymbols: false });
      },
      (hash) => form.mayBegin(compiled, hash, form.BEGINNING_KEY),
    );
    const setting = (place: number): number => compiled.table[place] ?? 0;
    this.#keyShift = setting(form.KEY_SHIFT);
    this.#bitShift = setting(form.BIT_SHIFT);
    this.#maxRun = Math.max(maxRepeats, setting(form.MAX_RUN));
    this.#maxAnywhereLength = setting(form.ANYWHERE_MAX_LENGTH);
    this.#prefixLengths = setting(form.PREFIX_LENGTHS);
    this.#suffixLengths = setting(form.SUFFIX_LENGTHS);
  }

  begin(text: string): void {
    this.#text = text;
    this.#boundaries.begin();
    this.#steps = this.#verifier.steps = 0;
    this.#maskedLetters.begin();
    if (this.#candidates.length > 0) this.#candidates = [];
  }

  /** The work done for this text. */
  get steps(): number {
    return this.#steps + this.#verifier.steps + this.#maskedLetters.steps + this.#boundaries.steps;
  }

  get isExhausted(): boolean {
    return this.steps > maxSteps;
  }

  get candidateCount(): number {
    return this.#candidates.length;
  }

  /** Returns the matches of this text; see `selectMatches`. */
  selectMatches(kinds: KindsByList | undefined): readonly IndexedMatch[] {
    return selectMatches(this.#candidates, kinds);
  }

  /** Returns the first entry under a key, from 1. Returns -1 if only a phrase begins so, else 0. */
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

  /** Searches the text between two places at white space or at the ends of the text. */
  search(from: number, to: number): void {
    const window = this.#window;
    window.read(this.#text, from, to);
    const { kind, size } = window;
    this.#steps += window.steps;
    this.#runEnd = 0;

    let kinds = 0;
    for (let at = 0; at < size; at += 1) kinds |= kind[at] ?? 0;
    const hasSymbols = (kinds & SYMBOL) !== 0;

    for (let at = 0; at < size && !this.isExhausted; at += 1) {
      const unitKind = kind[at] ?? 0;
      if ((unitKind & LETTERLIKE) === 0 || this.#isInsideRun(at)) continue;

      const before = at === 0 ? SPACE : (kind[at - 1] ?? 0);
      const startsWord =
        (before & WORDISH) === 0 ||
        ((unitKind | before) & UNSPACED) !== 0 ||
        ((before & DIGIT) !== 0 && (unitKind & LETTER) !== 0);
      if (startsWord || this.#maxAnywhereLength > 0) {
        this.#walk({ first: at, startsWord, splitsAtSymbols: false });
        if (hasSymbols && (unitKind & SYMBOL) === 0) {
          this.#walk({ first: at, startsWord, splitsAtSymbols: true });
        }
      }

      if (startsWord && (unitKind & LETTER) !== 0) this.#maskedLetters.tryWord(at);
      if ((unitKind & UNSPACED) !== 0 && at + 2 < size) this.#maskedLetters.tryRing(at + 1);

      const endsWord = at + 1 === size || ((kind[at + 1] ?? 0) & WORDISH) === 0;
      if (this.#suffixLengths !== 0 && endsWord) this.#walkBack(at);
    }
  }

  /**
   * Returns whether a unit is inside a long run of one letter. A walk from there finds nothing that
   * walks from the run's ends don't, and together such walks cost the square of the run's length.
   */
  #isInsideRun(at: number): boolean {
    const { kind, letterClass, size } = this.#window;
    if (at >= this.#runEnd) {
      this.#runStart = at;
      let end = at + 1;
      while (
        end < size &&
        letterClass[end] === letterClass[at] &&
        ((kind[end] ?? 0) & LETTERLIKE) !== 0
      ) {
        end += 1;
      }
      this.#runEnd = end;
    }
    return at - this.#runStart > this.#maxRun && this.#runEnd - at > this.#maxRun + 1;
  }

  /** Hashes letters forwards. The state is in locals, for speed. */
  #walk({ first, startsWord, splitsAtSymbols }: Walk): void {
    const { kind, letterClass, start, size } = this.#window;
    let hash = form.initialHash;
    let lastClass = 0;
    /** Letters, without repeats. */
    let length = 0;
    let repeats = 0;
    let pieceCount = 1;
    let pieceLength = 0;
    let areSingleLetters = true;
    let hasLeftWord = !startsWord;
    let unit = first;
    while (unit < size) {
      const unitKind = kind[unit] ?? 0;
      this.#steps += 1;

      if ((unitKind & WORDISH) !== 0 || ((unitKind & SYMBOL) !== 0 && !splitsAtSymbols)) {
        const unitClass = letterClass[unit] ?? 0;
        if (unitClass === lastClass) {
          repeats += 1;
          // Other walks begin within the same run of a letter. Each must end early, or together
          // they cost the square of its length.
          if (repeats > maxRepeats && (hasLeftWord || (unitKind & UNSPACED) !== 0)) return;
        } else {
          hash = form.addToHash(hash, unitClass);
          lastClass = unitClass;
          length += 1;
          repeats = 0;
          if (!form.mayBegin(this.#compiled, hash, form.BEGINNING_KEY)) return;
        }
        if (unit === first || start[unit] !== start[unit - 1]) pieceLength += 1;

        const stretch = { first, last: unit, splitsAtSymbols };
        if (length <= this.#maxAnywhereLength && repeats <= maxRepeats) {
          this.#lookUp(form.tableKey(hash, form.ANYWHERE_KEY), stretch);
        }
        if (startsWord) {
          if (repeats <= maxRepeats && ((this.#prefixLengths >>> Math.min(31, length)) & 1) !== 0) {
            this.#lookUp(form.tableKey(hash, form.PREFIX_KEY), stretch);
          }
          const next = unit + 1 < size ? (kind[unit + 1] ?? 0) : SPACE;
          const mayEnd =
            (next & WORDISH) === 0 ||
            ((unitKind | next) & UNSPACED) !== 0 ||
            ((next & DIGIT) !== 0 && (unitKind & LETTER) !== 0);
          if (mayEnd) this.#lookUp(form.tableKey(hash, form.WORD_KEY), stretch);
        }
        unit += 1;
        continue;
      }

      hasLeftWord = true;
      if ((unitKind & INVISIBLE) !== 0) {
        unit += 1;
        continue;
      }

      const isNarrow = this.#gap.measure(unit, splitsAtSymbols);
      this.#steps += this.#gap.end - unit;
      if (!isNarrow) return;
      areSingleLetters &&= pieceLength === 1;
      const mayCross =
        this.#gap.isInWord({ count: pieceCount, lastLength: pieceLength, areSingleLetters }) ||
        this.findHead(form.tableKey(hash, form.WORD_KEY)) !== 0;
      if (!mayCross) return;
      pieceCount += 1;
      pieceLength = 0;
      unit = this.#gap.end;
    }
  }

  /** Looks for entries like `*foo`, backwards from the end of a word. */
  #walkBack(end: number): void {
    const { kind, letterClass } = this.#window;
    let hash = form.initialHash;
    let lastClass = 0;
    let length = 0;
    let repeats = 0;
    for (let unit = end; unit >= 0; unit -= 1) {
      const unitKind = kind[unit] ?? 0;
      this.#steps += 1;
      repeats += 1;
      if (repeats > maxRepeatsBack) return;
      if ((unitKind & INVISIBLE) !== 0) continue;
      if ((unitKind & LETTERLIKE) === 0) return;

      const unitClass = letterClass[unit] ?? 0;
      if (unitClass !== lastClass) {
        hash = form.addToHash(hash, unitClass);
        lastClass = unitClass;
        length += 1;
        repeats = 0;
        if (!form.mayBegin(this.#compiled, hash, form.ENDING_KEY)) return;
      }
      if (((this.#suffixLengths >>> Math.min(31, length)) & 1) === 0) continue;
      const stretch = { first: unit, last: end, splitsAtSymbols: false };
      this.#lookUp(form.tableKey(hash, form.SUFFIX_KEY), stretch);
    }
  }

  #lookUp(key: number, stretch: Stretch): void {
    this.#steps += 1;
    const { next } = this.#compiled;
    for (let head = this.findHead(key); head > 0 && !this.isExhausted; head = next[head - 1] ?? 0) {
      const verdict = this.#verifier.verify(head - 1, stretch);
      if (verdict !== NO_MATCH) this.#addCandidate(head - 1, stretch, verdict === EXACT);
    }
  }

  #addCandidate(id: number, { first, last }: Stretch, isExact: boolean): void {
    const { kind, code, start, end, size } = this.#window;
    const flags = this.#compiled.flags[id] ?? 0;

    // A wildcard takes the rest of the word.
    let from = first;
    let to = last;
    const isInWord = (unit: number): boolean => ((kind[unit] ?? 0) & (WORDISH | INVISIBLE)) !== 0;
    if ((flags & form.PREFIX) !== 0) while (to + 1 < size && isInWord(to + 1)) to += 1;
    if ((flags & form.SUFFIX) !== 0) while (from > 0 && isInWord(from - 1)) from -= 1;
    this.#steps += to - last + first - from + stepsOfCandidate;

    // Hangul is written in syllables, so a match ends with one.
    const splitsSyllable = (unit: number, next: number): boolean =>
      next >= 0 && next < size && start[next] === start[unit] && isHangulLetter(code[unit] ?? 0);
    if (splitsSyllable(from, from - 1) || splitsSyllable(to, to + 1)) return;

    const span = { start: start[from] ?? 0, end: end[to] ?? 0 };
    // A sign between two letters may be the end of one sentence and the beginning of the next.
    const isPlain = isExact || (last - first === 2 && sentenceSigns.has(code[first + 1] ?? 0));
    const needsBoundaries =
      isPlain && (flags & (form.UNSPACED_ENTRY | form.ANYWHERE)) === form.UNSPACED_ENTRY;
    if (needsBoundaries && !this.#boundaries.isWord(this.#text, span, this.#unspacedLength(id))) {
      return;
    }

    // Without a spread, which would take most of the search's time.
    this.#candidates.push({
      start: span.start,
      end: span.end,
      id,
      list: this.#compiled.list[id] ?? 0,
      entry: this.#compiled.index[id] ?? 0,
      disguised: !isExact,
      allowed: (flags & form.ALLOWED) !== 0,
    });
  }

  /** Returns the length of an entry. Scripts before kana, such as Thai, count as two letters. */
  #unspacedLength(id: number): number {
    const { from, codes } = this.#compiled;
    const first = from[id] ?? 0;
    return (codes[first] ?? 0) < 0x3040 ? 2 : (from[id + 1] ?? 0) - first;
  }
}
