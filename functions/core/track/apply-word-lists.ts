// The transform that applies word lists: it blocks, replaces, masks or counts the entries that the
// word filter finds.

import { refuse } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';
import { createFilterReceipt } from './filter-receipt.ts';
import {
  applyEdits,
  type Edit,
  type LocatedMatch,
  type MessageText,
  type Replacement,
} from './message-text.ts';
import type { Transform } from './transform.ts';
import {
  createFinder,
  pickReplacement,
  type FindMatches,
  type Match,
  type WordList,
} from './word-filter/index.ts';

export interface WordListFilter {
  readonly transform: Transform;
  /**
   * Returns whether the lists forbid a name. Any match but that of a list that only flags counts,
   * since names are refused, not changed.
   */
  rejects(name: string): boolean;
}

/**
 * Creates the filter for these lists, or for a finder of their entries. A match of a blocking list
 * blocks the message, whatever other lists match. `replace` and `mask` change the text, `flag` only
 * counts.
 */
export function createWordListFilter(source: readonly WordList[] | FindMatches): WordListFilter {
  const find = typeof source === 'function' ? source : createFinder(source);
  return {
    transform(message, { room, cid }) {
      const result = find(message.text);
      const steps = message.steps + result.steps;
      if (!result.ok) return { ...refuse(result.reason), steps };

      const matches = withoutReplaced(result.matches, message.changes);
      const hits = matches.map((match): LocatedMatch => {
        const { start, end } = message.toOriginal(match);
        return { list: match.list.name, entry: match.entry, start, end };
      });

      const blocking = matches.filter(({ list }) => list.action === 'block');
      if (blocking.length > 0) {
        const causes = blocking.map(({ start, end, list }) => ({
          ...message.toOriginal({ start, end }),
          cause: { list },
        }));
        return {
          ...refuse('blocked'),
          filter: createFilterReceipt('blocked', causes),
          hits,
          steps,
        };
      }

      const edits = createEdits(message, matches, { room, cid });
      return { ...applyEdits(message, edits), hits, steps };
    },

    rejects(name) {
      const result = find(name);
      return !result.ok || result.matches.some(({ list }) => list.action !== 'flag');
    },
  };
}

/** All edits come from matches in the same text, so a replacement is never filtered again. */
function createEdits(
  message: MessageText,
  matches: readonly Match[],
  { room, cid }: { readonly room: RoomId; readonly cid: string },
): readonly Edit[] {
  return matches
    .filter(({ list }) => changesText(list))
    .map(({ start, end, list }, index) => ({
      start,
      end,
      text:
        list.action === 'mask'
          ? maskText(message.text.slice(start, end))
          : pickReplacement(list.replacements, `${room}\n${cid}\n${index}`),
      cause: { list },
    }));
}

const changesText = ({ action = 'replace' }: WordList): boolean =>
  action === 'replace' || action === 'mask';

/**
 * Replaces each character but white space by `*`. A run of fixed length would hide the word's
 * length, but readers guess the word anyway. This way the text never grows, keeps its lines, and
 * keeps every position, counted in characters.
 */
const maskText = (text: string): string => text.replace(/\S/gu, '*');

/** Drops matches within replacements of earlier transforms. Both are ordered by start. */
function withoutReplaced(
  matches: readonly Match[],
  changes: readonly Replacement[],
): readonly Match[] {
  if (changes.length === 0) return matches;
  let next = 0;
  return matches.filter(({ start, end }) => {
    while ((changes[next]?.filtered.end ?? Infinity) <= start) next += 1;
    const span = changes[next]?.filtered;
    return span === undefined || start < span.start || end > span.end;
  });
}
