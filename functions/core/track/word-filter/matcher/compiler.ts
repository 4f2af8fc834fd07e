// Compiles word lists. It reads each entry like a text and stores it under the hash of its letters.

import type { WordList } from '../lists/word-list.ts';
import { INVISIBLE, LETTERLIKE, SPACE, UNSPACED } from '../unicode/character-kinds.ts';
import * as form from './compiled-form.ts';
import { NormalizedText } from './normalized-text.ts';

interface Columns {
  readonly next: Int32Array;
  readonly list: Uint16Array;
  readonly index: Uint32Array;
  readonly flags: Uint8Array;
  readonly from: Uint32Array;
  codes: Uint16Array;
  classes: Uint16Array;
}

/** An entry without its wildcards, and the flags that they mean. */
interface ParsedEntry {
  readonly text: string;
  readonly flags: number;
}

/** An entry's place among the lists, and the flags that it has from its list. */
interface EntrySource {
  readonly list: number;
  readonly index: number;
  readonly flags: number;
}

const keyKinds: ReadonlyMap<number, number> = new Map([
  [form.PREFIX, form.PREFIX_KEY],
  [form.SUFFIX, form.SUFFIX_KEY],
  [form.ANYWHERE, form.ANYWHERE_KEY],
]);

/** Parses an entry such as `foo*`. */
export function parseWildcards(entry: string): ParsedEntry {
  const from = entry.startsWith('*') ? 1 : 0;
  const to = entry.length - (entry.length > 1 && entry.endsWith('*') ? 1 : 0);
  const flags = (from > 0 ? form.SUFFIX : 0) | (to < entry.length ? form.PREFIX : 0);
  return {
    text: entry.slice(from, to),
    flags: flags === (form.PREFIX | form.SUFFIX) ? form.ANYWHERE : flags,
  };
}

class Compiler {
  readonly #table = form.emptyTable();
  readonly #window = new NormalizedText();
  #keys = new Uint32Array();
  #heads = new Int32Array();
  #bits = new Uint32Array();
  readonly #columns: Columns;
  #used = 0;
  #entries = 0;
  #letters = 0;

