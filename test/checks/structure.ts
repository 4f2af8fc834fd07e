// The shape that keeps the tree readable: small folders, distinct file names, verbs for functions.

import { basename, dirname } from 'node:path';

/** Source files of one folder; more means that an idea wants a folder of its own. */
export const maxFilesPerFolder = 14;
/** Helpers named `xOf` in functions/, infra/ and web/, where a verb or a noun reads better. */
export const maxOfHelpers = 5;

const isSource = (file: string): boolean =>
  /^(functions|infra|web)\/.*\.(tsx?|mts|mjs)$/.test(file) && !file.endsWith('.d.mts');

/** Folders with more source files than allowed, with their count. */
export function findCrowdedFolders(files: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of files.filter(isSource)) {
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  return new Map([...counts].filter(([, count]) => count > maxFilesPerFolder));
}

/** Base names that several source files share; `index` files are the doors of their folders. */
export function findSharedNames(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const file of files.filter(isSource)) {
    const name = basename(file).split('.')[0] ?? '';
    if (name !== 'index') byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  return new Map([...byName].filter(([, sharing]) => sharing.length > 1));
}

/** Declared functions and constants of a source file that are named `xOf`. */
export const findOfHelpers = (source: string): readonly string[] =>
  [...source.matchAll(/\b(?:const|let|function\*?) ([a-z]\w*Of)\b/g)].map(([, name]) => name ?? '');

/** Names that end in `Most`: a limit is named `max…`. */
export const findMostNames = (source: string): readonly string[] =>
  [...source.matchAll(/\b(?:const|let|function|readonly) ([a-z]\w*Most)\b/g)].map(
    ([, name]) => name ?? '',
  );
