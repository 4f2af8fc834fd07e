// Finds the entries of word lists in a text, and compiles lists into bytes that can be stored. The
// caller decides how to treat a match.

import type { ActiveLists, WordList } from '../lists/word-list.ts';
import type { TextSpan } from '../text-span.ts';
import { loadCompiledLists, storeCompiledLists, type CompiledLists } from './compiled-form.ts';
import { compile } from './compiler.ts';
import { Scanner } from './scanner.ts';

/** A forbidden entry in a text. */
export interface Match extends TextSpan {
  readonly list: WordList;
  /** The entry as the list spells it. */
  readonly entry: string;
  /** The text spells it differently. Case and width don't count. */
  readonly disguised: boolean;
}

/**
 * `too_complex`: the text would cost more work than a message may (`maxSteps`). It was not searched
 * to its end, so it must not pass. `steps`: the work it took.
 */
type MatchResult =
  | { readonly ok: true; readonly matches: readonly Match[]; readonly steps: number }
  | { readonly ok: false; readonly reason: 'too_complex'; readonly steps: number };

/**
 * Finds the leftmost matches in a text, and the longest at each place, in order. Matches of one
 * kind of action never overlap. The kinds are: block; replace or mask; flag. Lists of one kind hide
 * no match of another kind.
 */
export type FindMatches = (text: string) => MatchResult;

/** Compiled lists. An entry in two lists of one kind belongs to the first. */
export interface Matcher {
  /**
   * Returns a finder for the lists of these names, including what they allow. Without names it uses
   * all lists.
   */
  createFinder(names?: readonly string[]): FindMatches;
}

const kinds = { block: 0, replace: 1, mask: 1, flag: 2 } as const;

/**
 * Creates a matcher for some lists. Uses their compiled form if it is readable and fits, and
 * compiles them otherwise.
 *
 * @example
 * const find = createMatcher({ lists }).createFinder(['enterprise']);
 * find('X.M.L'); // { ok: true, matches: [{ start: 0, end: 5, entry: 'XML', disguised: true, … }] }
 */
export function createMatcher({ lists, compiled }: ActiveLists): Matcher {
  const scanner = new Scanner((compiled && loadFor(lists, compiled)) ?? compile(lists));
  return {
    createFinder(names) {
      const kindsByList = lists.map(({ name, action = 'replace' }) =>
        names?.includes(name) === false ? undefined : kinds[action],
      );
      return (text) => {
        const result = scanner.find(text, kindsByList);
        const { steps } = scanner;
        if (!result.ok) return { ...result, steps };
        const matches: Match[] = [];
        for (const { start, end, disguised, list: listIndex, entry } of result.matches) {
          const list = lists[listIndex];
          if (list === undefined) continue;
          matches.push({ start, end, disguised, list, entry: list.forbidden[entry] ?? '' });
        }
        return { ok: true, matches, steps };
      };
    },
  };
}

/** Compiles lists and returns a finder for all of them. */
export const createFinder = (lists: readonly WordList[]): FindMatches =>
  createMatcher({ lists }).createFinder();

/** Compiles lists into bytes that `createMatcher` reads without work. */
export const compileLists = (lists: readonly WordList[]): Uint8Array =>
  storeCompiledLists(compile(lists));

/**
 * Reads stored bytes and checks, as far as possible, that they belong to these lists. The compiled
 * form of other lists would find other words.
 */
function loadFor(lists: readonly WordList[], bytes: Uint8Array): CompiledLists | undefined {
  const loaded = loadCompiledLists(bytes);
  const maxEntries = lists.reduce(
    (sum, { forbidden, allowed = [] }) => sum + forbidden.length + allowed.length,
    0,
  );
  const fits =
    loaded?.languages.join() === lists.map(({ language }) => language).join() &&
    loaded.index.length <= maxEntries;
  return fits ? loaded : undefined;
}
