// The one seam between the track and the matcher (filter/): from a text to the forbidden entries in it. What is done with them is word-lists.ts.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { WordList } from '../ports.ts';
import { compile } from './filter/compile.ts';
import { Finder } from './filter/find.ts';
import type { Span } from './passage.ts';

export interface Found extends Span {
  readonly list: WordList;
  /** As it stands in the list. */
  readonly entry: string;
  /** It is not written as it stands there, case and width apart. */
  readonly disguised: boolean;
}

/** The leftmost matches, the longest at each place, in order, none overlapping; a refusal where that cannot be told. */
export type Find = (text: string) => { readonly ok: true; readonly matches: readonly Found[] } | Refusal;

/** Compiles lists; an entry in two of them belongs to the first. */
export function finderOf(lists: readonly WordList[]): Find {
  const finder = new Finder(compile(lists));
  return (text) => {
    const found = finder.find(text);
    if (!found.ok) return refuse(found.reason);
    const matches = found.matches.flatMap(({ start, end, disguised, ...place }) => {
      const list = lists[place.list];
      return list === undefined ? [] : { start, end, disguised, list, entry: list.forbidden[place.entry] ?? '' };
    });
    return { ok: true, matches };
  };
}
