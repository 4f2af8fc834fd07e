// Which lists are in force, and what a change of one amounts to: what every adapter of FilterLists
// must say in the same way. Where lists are kept is theirs.

import type { ListChange, WordList } from './word-list.ts';

/** Days for which matches are counted. */
export const hitRetentionDays = 30;

/**
 * A written list stands before the seed of its name; `gone`: it was removed. Seeds come first, in
 * their order, then the others by name.
 */
export function selectActiveLists(
  seeds: readonly WordList[],
  written: ReadonlyMap<string, WordList | 'gone'>,
): readonly WordList[] {
  const others = [...written.keys()]
    .filter((name) => !seeds.some((seed) => seed.name === name))
    .sort();
  const standing = [
    ...seeds.map((seed) => written.get(seed.name) ?? seed),
    ...others.map((name) => written.get(name) ?? 'gone'),
  ];
  return standing.filter((list) => list !== 'gone');
}

/** The change by which a seed came to be. */
export const changeOfSeed = ({ version, forbidden, allowed = [] }: WordList): ListChange => ({
  version,
  at: undefined,
  by: undefined,
  gone: false,
  entries: forbidden.length,
  added: forbidden.length + allowed.length,
  removed: 0,
});

/** Undefined: there was, or there is, no list. */
export function changeBetween(
  before: WordList | undefined,
  after: WordList | undefined,
  {
    version,
    at,
    by,
  }: {
    readonly version: number;
    readonly at: number;
    readonly by: string;
  },
): ListChange {
  const [old, young] = [entriesOf(before), entriesOf(after)];
  return {
    version,
    at,
    by,
    gone: after === undefined,
    entries: after?.forbidden.length ?? 0,
    added: [...young].filter((entry) => !old.has(entry)).length,
    removed: [...old].filter((entry) => !young.has(entry)).length,
  };
}

/** Whether a writer who expects this may write on what stands. */
export const isExpected = (
  expected: number | 'new',
  standing: Pick<ListChange, 'version' | 'gone'> | undefined,
): boolean =>
  expected === 'new'
    ? standing === undefined || standing.gone
    : standing !== undefined && !standing.gone && standing.version === expected;

// An entry may be forbidden in one version and allowed in the next. No entry holds a control
// character.
const entriesOf = (list: WordList | undefined): ReadonlySet<string> =>
  new Set([...(list?.forbidden ?? []), ...(list?.allowed ?? []).map((entry) => `\n${entry}`)]);
