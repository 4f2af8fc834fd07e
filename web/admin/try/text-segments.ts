// Splits a text at its matches. Pure; marked-text.tsx shows the segments.

import type { Match } from '../filter-api-client.ts';

interface TextSegment {
  readonly text: string;
  readonly matches: readonly Match[];
}

/** Splits wherever a match begins or ends, since matches of different lists may overlap. */
export function segmentText(text: string, matches: readonly Match[]): readonly TextSegment[] {
  const boundaries = [0, text.length, ...matches.flatMap(({ start, end }) => [start, end])];
  const cuts = [...new Set(boundaries)].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length;
    return {
      text: text.slice(start, end),
      matches: matches.filter((match) => match.start <= start && match.end >= end),
    };
  });
}
