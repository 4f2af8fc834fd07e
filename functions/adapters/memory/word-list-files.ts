// Word lists in a directory: `changes.json` has the current version and history of each list,
// `<list>.<version>.json` one version, written once, and `hits.json` the counters. A crash never
// leaves a partial file.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListChange, WordList } from '../../core/ports.ts';

const hitsMilliseconds = 3_000;

type Changes = Readonly<Record<string, readonly ListChange[]>>;
type Counted = Map<string, Map<string, number>>;

export interface WordListFiles {
  load(): Promise<{
    readonly changes: Map<string, readonly ListChange[]>;
    readonly written: Map<string, WordList | 'gone'>;
    readonly counted: Counted;
  }>;
  save(input: {
    readonly name: string;
    readonly changes: readonly ListChange[];
    readonly versions: readonly (WordList | undefined)[];
  }): Promise<void>;
  version(name: string, version: number): Promise<WordList | undefined>;
  /** Writes the counters some seconds later. */
  storeHits(counted: Counted): void;
}

export function openWordListFiles(directory: string): WordListFiles {
  const changesFile = join(directory, 'changes.json');
  const hitsFile = join(directory, 'hits.json');
  const versionFile = (name: string, version: number): string =>
    join(directory, `${name}.${version}.json`);
  let known: Changes = {};
  let timer: NodeJS.Timeout | undefined;

  const readVersion = (name: string, version: number): Promise<WordList | undefined> =>
    read<WordList>(versionFile(name, version));

  return {
    async load() {
      await mkdir(directory, { recursive: true });
      known = (await read<Changes>(changesFile)) ?? {};
      const written = new Map<string, WordList | 'gone'>();
      for (const [name, changes] of Object.entries(known)) {
        const change = changes.at(-1);
        if (change === undefined) continue;
        const list = change.gone ? 'gone' : await readVersion(name, change.version);
        if (list === undefined) {
          throw new Error(
            `${versionFile(name, change.version)} is missing, ` +
              `without which the list ${name} is not known. ` +
              `Put it back, or remove ${directory}.`,
          );
        }
        written.set(name, list);
      }
      const hits = (await read<Record<string, Record<string, number>>>(hitsFile)) ?? {};
      return {
        changes: new Map(Object.entries(known)),
        written,
        counted: new Map(
          Object.entries(hits).map(([name, ofList]) => [name, new Map(Object.entries(ofList))]),
        ),
      };
    },

    async save({ name, changes, versions }) {
      for (const list of versions) {
        if (list !== undefined) await replace(versionFile(name, list.version), list);
      }
      const all = { ...known, [name]: changes };
      await replace(changesFile, all);
      known = all;
    },

    version: readVersion,

    storeHits(counted) {
      timer ??= setTimeout(() => {
        timer = undefined;
        const hits = Object.fromEntries(
          [...counted].map(([name, ofList]) => [name, Object.fromEntries(ofList)]),
        );
        // Counters are not guaranteed: the next write contains them all again.
        replace(hitsFile, hits).catch(() => undefined);
      }, hitsMilliseconds).unref();
    },
  };
}

/** Returns undefined if there is no such file. */
async function read<Content>(file: string): Promise<Content | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Content;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error instanceof SyntaxError
      ? new Error(`${file} is not JSON. Mend it, or put a copy of it back.`)
      : error;
  }
}

/** Replaces a file. A reader finds the old content or the new, never a part. */
async function replace(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}
