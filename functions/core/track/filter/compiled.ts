// Word lists in the form the matcher reads: flat columns and one hash table, which can be kept as bytes and read back without work.
// How the columns are filled is compile.ts; how they are searched find.ts.

// What an entry is, as bits.
export const PREFIX = 1;
export const SUFFIX = 2;
export const ANYWHERE = 4;
export const ALLOWED = 8;
export const UNSPACED_ENTRY = 16;

// Kinds of keys in the one table.
export const WORD_KEY = 0;
export const PREFIX_KEY = 0x5bd1e995;
export const SUFFIX_KEY = 0x1b873593;
export const ANYWHERE_KEY = 0x27d4eb2f;

export const hashStart = 0x811c9dc5 | 0;

/** FNV-1a over letter classes, a letter after the same letter left out: what is doubled or drawn out has the same hash. */
export const hashStep = (hash: number, cls: number): number => Math.imul(hash ^ cls, 0x01000193);

export const keyOf = (hash: number, kind: number): number => Math.imul(hash ^ kind ^ (hash >>> 15), 0x9e3779b1) >>> 0;

export interface Compiled {
  /** One language tag a list. */
  readonly languages: readonly string[];
  readonly table: Int32Array;
  readonly keys: Uint32Array;
  /** Of the slots of `keys`: the first entry under the key, 1 up; 0: none, the slot is free; -1: a phrase begins so. */
  readonly heads: Int32Array;
  /** One bit a key, far apart: most words are told from every entry by it. */
  readonly bits: Uint32Array;
  /** Of entries: the next under the same key, 1 up. */
  readonly next: Int32Array;
  readonly list: Uint16Array;
  /** The place in the list's `forbidden`, or in `allowed`. */
  readonly index: Uint32Array;
  readonly flags: Uint8Array;
  /** Where an entry's letters begin; the next one's begin is their end. */
  readonly from: Uint32Array;
  readonly codes: Uint16Array;
  readonly classes: Uint16Array;
}

// Places in `table`, whose other numbers bound the search.
export const ENTRIES = 0;
export const LETTERS = 1;
export const KEY_SHIFT = 2;
export const BIT_SHIFT = 3;
/** Most letters of any entry, doubled ones counted once. */
export const LONGEST = 4;
/** Which numbers of letters have entries that match what begins (ends) so, one bit each. */
export const PREFIX_LENGTHS = 5;
export const SUFFIX_LENGTHS = 6;
export const ANYWHERE_LONGEST = 7;
/** Whether entries that match inside words have ASCII letters. */
export const ANYWHERE_ASCII = 8;
/** How many words a match may reach beyond its first. */
export const REACH = 9;
const MAGIC = 10;
const SIZE = 12;
const magic = 0x544d4631;

const columns = (table: Int32Array): readonly (readonly [keyof Compiled, number, number])[] => {
  const at = (place: number): number => table[place] ?? 0;
  return [
    ['keys', 4, 2 ** (32 - at(KEY_SHIFT))], ['heads', 4, 2 ** (32 - at(KEY_SHIFT))], ['bits', 4, 2 ** (32 - at(BIT_SHIFT)) / 32],
    ['next', 4, at(ENTRIES)], ['index', 4, at(ENTRIES)], ['from', 4, at(ENTRIES) + 1],
    ['list', 2, at(ENTRIES)], ['codes', 2, at(LETTERS)], ['classes', 2, at(LETTERS)], ['flags', 1, at(ENTRIES)],
  ];
};

export function emptyTable(): Int32Array {
  const table = new Int32Array(SIZE);
  table[MAGIC] = magic;
  return table;
}

/** The compiled form as bytes, for keeping. Read it back with `load`. @internal */
export function store(compiled: Compiled): Uint8Array<ArrayBuffer> {
  const languages = new Uint8Array(Array.from(compiled.languages.join(','), (it) => it.charCodeAt(0)));
  const rows = columns(compiled.table);
  const bytes = new Uint8Array(SIZE * 4 + rows.reduce((sum, [, width, length]) => sum + width * length, 0) + languages.length);
  let at = 0;
  const put = (column: ArrayBufferView): void => {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  };
  put(compiled.table);
  for (const [name] of rows) put(compiled[name] as Uint8Array);
  put(languages);
  return bytes;
}

/** Reads what `store` wrote; the columns are views of `bytes`, so it costs next to nothing. Undefined: they are something else. @internal */
export function load(bytes: Uint8Array): Compiled | undefined {
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  if (whole.length < SIZE * 4) return undefined;
  const table = new Int32Array(whole.buffer, whole.byteOffset, SIZE);
  if (table[MAGIC] !== magic || (table[KEY_SHIFT] ?? 0) < 4 || (table[BIT_SHIFT] ?? 0) < 2) return undefined;
  let at = whole.byteOffset + SIZE * 4;
  const end = whole.byteOffset + whole.length;
  const loaded: Record<string, ArrayBufferView> = {};
  for (const [name, width, length] of columns(table)) {
    if (length < 0 || at + width * length > end) return undefined;
    loaded[name] = name === 'heads' || name === 'next' ? new Int32Array(whole.buffer, at, length)
      : width === 4 ? new Uint32Array(whole.buffer, at, length)
      : width === 2 ? new Uint16Array(whole.buffer, at, length)
      : new Uint8Array(whole.buffer, at, length);
    at += width * length;
  }
  const tags = String.fromCharCode(...new Uint8Array(whole.buffer, at, end - at));
  return { ...loaded, table, languages: tags === '' ? [] : tags.split(',') } as unknown as Compiled;
}
