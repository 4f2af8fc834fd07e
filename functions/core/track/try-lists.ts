// Tries texts on word lists before administrators publish them: the filtered text and the matches.

import type { Refusal } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';
import { buildTrack } from './track.ts';
import { createFinder, type EntryMatch, type WordList } from './word-filter/index.ts';

interface TrialResult {
  /** Undefined: the track refuses the text. */
  readonly body: string | undefined;
  readonly changed: boolean;
  readonly refusal: Refusal | undefined;
  readonly hits: readonly EntryMatch[];
  /** The work that it took; see word-filter/matcher/window-search.ts. */
  readonly steps: number;
}

export type Trial = (body: string) => TrialResult;

/** A matched entry, its list's version, and its place in the text. */
interface VersionedMatch extends EntryMatch {
  readonly version: number;
  readonly start: number;
  readonly end: number;
}

/** Returns a function that sends texts through a track of these lists. */
export function createTrial(lists: readonly WordList[]): Trial {
  const track = buildTrack(lists);
  return (body) => {
    const result = track.run({ body, room: 'test' as RoomId, cid: 'test' });
    if (result.ok) {
      const { body: filtered, changed, hits, steps } = result;
      return { body: filtered, changed, refusal: undefined, hits, steps };
    }
    const { hits = [], steps = 0, ...refusal } = result;
    return { body: undefined, changed: true, refusal, hits, steps };
  };
}

/** Returns whether the lists changed, blocked or counted the text. */
export const hasEffect = ({ changed, hits }: TrialResult): boolean => changed || hits.length > 0;

/** Returns all matches in a text. */
export function locateMatches(body: string, lists: readonly WordList[]): readonly VersionedMatch[] {
  const result = createFinder(lists)(body);
  if (!result.ok) return [];
  return result.matches.map(({ start, end, entry, list: { name, version } }) => ({
    list: name,
    version,
    entry,
    start,
    end,
  }));
}
