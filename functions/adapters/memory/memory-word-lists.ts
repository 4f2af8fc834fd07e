// Word lists on one machine: in memory, and in a directory if one is given. The seeds are the lists
// of FILTER_FILE, read once at start, or the built-in ones. word-list-files.ts writes the files.

import { readFile } from 'node:fs/promises';
import {
  createListChange,
  createSeedChange,
  hitRetentionDays,
  isExpectedVersion,
  selectActiveLists,
  parseLists,
} from '../../core/track/word-filter/index.ts';
import type {
  Clock,
  DayOfHits,
  WordLists,
  ListChange,
  ActiveLists,
  ListWritten,
  WordList,
} from '../../core/ports.ts';
import { seedLists } from '../../lists/seeds.ts';
import { systemClock } from '../system/system-clock.ts';
import { openWordListFiles, type WordListFiles } from './word-list-files.ts';

/** How many old versions of a list are kept in memory. Files keep them all. */
const versionsInMemory = 50;
const dayMilliseconds = 24 * 3_600_000;

/**
 * Reads the lists. `file`: the seeds, as JSON with one list or an array of lists. Without it, the
 * built-in lists. `directory`: where changes are stored. Without it, in memory. Throws an Error
 * that says how to fix a bad file.
 */
export async function openWordLists({
  file,
  directory,
  clock = systemClock,
}: {
  readonly file?: string | undefined;
  readonly directory?: string | undefined;
  readonly clock?: Clock;
} = {}): Promise<WordLists> {
  const seeds = file === undefined ? seedLists() : await readLists(file);
  if (directory === undefined) return createMemoryWordLists({ seeds, clock });
  const files = openWordListFiles(directory);
  return createMemoryWordLists({ seeds, clock, files, ...(await files.load()) });
}

interface StoredLists {
  /** The changes of each written list, oldest first. */
  readonly changes: Map<string, readonly ListChange[]>;
  readonly written: Map<string, WordList | 'gone'>;
  readonly counted: Map<string, Map<string, number>>;
}

/** Creates the lists without reading files. `files` stores changes. @internal */
export function createMemoryWordLists({
  seeds,
  clock = systemClock,
  files,
  changes = new Map(),
  written = new Map(),
  counted = new Map(),
}: {
  readonly seeds: readonly WordList[];
  readonly clock?: Clock;
  readonly files?: WordListFiles;
} & Partial<StoredLists>): WordLists {
  const old = new Map<string, WordList>();
  let active: ActiveLists = { lists: selectActiveLists(seeds, written) };
  let last: Promise<unknown> = Promise.resolve();

  const findSeed = (name: string): WordList | undefined => seeds.find((seed) => seed.name === name);
  const findCurrent = (name: string): WordList | undefined => {
    const list = written.get(name) ?? findSeed(name);
    return list === 'gone' ? undefined : list;
  };
  const findChanges = (name: string): readonly ListChange[] => {
    const seed = findSeed(name);
    return changes.get(name) ?? (seed === undefined ? [] : [createSeedChange(seed)]);
  };
  const forget = (name: string): void => {
    const versions = [...old.keys()].filter((key) => key.startsWith(`${name} `));
    for (const key of versions.slice(0, Math.max(0, versions.length - versionsInMemory))) {
      old.delete(key);
    }
  };

  const write = async ({
    name,
    by,
    expected,
    list,
  }: {
    readonly name: string;
    readonly by: string;
    readonly expected: number | 'new';
    readonly list: Omit<WordList, 'version'> | undefined;
  }): Promise<ListWritten> => {
    const before = findCurrent(name);
    const earlier = findChanges(name);
    if (!isExpectedVersion(expected, earlier.at(-1))) {
      return { ok: false, current: before?.version };
    }

    const version = (earlier.at(-1)?.version ?? 0) + 1;
    const after = list === undefined ? undefined : { ...list, version };
    const change = createListChange(before, after, { version, at: clock.now(), by });
    const all = [...earlier, change];
    // Written to disk before anyone sees it. The seed is written too, since the next release may
    // have another one.
    if (files !== undefined) {
      await files.save({
        name,
        changes: all,
        versions: [changes.has(name) ? undefined : before, after],
      });
    } else if (before !== undefined) old.set(`${name} ${before.version}`, before);
    changes.set(name, all);
    written.set(name, after ?? 'gone');
    active = { lists: selectActiveLists(seeds, written) };
    forget(name);
    return { ok: true, change };
  };
  /**
   * Runs writes one after another, so only one of two writers that expect the same version
   * succeeds.
   */
  const inTurn = (act: () => Promise<ListWritten>): Promise<ListWritten> => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
  const toDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

  return {
    read: () => Promise.resolve(active),
    get: (name) => Promise.resolve(findCurrent(name)),
    put: ({ list, by, expected }) => inTurn(() => write({ name: list.name, by, expected, list })),
    remove: ({ name, by, expected }) =>
      inTurn(() => write({ name, by, expected, list: undefined })),
    history: (name) => Promise.resolve(findChanges(name).toReversed()),
    async version(name, version) {
      const list = findCurrent(name);
      if (list?.version === version) return list;
      return files === undefined ? old.get(`${name} ${version}`) : files.version(name, version);
    },
    count(hits) {
      const day = toDay(clock.now());
      for (const { list, entry } of hits) {
        const ofList = counted.get(list) ?? new Map<string, number>();
        const key = `${day} ${entry}`;
        ofList.set(key, (ofList.get(key) ?? 0) + 1);
        counted.set(list, ofList);
      }
      files?.storeHits(counted);
    },
    settle: () => Promise.resolve(),
    async hits(name) {
      const first = toDay(clock.now() - (hitRetentionDays - 1) * dayMilliseconds);
      const ofList = counted.get(name) ?? new Map<string, number>();
      for (const key of ofList.keys()) if (key.slice(0, first.length) < first) ofList.delete(key);
      return [...ofList].map(([key, hits]): DayOfHits => ({
        entry: key.slice(first.length + 1),
        day: key.slice(0, first.length),
        hits,
      }));
    },
  };
}

async function readLists(file: string): Promise<readonly WordList[]> {
  let json: unknown;
  try {
    // A file written on Windows may begin with a byte order mark, which JSON.parse refuses.
    json = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw badFile(
      file,
      error instanceof SyntaxError
        ? `is not JSON (${error.message})`
        : `cannot be read (${errorCode(error)})`,
    );
  }
  const parsed = parseLists(json);
  if (!parsed.ok) throw badFile(file, parsed.problem);
  return parsed.lists;
}

const badFile = (file: string, problem: string): Error =>
  new Error(
    `FILTER_FILE ${file}: ${problem}. Mend the file, ` +
      'or leave FILTER_FILE unset to use the lists that come with the program.',
  );

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
