// Which lists are active, and what a change of a list consists of. All adapters of the port
// WordLists use these rules. Where lists are stored is up to the adapter.

import type { ListChange, WordList } from './word-list.ts';

/** The number of days for which matches are counted. */
export const hitRetentionDays = 30;

/**
 * Returns the active lists: seeds in their order, then other lists by name. A stored list replaces
 * the seed of its name; `gone` removes it.
 */
export function selectActiveLists(
  seeds: readonly WordList[],
  stored: ReadonlyMap<string, WordList | 'gone'>,
): readonly WordList[] {
  const otherNames = [...stored.keys()]
    .filter((name) => !seeds.some((seed) => seed.name === name))
    .sort();
  const current = [
    ...seeds.map((seed) => stored.get(seed.name) ?? seed),
    ...otherNames.map((name) => stored.get(name) ?? 'gone'),
  ];
  return current.filter((list) => list !== 'gone');
}

/** Returns the first entry in the history of a list that comes with the program. */
export const createSeedChange = ({ version, forbidden, allowed = [] }: WordList): ListChange => ({
  version,
  at: undefined,
  by: undefined,
  gone: false,
  entries: forbidden.length,
  added: forbidden.length + allowed.length,
  removed: 0,
});

/** Compares two versions of a list. Undefined: there was no list before, or there is none after. */
export function createListChange(
  before: WordList | undefined,
  after: WordList | undefined,
  { version, at, by }: { readonly version: number; readonly at: number; readonly by: string },
): ListChange {
  const [entriesBefore, entriesAfter] = [collectEntries(before), collectEntries(after)];
  return {
    version,
    at,
    by,
    gone: after === undefined,
    entries: after?.forbidden.length ?? 0,
    added: [...entriesAfter].filter((entry) => !entriesBefore.has(entry)).length,
    removed: [...entriesBefore].filter((entry) => !entriesAfter.has(entry)).length,
  };
}

/** Returns whether the current version is the one that a writer expects to replace. */
export function isExpectedVersion(
  expected: number | 'new',
  current: Pick<ListChange, 'version' | 'gone'> | undefined,
): boolean {
  const exists = current !== undefined && !current.gone;
  return expected === 'new' ? !exists : exists && current.version === expected;
}

/**
 * Marks allowed entries by a line feed, which no entry contains. An entry may be forbidden in one
 * version and allowed in the next.
 */
const collectEntries = (list: WordList | undefined): ReadonlySet<string> =>
  new Set([...(list?.forbidden ?? []), ...(list?.allowed ?? []).map((entry) => `\n${entry}`)]);
