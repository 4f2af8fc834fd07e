// Word lists as a step of the track: what each list's action makes of the entries found. Finding them is find.ts.

import { refuse } from '../../protocol/reasons.ts';
import type { WordList } from '../ports.ts';
import { draw } from './filter/draw.ts';
import { finderOf, type Find, type Found } from './find.ts';
import { edited, type Edit, type Place, type Span } from './passage.ts';
import { receiptOf } from './receipt.ts';
import type { Transform } from './transform.ts';

export interface Filter {
  readonly transform: Transform;
  /** Whether anything stands in the text that a message could not have in it: names are refused, not changed. */
  refuses(name: string): boolean;
}

type Action = NonNullable<WordList['action']>;

/**
 * Compiles the filter of these lists. Block wins over everything; replace and mask change what is there; flag only counts. So that no list
 * hides another one's match, lists of another kind of action are matched apart.
 */
export function buildFilter(lists: readonly WordList[]): Filter {
  const [blocking, changing, flagging] = [finder(lists, ['block']), finder(lists, ['replace', 'mask']), finder(lists, ['flag'])];
  return {
    transform(passage, { room, cid }) {
      const [blocked, changed, flagged] = [blocking(passage.text), changing(passage.text), flagging(passage.text)];
      if (!blocked.ok) return blocked;
      if (!changed.ok) return changed;
      if (!flagged.ok) return flagged;
      const [bad, wrong] = [outside(blocked.matches, passage.placed), outside(changed.matches, passage.placed)];
      const hits = [...bad, ...wrong, ...outside(flagged.matches, passage.placed)]
        .map(({ start, end, list, entry }): Place => ({ list: list.name, entry, ...passage.origin({ start, end }) }));
      if (bad.length > 0) {
        const changes = bad.map(({ start, end, list }) => ({ ...passage.origin({ start, end }), cause: { list } }));
        return { ...refuse('blocked'), filter: receiptOf('blocked', changes), hits };
      }
      // Made of matches in the text as it came: a replacement is never looked at again.
      const edits = wrong.map(({ start, end, list }, index): Edit =>
        ({ start, end, text: list.action === 'mask' ? masked(passage.text.slice(start, end)) : draw(list.replacements, `${room}\n${cid}\n${index}`), cause: { list } }));
      return { ...edited(passage, edits), hits };
    },
    refuses: (name) => [blocking(name), changing(name)].some((found) => !found.ok || found.matches.length > 0),
  };
}

// All lists are given, for what one allows may stand in the way of another's entries.
function finder(lists: readonly WordList[], actions: readonly Action[]): Find {
  const acts = (list: WordList): boolean => actions.includes(list.action ?? 'replace');
  return lists.some(acts) ? finderOf(lists.map((list) => acts(list) ? list : { ...list, forbidden: [] })) : () => ({ ok: true, matches: [] });
}

/**
 * One `*` for each character but white space. A run of fixed length would hide the word's length, which its readers guess anyway; this way the
 * text never grows, keeps its lines, and a place in it is the same before and after, counted in characters.
 */
const masked = (text: string): string => text.replace(/\S/gu, '*');

/** Matches but those that lie within what an earlier transform has put there. Both are in order. */
function outside(matches: readonly Found[], placed: readonly Span[]): readonly Found[] {
  let next = 0;
  return placed.length === 0 ? matches : matches.filter(({ start, end }) => {
    while ((placed[next]?.end ?? Infinity) <= start) next += 1;
    const span = placed[next];
    return span === undefined || start < span.start || end > span.end;
  });
}