  constructor(entries: number) {
    this.#allocate(Math.max(4, Math.ceil(Math.log2(Math.max(1, entries) * 2))));
    this.#columns = {
      next: new Int32Array(entries),
      list: new Uint16Array(entries),
      index: new Uint32Array(entries),
      flags: new Uint8Array(entries),
      from: new Uint32Array(entries + 1),
      codes: new Uint16Array(entries * 16 + 64),
      classes: new Uint16Array(entries * 16 + 64),
    };
  }

  /** Adds an entry. Ignores entries without letters. */
  add(entry: string, { list, index, flags }: EntrySource): void {
    const parsed = parseWildcards(entry);
    const window = this.#window;
    window.read(parsed.text, 0, parsed.text.length);
    const all = parsed.flags | flags;
    const kind = (all & form.ANYWHERE) !== 0 ? form.ANYWHERE : all & (form.PREFIX | form.SUFFIX);
    let entryFlags = kind | (flags & form.ALLOWED);
    const begin = this.#letters;
    for (let at = 0; at < window.size; at += 1) {
      const unit = window.kind[at] ?? 0;
      if ((unit & INVISIBLE) !== 0) continue;
      if ((unit & UNSPACED) !== 0) entryFlags |= form.UNSPACED_ENTRY;
      // Any white space in an entry is one space.
      const isSpace = (unit & SPACE) !== 0;
      if (isSpace && (this.#letters === begin || this.#columns.codes[this.#letters - 1] === 32)) {
        continue;
      }
      this.#addLetter(
        isSpace ? 32 : (window.code[at] ?? 0),
        (unit & LETTERLIKE) !== 0 ? (window.letterClass[at] ?? 0) : 0,
      );
    }
    if (this.#letters === begin) return;
    const id = this.#entries;
    this.#columns.list[id] = list;
    this.#columns.index[id] = index;
    this.#columns.flags[id] = entryFlags;
    this.#columns.from[id] = begin;
    this.#columns.from[id + 1] = this.#letters;
    this.#entries += 1;
    this.#link(id, { begin, kind });
  }

  /**
   * Stores an entry under its key. Also stores the beginnings of a phrase, so the search knows that
   * it may continue.
   */
  #link(id: number, { begin, kind }: { readonly begin: number; readonly kind: number }): void {
    const { classes } = this.#columns;
    const isSuffix = kind === form.SUFFIX;
    let hash = form.initialHash;
    let lastClass = 0;
    let length = 0;
    let words = 0;
    let run = 0;
    for (let step = 0, count = this.#letters - begin; step < count; step += 1) {
      const letterClass = classes[isSuffix ? this.#letters - 1 - step : begin + step] ?? 0;
      if (letterClass === 0) {
        if (classes[begin + step - 1] !== 0) {
          words += 1;
          this.#putHead(form.tableKey(hash, form.WORD_KEY), -1);
        }
      } else if (letterClass !== lastClass) {
        hash = form.addToHash(hash, letterClass);
        lastClass = letterClass;
        length += 1;
        run = 0;
      }
      run += 1;
      this.#raise(form.MAX_RUN, run);
    }
    this.#putHead(form.tableKey(hash, keyKinds.get(kind) ?? form.WORD_KEY), id + 1);

    const table = this.#table;
    this.#raise(form.MAX_LENGTH, length);
    this.#raise(form.MAX_PHRASE_GAPS, words);
    if (kind === form.PREFIX || isSuffix) {
      const place = isSuffix ? form.SUFFIX_LENGTHS : form.PREFIX_LENGTHS;
      // Entries of 31 or more letters share one bit.
      table[place] = (table[place] ?? 0) | (1 << Math.min(31, length));
    }
    if (kind === form.ANYWHERE) {
      this.#raise(form.ANYWHERE_MAX_LENGTH, length);
      if ((classes[begin] ?? 0) < 128) table[form.ANYWHERE_ASCII] = 1;
    }
  }

  #raise(place: number, value: number): void {
    this.#table[place] = Math.max(this.#table[place] ?? 0, value);
  }

  /** Adds an entry (from 1) in front of those under the same key, or (-1) a phrase's beginning. */
  #putHead(key: number, head: number): void {
    if (this.#used * 2 >= this.#keys.length) this.#grow();
    const slot = this.#findSlot(key);
    const before = this.#heads[slot] ?? 0;
    if (before === 0) {
      this.#used += 1;
      this.#keys[slot] = key;
      this.#setBit(key);
    }
    if (head > 0) this.#columns.next[head - 1] = Math.max(0, before);
    if (before === 0 || head > 0) this.#heads[slot] = head;
  }

  #findSlot(key: number): number {
    let slot = key >>> (this.#table[form.KEY_SHIFT] ?? 0);
    while (this.#heads[slot] !== 0 && this.#keys[slot] !== key) {
      slot = (slot + 1) & (this.#keys.length - 1);
    }
    return slot;
  }

  #setBit(key: number): void {
    const bit = key >>> (this.#table[form.BIT_SHIFT] ?? 0);
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  /** Allocates 2^power slots, and eight bits a slot. The slots are at most half full. */
  #allocate(power: number): void {
    this.#table[form.KEY_SHIFT] = 32 - power;
    this.#table[form.BIT_SHIFT] = 32 - Math.min(30, power + 3);
    this.#keys = new Uint32Array(2 ** power);
    this.#heads = new Int32Array(2 ** power);
    this.#bits = new Uint32Array(2 ** Math.min(30, power + 3) / 32);
  }

  #grow(): void {
    const keys = this.#keys;
    const heads = this.#heads;
    this.#allocate(33 - (this.#table[form.KEY_SHIFT] ?? 0));
    for (const [old, head] of heads.entries()) {
      if (head === 0) continue;
      const key = keys[old] ?? 0;
      const slot = this.#findSlot(key);
      this.#keys[slot] = key;
      this.#heads[slot] = head;
      this.#setBit(key);
    }
  }

  #addLetter(code: number, letterClass: number): void {
    const columns = this.#columns;
    if (this.#letters === columns.codes.length) {
      for (const name of ['codes', 'classes'] as const) {
        const grown = new Uint16Array(this.#letters * 2);
        grown.set(columns[name]);
        columns[name] = grown;
      }
    }
    columns.codes[this.#letters] = code;
    columns.classes[this.#letters] = letterClass;
    this.#letters += 1;
  }

  /** Fills the Bloom filter of beginnings: about four bits for each letter of all entries. */
  #fillBeginnings(): Uint32Array {
    const { from, classes, flags } = this.#columns;
    const power = Math.min(25, Math.max(8, Math.ceil(Math.log2(this.#letters * 4 + 1))));
    const bits = new Uint32Array(2 ** power / 32);
    this.#table[form.BEGINNING_SHIFT] = 32 - power;
    for (let id = 0; id < this.#entries; id += 1) {
      const begin = from[id] ?? 0;
      const end = from[id + 1] ?? 0;
      const isSuffix = ((flags[id] ?? 0) & form.SUFFIX) !== 0;
      let hash = form.initialHash;
      let lastClass = 0;
      for (let step = 0; step < end - begin; step += 1) {
        const letterClass = classes[isSuffix ? end - 1 - step : begin + step] ?? 0;
        if (letterClass === 0 || letterClass === lastClass) continue;
        hash = form.addToHash(hash, letterClass);
        lastClass = letterClass;
        const key = form.tableKey(hash, isSuffix ? form.ENDING_KEY : form.BEGINNING_KEY);
        const bit = key >>> (32 - power);
        bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
      }
    }
    return bits;
  }

  finish(languages: readonly string[]): form.CompiledLists {
    const count = this.#entries;
    this.#table[form.ENTRIES] = count;
    this.#table[form.LETTERS] = this.#letters;
    const { next, list, index, flags, from, codes, classes } = this.#columns;
    return {
      languages,
      table: this.#table,
      keys: this.#keys,
      heads: this.#heads,
      bits: this.#bits,
      beginnings: this.#fillBeginnings(),
      next: next.slice(0, count),
      list: list.slice(0, count),
      index: index.slice(0, count),
      flags: flags.slice(0, count),
      from: from.slice(0, count + 1),
      codes: codes.slice(0, this.#letters),
      classes: classes.slice(0, this.#letters),
    };
  }
}

/** Compiles lists. A match refers to its list and entry by their places here. */
export function compile(
  lists: readonly Omit<WordList, 'replacements' | 'version'>[],
): form.CompiledLists {
  const compiler = new Compiler(
    lists.reduce((sum, { forbidden, allowed = [] }) => sum + forbidden.length + allowed.length, 0),
  );
  for (const [list, { forbidden, allowed = [], anywhere = false }] of lists.entries()) {
    for (const [index, entry] of forbidden.entries()) {
      compiler.add(entry, { list, index, flags: anywhere ? form.ANYWHERE : 0 });
    }
    for (const [index, entry] of allowed.entries()) {
      compiler.add(entry, { list, index, flags: form.ALLOWED });
    }
  }
  return compiler.finish(lists.map(({ language }) => language));
}
