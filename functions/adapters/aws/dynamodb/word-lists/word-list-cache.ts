// The word lists that a warm function knows. It reads the table again every few seconds, and uses
// the lists it knows while the table does not answer. One function compiles lists for all.

import type { ActiveLists, Clock, WordList } from '../../../../core/ports.ts';
import { compileLists, selectActiveLists } from '../../../../core/track/word-filter/index.ts';
import type { Table } from '../items.ts';
import { compiledName, readCompiled, storeCompiled } from './compiled-list-items.ts';
import { readHeads, readVersion, unpackHead } from './list-items.ts';

/**
 * How long known lists are used before the table is read again. Changed lists take time to read, so
 * changes by other functions apply within 5 s.
 */
const freshMilliseconds = 4_000;
/** How long known lists are used if the table cannot be read. */
const staleMilliseconds = 60_000;
/** How long one message waits for the table, and when the table is tried again. */
const readTimeoutMilliseconds = 1_500;
const retryMilliseconds = 1_000;

/** The compiler in this process. */
export interface Compiler {
  /** Changes whenever the compiled form of the same lists would. */
  readonly edition: string;
  /** Whether this function may write lists. It then stores their compiled form for the others. */
  readonly storesCompiled: boolean;
}

type Heads = ReadonlyMap<string, string>;

interface CachedLists {
  readonly heads: Heads;
  readonly written: ReadonlyMap<string, WordList | 'gone'>;
  readonly active: ActiveLists;
}

interface CacheOptions {
  readonly seeds: readonly WordList[];
  readonly clock: Clock;
  /** Undefined: every function compiles the lists itself. */
  readonly compiler: Compiler | undefined;
  readonly flushCounters: () => Promise<unknown>;
}

export interface WordListCache {
  /** Returns the active lists: from memory while they are fresh. */
  read(): Promise<ActiveLists>;
  /** Returns the version of a list that a packed head refers to. `undefined`: the seed. */
  readList(name: string, head: string | undefined): Promise<WordList | undefined>;
  /** Reads the table now. */
  refresh(): Promise<unknown>;
  /** Makes the next `read` read the table. */
  expire(): void;
}

/** Creates the cache, empty. */
export function createWordListCache(
  table: Table,
  { seeds, clock, compiler, flushCounters }: CacheOptions,
): WordListCache {
  let cached: CachedLists | undefined;
  /** When `cached` was last found to be current, and when to check again. */
  let checkedAt = -Infinity;
  let nextCheckAt = -Infinity;
  let refreshing: Promise<CachedLists> | undefined;

  const readList: WordListCache['readList'] = async (name, packed) => {
    if (packed === undefined) return seeds.find((seed) => seed.name === name);
    const head = unpackHead(packed);
    if (head.parts === 0) return undefined;
    const list = cached?.heads.get(name) === packed ? cached.written.get(name) : undefined;
    return list === undefined || list === 'gone' ? readVersion(table, name, head) : list;
  };

  const readLists = async (heads: Heads): Promise<CachedLists> => {
    if (cached !== undefined && sameHeads(cached.heads, heads)) return cached;
    // The seeds alone compile fast.
    const name =
      compiler === undefined || heads.size === 0
        ? undefined
        : compiledName({ heads, seeds, edition: compiler.edition });
    const reading = name === undefined ? undefined : readCompiled(table, name);
    const written = new Map(
      await Promise.all(
        [...heads].map(
          async ([list, packed]) => [list, (await readList(list, packed)) ?? 'gone'] as const,
        ),
      ),
    );
    const lists = selectActiveLists(seeds, written);
    const stored = await reading;
    const compiled =
      stored === undefined && name !== undefined && compiler?.storesCompiled === true
        ? await compileAndStore(name, lists)
        : stored;
    return { heads, written, active: { lists, compiled } };
  };

  const compileAndStore = async (name: string, lists: readonly WordList[]): Promise<Uint8Array> => {
    const bytes = compileLists(lists);
    // If this fails, the others compile the lists themselves.
    await storeCompiled(table, { name, bytes, now: clock.now() }).catch(() => undefined);
    return bytes;
  };

  const refresh = async (): Promise<CachedLists> => {
    const began = clock.now();
    // Writes counters now, while a caller waits anyway: Lambda may freeze the function afterwards.
    const [heads] = await Promise.all([readHeads(table), flushCounters()]);
    cached = await readLists(heads);
    checkedAt = began;
    nextCheckAt = began + freshMilliseconds;
    return cached;
  };

  const readFresh = async (): Promise<CachedLists> => {
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    const current = cached;
    if (current === undefined) return refreshing;
    try {
      const timeout = clock.wait(readTimeoutMilliseconds).then(() => {
        const seconds = readTimeoutMilliseconds / 1_000;
        throw new Error(`The word-list table did not answer within ${seconds} s.`);
      });
      return await Promise.race([refreshing, timeout]);
    } catch (error) {
      if (clock.now() - checkedAt > staleMilliseconds) throw error;
      nextCheckAt = clock.now() + retryMilliseconds;
      return current;
    }
  };

  return {
    read: async () =>
      (cached !== undefined && clock.now() < nextCheckAt ? cached : await readFresh()).active,
    readList,
    refresh,
    expire: () => {
      nextCheckAt = -Infinity;
    },
  };
}

const sameHeads = (one: Heads, other: Heads): boolean =>
  one.size === other.size && [...one].every(([name, packed]) => other.get(name) === packed);
