// Word lists in the form the matcher reads: flat columns and one hash table, which can be kept as
// bytes and read back without work. How the columns are filled is compile.ts; how they are searched
// find.ts.

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

export const initialHash = 0x811c9dc5 | 0;

/**
 * FNV-1a over letter classes, a letter after the same letter left out: what is doubled or drawn out
 * has the same hash.
 */
export const addToHash = (hash: number, letterClass: number): number =>
  Math.imul(hash ^ letterClass, 0x01000193);

export const tableKey = (hash: number, kind: number): number =>
  Math.imul(hash ^ kind ^ (hash >>> 15), 0x9e3779b1) >>> 0;

export interface CompiledLists {
  /** One language tag a list. */
  readonly languages: readonly string[];
  readonly table: Int32Array;
  readonly keys: Uint32Array;
  /**
   * Of the slots of `keys`: the first entry under the key, 1 up; 0: none, the slot is free; -1: a
   * phrase begins so.
   */
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
export const MAX_LENGTH = 4;
/** Which numbers of letters have entries that match what begins (ends) so, one bit each. */
export const PREFIX_LENGTHS = 5;
export const SUFFIX_LENGTHS = 6;
export const ANYWHERE_MAX_LENGTH = 7;
/** Whether entries that match inside words have ASCII letters. */
export const ANYWHERE_ASCII = 8;
/** How many words a match may reach beyond its first. */
export const MAX_PHRASE_GAPS = 9;
const MAGIC = 10;
/** Over all the other bytes, where they are kept. */
const CHECK = 11;
const SIZE = 12;
const magic = 0x544d4632;

export function emptyTable(): Int32Array {
  const table = new Int32Array(SIZE);
  table[MAGIC] = magic;
  return table;
}

/** The compiled form as bytes, for keeping. Read it back with `loadCompiledLists`. */
export function storeCompiledLists({
  languages,
  table,
  keys,
  heads,
  bits,
  next,
  index,
  from,
  list,
  codes,
  classes,
  flags,
}: CompiledLists): Uint8Array<ArrayBuffer> {
  const tags = Uint8Array.from(languages.join(','), (it) => it.charCodeAt(0));
  // The widest first, so that each begins where it may.
  const columns: readonly ArrayBufferView[] = [
    table,
    keys,
    heads,
    bits,
    next,
    index,
    from,
    list,
    codes,
    classes,
    flags,
    tags,
  ];
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  new Int32Array(bytes.buffer, 0, SIZE)[CHECK] = checkOf(bytes);
  return bytes;
}

/**
 * Reads what `storeCompiledLists` wrote; the columns are views of `bytes`, so it costs next to nothing.
 * Undefined: they are something else, or not whole.
 */
export function loadCompiledLists(bytes: Uint8Array): CompiledLists | undefined {
  // A Buffer's slice would be no copy.
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  if (length < SIZE * 4) return undefined;
  const table = new Int32Array(buffer, byteOffset, SIZE);
  const of = (place: number): number => table[place] ?? 0;
  if (of(MAGIC) !== magic || of(CHECK) !== checkOf(new Uint8Array(buffer, byteOffset, length))) {
    return undefined;
  }
  const [slots, marks, entries, letters] = [
    2 ** (32 - of(KEY_SHIFT)),
    2 ** (32 - of(BIT_SHIFT)) / 32,
    of(ENTRIES),
    of(LETTERS),
  ];
  let at = byteOffset + SIZE * 4;
  const after = <Column>(Column: ColumnOf<Column>, count: number): Column => {
    const column = new Column(buffer, at, count);
    at += count * Column.BYTES_PER_ELEMENT;
    return column;
  };
  return {
    table: table.with(CHECK, 0),
    keys: after(Uint32Array, slots),
    heads: after(Int32Array, slots),
    bits: after(Uint32Array, marks),
    next: after(Int32Array, entries),
    index: after(Uint32Array, entries),
    from: after(Uint32Array, entries + 1),
    list: after(Uint16Array, entries),
    codes: after(Uint16Array, letters),
    classes: after(Uint16Array, letters),
    flags: after(Uint8Array, entries),
    languages: languagesIn(new Uint8Array(buffer, at, byteOffset + length - at)),
  };
}

interface ColumnOf<Column> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, at: number, count: number): Column;
}

const languagesIn = (tags: Uint8Array): readonly string[] =>
  tags.length === 0 ? [] : String.fromCharCode(...tags).split(',');

/**
 * Differs wherever one word of the bytes does, and almost surely where more do. What it is kept in
 * counts as nothing.
 */
function checkOf({ buffer, byteOffset, length }: Uint8Array): number {
  const words = new Int32Array(buffer, byteOffset, length >> 2);
  let check = length;
  for (let at = 0; at < words.length; at += 1) {
    if (at !== CHECK) check = Math.imul(check ^ (words[at] ?? 0), 0x01000193);
  }
  for (const byte of new Uint8Array(buffer, byteOffset + words.byteLength, length & 3)) {
    check = Math.imul(check ^ byte, 0x01000193);
  }
  return check;
}
