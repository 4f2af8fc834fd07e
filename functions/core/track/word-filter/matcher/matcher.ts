// The one seam between the track and the matcher (filter/): from a text to the forbidden entries in
// it, and from lists to a form that can be kept. What is done with what is found is word-lists.ts.

import type { ActiveLists, WordList } from '../lists/word-list.ts';
import { compile } from './compiler.ts';
import { load, store, type Compiled } from './compiled-lists.ts';
import { Finder } from './scanner.ts';

/**
 * Places are UTF-16 indexes, as JavaScript's `slice` takes them; `end` is the first that is no part
 * of it.
 */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** `unavailable`: the text would cost more work than its length allows. */
type MatchResult =
  | { readonly ok: true; readonly matches: readonly Found[] }
  | { readonly ok: false; readonly reason: 'unavailable' };

export interface Found extends TextSpan {
  readonly list: WordList;
  /** As it stands in the list. */
  readonly entry: string;
  /** It is not written as it stands there, case and width apart. */
  readonly disguised: boolean;
}

/**
 * The leftmost matches, the longest at each place, in order, those of one kind of action not
 * overlapping; a refusal where that cannot be told. Kinds are block, flag, and what changes a text:
 * lists of one kind hide no match of another's.
 */
export type Find = (text: string) => MatchResult;

/** Compiled lists; an entry in two of one kind belongs to the first. */
export interface Matcher {
  /** Asks the lists of these names only, what they allow too; undefined: all. */
  finder(names?: readonly string[]): Find;
}

const kinds = { block: 0, replace: 1, mask: 1, flag: 2 } as const;

/** Compiles lists, unless what was kept of them can be read. */
export function matcherOf({ lists, compiled }: ActiveLists): Matcher {
  const matcher = new Finder((compiled && loadFor(lists, compiled)) ?? compile(lists));
  return {
    finder(names) {
      const kindOf = ({ name, action = 'replace' }: WordList): number | undefined =>
        names?.includes(name) === false ? undefined : kinds[action];
      const kindsOfLists = lists.map(kindOf);
      return (text) => {
        const found = matcher.find(text, kindsOfLists);
        if (!found.ok) return found;
        const matches = found.matches.flatMap(({ start, end, disguised, ...place }) => {
          const list = lists[place.list];
          return list === undefined
            ? []
            : { start, end, disguised, list, entry: list.forbidden[place.entry] ?? '' };
        });
        return { ok: true, matches };
      };
    },
  };
}

export const finderOf = (lists: readonly WordList[]): Find => matcherOf({ lists }).finder();

/** Lists in the form that `matcherOf` reads without work. */
export const compiledForm = (lists: readonly WordList[]): Uint8Array => store(compile(lists));

// What somebody kept is believed as far as it can be checked: other lists would find other words,
// or none.
function loadFor(lists: readonly WordList[], bytes: Uint8Array): Compiled | undefined {
  const loaded = load(bytes);
  const entriesMost = lists.reduce(
    (sum, { forbidden, allowed = [] }) => sum + forbidden.length + allowed.length,
    0,
  );
  const isOfThese =
    loaded?.languages.join() === lists.map(({ language }) => language).join() &&
    loaded.index.length <= entriesMost;
  return isOfThese ? loaded : undefined;
}
