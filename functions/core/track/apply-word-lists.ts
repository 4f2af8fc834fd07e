// Word lists as a step of the track: what each list's action makes of the entries found. Finding
// them is find.ts.

import { refuse } from '../../protocol/reasons.ts';
import { edited, type Edit, type Place } from './message-text.ts';
import { receiptOf } from './filter-receipt.ts';
import type { Transform } from './transform.ts';
import {
  draw,
  finderOf,
  type Find,
  type Found,
  type TextSpan,
  type WordList,
} from './word-filter/index.ts';

export interface Filter {
  readonly transform: Transform;
  /**
   * Whether anything stands in the text that a message could not have in it: names are refused, not
   * changed.
   */
  refuses(name: string): boolean;
}

/**
 * The filter of these lists, or of what finds their entries. Block wins over everything; replace
 * and mask change what is there; flag only counts. No list hides a match of one that does something
 * else.
 */
export function buildFilter(from: readonly WordList[] | Find): Filter {
  const find = typeof from === 'function' ? from : finderOf(from);
  return {
    transform(passage, { room, cid }) {
      const found = find(passage.text);
      if (!found.ok) return refuse(found.reason);
      const matches = outside(found.matches, passage.placed);
      const [bad, wrong] = [
        matches.filter(({ list }) => list.action === 'block'),
        matches.filter(({ list }) => changes(list)),
      ];
      const hits = matches.map(({ start, end, list, entry }): Place => ({
        list: list.name,
        entry,
        ...passage.origin({ start, end }),
      }));
      if (bad.length > 0) {
        const blocked = bad.map(({ start, end, list }) => ({
          ...passage.origin({ start, end }),
          cause: { list },
        }));
        return { ...refuse('blocked'), filter: receiptOf('blocked', blocked), hits };
      }
      // Made of matches in the text as it came: a replacement is never looked at again.
      const edits = wrong.map(({ start, end, list }, index): Edit => ({
        start,
        end,
        text:
          list.action === 'mask'
            ? masked(passage.text.slice(start, end))
            : draw(list.replacements, `${room}\n${cid}\n${index}`),
        cause: { list },
      }));
      return { ...edited(passage, edits), hits };
    },
    refuses(name) {
      const found = find(name);
      return !found.ok || found.matches.some(({ list }) => list.action !== 'flag');
    },
  };
}

const changes = ({ action = 'replace' }: WordList): boolean =>
  action === 'replace' || action === 'mask';

/**
 * One `*` for each character but white space. A run of fixed length would hide the word's length,
 * which its readers guess anyway; this way the text never grows, keeps its lines, and a place in it
 * is the same before and after, counted in characters.
 */
const masked = (text: string): string => text.replace(/\S/gu, '*');

/**
 * Matches but those that lie within what an earlier transform has put there. Both are in order of
 * where they begin.
 */
function outside(matches: readonly Found[], placed: readonly TextSpan[]): readonly Found[] {
  let next = 0;
  return placed.length === 0
    ? matches
    : matches.filter(({ start, end }) => {
        while ((placed[next]?.end ?? Infinity) <= start) next += 1;
        const span = placed[next];
        return span === undefined || start < span.start || end > span.end;
      });
}
