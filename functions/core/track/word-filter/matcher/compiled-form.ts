// Word lists in the form that the matcher reads: flat columns and one hash table. They can be
// stored as bytes and loaded without work. compiler.ts fills the columns, window-search.ts searches
// them.

// Properties of an entry, as bits.
export const PREFIX = 1;
export const SUFFIX = 2;
export const ANYWHERE = 4;
export const ALLOWED = 8;
/** The entry has letters of a script without spaces between words. */
export const UNSPACED_ENTRY = 16;

// Kinds of keys in the hash table.
export const WORD_KEY = 0;
export const PREFIX_KEY = 0x5bd1e995;
export const SUFFIX_KEY = 0x1b873593;
export const ANYWHERE_KEY = 0x27d4eb2f;
// Kinds of keys in the filter of beginnings.
export const BEGINNING_KEY = 0x165667b1;
/** The same for letters read backwards, from an entry's end. */
export const ENDING_KEY = 0x2545f491;

export const initialHash = 0x811c9dc5 | 0;

/**
 * Adds a letter class to an FNV-1a hash. Skip a letter that repeats the one before, so doubled and
 * drawn-out letters don't change the hash.
 */
export const addToHash = (hash: number, letterClass: number): number =>
  Math.imul(hash ^ letterClass, 0x01000193);

export const tableKey = (hash: number, kind: number): number =>
  Math.imul(hash ^ kind ^ (hash >>> 15), 0x9e3779b1) >>> 0;

export interface CompiledLists {
  /** The language tag of each list. */
  readonly languages: readonly string[];
  /** Settings by place; see below. */
  readonly table: Int32Array;

  // One value for each slot of the hash table.
  readonly keys: Uint32Array;
  /** The first entry under the key, from 1. 0: the slot is free; -1: only a phrase begins so. */
  readonly heads: Int32Array;

  /** A Bloom filter of the keys with one bit each, so most words need no look at the table. */
  readonly bits: Uint32Array;

  /**
   * A Bloom filter of the letters with which entries begin, of every length. A search ends as soon
   * as no entry begins like the text, so it takes a few steps a letter and not the longest entry's.
   */
  readonly beginnings: Uint32Array;

  // One value for each entry.
  /** The next entry under the same key, from 1. */
  readonly next: Int32Array;
  readonly list: Uint16Array;
  /** The place in the list's `forbidden` or `allowed`. */
  readonly index: Uint32Array;
  readonly flags: Uint8Array;
  /** Where the entry's letters begin. They end where those of the next entry begin. */
  readonly from: Uint32Array;

  // One value for each letter of all entries.
  readonly codes: Uint16Array;
  readonly classes: Uint16Array;
}

// Places in `table`.
export const ENTRIES = 0;
export const LETTERS = 1;
export const KEY_SHIFT = 2;
export const BIT_SHIFT = 3;
/** The length of the longest entry; doubled letters count once. */
export const MAX_LENGTH = 4;
/** The lengths of entries with a wildcard at the end (PREFIX) or the start, one bit each. */
export const PREFIX_LENGTHS = 5;
export const SUFFIX_LENGTHS = 6;
export const ANYWHERE_MAX_LENGTH = 7;
/** 1 if entries that match inside words have ASCII letters. */
export const ANYWHERE_ASCII = 8;
/** How many words a match may extend beyond its first. */
export const MAX_PHRASE_GAPS = 9;
const MAGIC = 10;
/** The checksum of all other bytes, in stored lists. */
const CHECKSUM = 11;
/** The filter of beginnings has 2^(32 - shift) bits. */
export const BEGINNING_SHIFT = 12;
/** How often an entry repeats a letter at most. */
export const MAX_RUN = 13;
const SIZE = 14;
const magic = 0x544d4633;

