// The one seam between the track and the matcher (filter/): from a text to the forbidden entries in it. What is done with them is word-lists.ts.

import type { Refusal } from '../../protocol/reasons.ts';
import type { WordList } from '../ports.ts';
import { findMatches, growTree } from './filter/match.ts';
import { wordsOf } from './filter/words.ts';
import type { Span } from './passage.ts';

export interface Found extends Span {
  readonly list: WordList;
  /** As it stands in the list. */
  readonly entry: string;
}

/** The leftmost matches, the longest at each place, in order, none overlapping; a refusal where that cannot be told. */
export type Find = (text: string) => { readonly ok: true; readonly matches: readonly Found[] } | Refusal;

/** Compiles lists; an entry in two of them belongs to the first. */
export function finderOf(lists: readonly WordList[]): Find {
  const tree = growTree(lists);
  const entries = new Map(lists.map((list) => [list, new Map(list.forbidden.map((entry) => [folded(entry), entry]))]));
  return (text) => ({
    ok: true,
    matches: findMatches(wordsOf(text), tree)
      .map((match) => ({ ...match, entry: entries.get(match.list)?.get(folded(text.slice(match.start, match.end))) ?? '' })),
  });
}

const folded = (text: string): string => wordsOf(text).map((word) => word.gap + word.folded).join('');
