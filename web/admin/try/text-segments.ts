// A text cut at its matches. Pure; how they look is parts/marked.tsx.

import type { Match } from '../filter-api-client.ts';

interface Piece {
  readonly text: string;
  readonly matches: readonly Match[];
}

/** Cut wherever a match begins or ends: those of different lists may lie over one another. */
export function piecesOf(text: string, matches: readonly Match[]): readonly Piece[] {
  const cuts = [
    ...new Set([0, text.length, ...matches.flatMap(({ start, end }) => [start, end])]),
  ].sort((one, other) => one - other);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length;
    return {
      text: text.slice(start, end),
      matches: matches.filter((match) => match.start <= start && match.end >= end),
    };
  });
}
