// Trying texts on lists before they are in force: what comes out, and why. The one place where
// administrators' tools meet the track.

import type { Refusal } from '../../protocol/reasons.ts';
import type { RoomId } from '../ports.ts';
import { buildTrack } from './track.ts';
import { finderOf, type EntryMatch, type WordList } from './word-filter/index.ts';

export interface Tried {
  /** Undefined: it is not let through. */
  readonly body: string | undefined;
  readonly changed: boolean;
  readonly refusal: Refusal | undefined;
  readonly hits: readonly EntryMatch[];
}

export type Trial = (body: string) => Tried;

/** An entry, and where it stands in the text as it was given. */
export interface Match extends EntryMatch {
  readonly version: number;
  readonly start: number;
  readonly end: number;
}

export function trialOf(lists: readonly WordList[]): Trial {
  const track = buildTrack(lists);
  return (body) => {
    const result = track.run({ body, room: 'test' as RoomId, cid: 'test' });
    return result.ok
      ? { body: result.body, changed: result.changed, refusal: undefined, hits: result.hits }
      : { body: undefined, changed: true, refusal: result, hits: result.hits ?? [] };
  };
}

/** Whether the lists do anything about a text: change it, block it or count it. */
export const isCaught = ({ changed, hits }: Tried): boolean => changed || hits.length > 0;

/** All matches in a text, as the track finds them. */
export function matchesIn(body: string, lists: readonly WordList[]): readonly Match[] {
  const found = finderOf(lists)(body);
  return found.ok
    ? found.matches.map(({ start, end, entry, list: { name, version } }) => ({
        list: name,
        version,
        entry,
        start,
        end,
      }))
    : [];
}
