// Selects the matches of a text from all candidates that the search found.

import type { TextSpan } from '../text-span.ts';

/** A forbidden entry in the text, by the indexes of its list and entry. */
export interface IndexedMatch extends TextSpan {
  readonly list: number;
  readonly entry: number;
  /** The text spells it differently. Case and width don't count. */
  readonly disguised: boolean;
}

export interface Candidate extends IndexedMatch {
  /** The entry's place among all compiled entries. */
  readonly id: number;
  readonly allowed: boolean;
}

/** The kind of action of each list. Undefined for a list that does not take part. */
export type KindsByList = readonly (number | undefined)[];

/**
 * Returns the leftmost candidates, the longest at each place, and among equal ones the first in the
 * lists. Skips candidates within an allowed entry, and those that overlap another match of their
 * kind. Without `kinds` all lists are of one kind.
 */
export function selectMatches(
  candidates: Candidate[],
  kinds: KindsByList | undefined,
): readonly IndexedMatch[] {
  const ordered = candidates.sort(compareCandidates);
  const takesPart = (list: number): boolean => kinds === undefined || kinds[list] !== undefined;
  const allowed = ordered.filter((candidate) => candidate.allowed && takesPart(candidate.list));

  const matches: IndexedMatch[] = [];
  const endByKind: number[] = [];
  let nextAllowed = 0;
  let allowedEnd = 0;
  for (const { start, end, list, entry, disguised, allowed: isAllowed } of ordered) {
    for (
      let one = allowed[nextAllowed];
      one !== undefined && one.start <= start;
      one = allowed[nextAllowed]
    ) {
      allowedEnd = Math.max(allowedEnd, one.end);
      nextAllowed += 1;
    }
    const kind = kinds === undefined ? 0 : kinds[list];
    if (isAllowed || kind === undefined) continue;
    if (start < (endByKind[kind] ?? 0) || end <= allowedEnd) continue;
    matches.push({ start, end, list, entry, disguised });
    endByKind[kind] = end;
  }
  return matches;
}

const compareCandidates = (one: Candidate, other: Candidate): number =>
  one.start - other.start ||
  other.end - one.end ||
  one.id - other.id ||
  Number(one.disguised) - Number(other.disguised);