/** Returns whether an entry may begin with the letters of a hash. `kind`: a key of beginnings. */
export function mayBegin(
  { beginnings, table }: CompiledLists,
  hash: number,
  kind: number,
): boolean {
  const bit = tableKey(hash, kind) >>> (table[BEGINNING_SHIFT] ?? 0);
  return (((beginnings[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0;
}

export function emptyTable(): Int32Array {
  const table = new Int32Array(SIZE);
  table[MAGIC] = magic;
  return table;
}

/** Returns the compiled form as bytes. `loadCompiledLists` reads them. */
export function storeCompiledLists(lists: CompiledLists): Uint8Array<ArrayBuffer> {
  const tags = Uint8Array.from(lists.languages.join(','), (it) => it.charCodeAt(0));
  // The widest elements first, so every column is aligned.
  const columns: readonly ArrayBufferView[] = [
    lists.table,
    lists.keys,
    lists.heads,
    lists.bits,
    lists.beginnings,
    lists.next,
    lists.index,
    lists.from,
    lists.list,
    lists.codes,
    lists.classes,
    lists.flags,
    tags,
  ];
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  new Int32Array(bytes.buffer, 0, SIZE)[CHECKSUM] = computeChecksum(bytes);
  return bytes;
}

/**
 * Loads what `storeCompiledLists` wrote. The columns are views of `bytes`, so it costs almost
 * nothing. Returns undefined if the bytes are something else or incomplete.
 */
export function loadCompiledLists(bytes: Uint8Array): CompiledLists | undefined {
  // `new Uint8Array` copies. A Buffer's slice would not.
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  if (length < SIZE * 4) return undefined;
  const table = new Int32Array(buffer, byteOffset, SIZE);
  const setting = (place: number): number => table[place] ?? 0;
  if (setting(MAGIC) !== magic) return undefined;
  const checksum = computeChecksum(new Uint8Array(buffer, byteOffset, length));
  if (setting(CHECKSUM) !== checksum) return undefined;

  const slots = 2 ** (32 - setting(KEY_SHIFT));
  const bitWords = 2 ** (32 - setting(BIT_SHIFT)) / 32;
  const beginningWords = 2 ** (32 - setting(BEGINNING_SHIFT)) / 32;
  const entries = setting(ENTRIES);
  const letters = setting(LETTERS);
  let at = byteOffset + SIZE * 4;
  const nextColumn = <Column>(Column: ColumnConstructor<Column>, count: number): Column => {
    const column = new Column(buffer, at, count);
    at += count * Column.BYTES_PER_ELEMENT;
    return column;
  };
  // In the order of `storeCompiledLists`.
  return {
    table: table.with(CHECKSUM, 0),
    keys: nextColumn(Uint32Array, slots),
    heads: nextColumn(Int32Array, slots),
    bits: nextColumn(Uint32Array, bitWords),
    beginnings: nextColumn(Uint32Array, beginningWords),
    next: nextColumn(Int32Array, entries),
    index: nextColumn(Uint32Array, entries),
    from: nextColumn(Uint32Array, entries + 1),
    list: nextColumn(Uint16Array, entries),
    codes: nextColumn(Uint16Array, letters),
    classes: nextColumn(Uint16Array, letters),
    flags: nextColumn(Uint8Array, entries),
    languages: splitLanguages(new Uint8Array(buffer, at, byteOffset + length - at)),
  };
}

interface ColumnConstructor<Column> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, at: number, count: number): Column;
}

const splitLanguages = (tags: Uint8Array): readonly string[] =>
  tags.length === 0 ? [] : String.fromCharCode(...tags).split(',');

/**
 * Computes a checksum, leaving out its own place. It differs if one 32-bit word differs, and almost
 * certainly if several do.
 */
function computeChecksum({ buffer, byteOffset, length }: Uint8Array): number {
  const words = new Int32Array(buffer, byteOffset, length >> 2);
  let checksum = length;
  for (let at = 0; at < words.length; at += 1) {
    if (at !== CHECKSUM) checksum = Math.imul(checksum ^ (words[at] ?? 0), 0x01000193);
  }
  for (const byte of new Uint8Array(buffer, byteOffset + words.byteLength, length & 3)) {
    checksum = Math.imul(checksum ^ byte, 0x01000193);
  }
  return checksum;
}
