// Lists to their compiled form: each entry read as a text is read, and put under the hash of its
// letters.

import type { WordList } from '../lists/word-list.ts';
import * as form from './compiled-lists.ts';
import { LETTERLIKE, INVISIBLE, UNSPACED, SPACE } from '../unicode/characters.ts';
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

/** What an entry's wildcards make of it: its text without them, and its flags. */
export function parseWildcards(entry: string): { readonly text: string; readonly flags: number } {
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
  readonly #reading = new NormalizedText();
  #keys = new Uint32Array();
  #heads = new Int32Array();
  #bits = new Uint32Array();
  readonly #columns: Columns;
  #used = 0;
  #entries = 0;
  #letters = 0;

  constructor(entries: number) {
    this.#make(Math.max(4, Math.ceil(Math.log2(Math.max(1, entries) * 2))));
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

  /** `flags` say how the list has its entries matched. */
  add(
    entry: string,
    {
      list,
      index,
      flags,
    }: { readonly list: number; readonly index: number; readonly flags: number },
  ): void {
    const wild = parseWildcards(entry);
    const reading = this.#reading;
    reading.read(wild.text, 0, wild.text.length);
    const all = wild.flags | flags;
    const kind = (all & form.ANYWHERE) !== 0 ? form.ANYWHERE : all & (form.PREFIX | form.SUFFIX);
    let kept = kind | (flags & form.ALLOWED);
    const begin = this.#letters;
    for (let at = 0; at < reading.size; at += 1) {
      const unit = reading.kind[at] ?? 0;
      if ((unit & INVISIBLE) !== 0) continue;
      if ((unit & UNSPACED) !== 0) kept |= form.UNSPACED_ENTRY;
      // White space in an entry is one space, however it was typed.
      const isSpace = (unit & SPACE) !== 0;
      if (isSpace && (this.#letters === begin || this.#columns.codes[this.#letters - 1] === 32)) {
        continue;
      }
      this.#put(
        isSpace ? 32 : (reading.code[at] ?? 0),
        (unit & LETTERLIKE) !== 0 ? (reading.letterClass[at] ?? 0) : 0,
      );
    }
    if (this.#letters === begin) return;
    const id = this.#entries;
    this.#columns.list[id] = list;
    this.#columns.index[id] = index;
    this.#columns.flags[id] = kept;
    this.#columns.from[id] = begin;
    this.#columns.from[id + 1] = this.#letters;
    this.#entries += 1;
    this.#link(id, { begin, kind });
  }

  /**
   * Puts an entry under its key, and a phrase's beginnings under theirs, so that the search knows
   * that it may go on.
   */
  #link(id: number, { begin, kind }: { readonly begin: number; readonly kind: number }): void {
    const { classes } = this.#columns;
    const back = kind === form.SUFFIX;
    let hash = form.initialHash;
    let last = 0;
    let length = 0;
    let words = 0;
    for (let step = 0, count = this.#letters - begin; step < count; step += 1) {
      const letterClass = classes[back ? this.#letters - 1 - step : begin + step] ?? 0;
      if (letterClass === 0) {
        if (classes[begin + step - 1] !== 0) {
          words += 1;
          this.#head(form.tableKey(hash, form.WORD_KEY), -1);
        }
      } else if (letterClass !== last) {
        hash = form.addToHash(hash, letterClass);
        last = letterClass;
        length += 1;
      }
    }
    const salt =
      kind === form.PREFIX
        ? form.PREFIX_KEY
        : back
          ? form.SUFFIX_KEY
          : kind === form.ANYWHERE
            ? form.ANYWHERE_KEY
            : form.WORD_KEY;
    this.#head(form.tableKey(hash, salt), id + 1);
    const table = this.#table;
    this.#most(form.MAX_LENGTH, length);
    this.#most(form.MAX_PHRASE_GAPS, words);
    if (kind === form.PREFIX || back) {
      const place = back ? form.SUFFIX_LENGTHS : form.PREFIX_LENGTHS;
      // Entries of 31 letters and more share one bit.
      table[place] = (table[place] ?? 0) | (1 << Math.min(31, length));
    }
    if (kind === form.ANYWHERE) {
      this.#most(form.ANYWHERE_MAX_LENGTH, length);
      if ((classes[begin] ?? 0) < 128) table[form.ANYWHERE_ASCII] = 1;
    }
  }

  #most(place: number, value: number): void {
    this.#table[place] = Math.max(this.#table[place] ?? 0, value);
  }

  /** Puts an entry before those under the same key, or (-1) notes that a phrase begins so. */
  #head(key: number, head: number): void {
    if (this.#used * 2 >= this.#keys.length) this.#grow();
    const slot = this.#slot(key);
    const before = this.#heads[slot] ?? 0;
    if (before === 0) {
      this.#used += 1;
      this.#keys[slot] = key;
      this.#mark(key);
    }
    if (head > 0) this.#columns.next[head - 1] = Math.max(0, before);
    if (before === 0 || head > 0) this.#heads[slot] = head;
  }

  #slot(key: number): number {
    let slot = key >>> (this.#table[form.KEY_SHIFT] ?? 0);
    while (this.#heads[slot] !== 0 && this.#keys[slot] !== key) {
      slot = (slot + 1) & (this.#keys.length - 1);
    }
    return slot;
  }

  #mark(key: number): void {
    const bit = key >>> (this.#table[form.BIT_SHIFT] ?? 0);
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  /**
   * Makes room for `power` bits' worth of slots, an eighth of the bits' room: half full at most.
   */
  #make(power: number): void {
    this.#table[form.KEY_SHIFT] = 32 - power;
    this.#table[form.BIT_SHIFT] = 32 - Math.min(30, power + 3);
    this.#keys = new Uint32Array(2 ** power);
    this.#heads = new Int32Array(2 ** power);
    this.#bits = new Uint32Array(2 ** Math.min(30, power + 3) / 32);
  }

  #grow(): void {
    const keys = this.#keys;
    const heads = this.#heads;
    this.#make(33 - (this.#table[form.KEY_SHIFT] ?? 0));
    for (const [old, head] of heads.entries()) {
      if (head === 0) continue;
      const key = keys[old] ?? 0;
      const slot = this.#slot(key);
      this.#keys[slot] = key;
      this.#heads[slot] = head;
      this.#mark(key);
    }
  }

  #put(code: number, letterClass: number): void {
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

/** Compiles lists; a match names the list and the entry by their places here. */
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
