// A text with the characters that matched made visible.

import type { JSX } from 'preact';
import type { Match } from '../filter-api-client.ts';
import { piecesOf } from './text-segments.ts';

export function Marked({
  text,
  matches,
}: {
  readonly text: string;
  readonly matches: readonly Match[];
}): JSX.Element {
  return (
    <p class="sample" dir="auto">
      {piecesOf(text, matches).map((piece, index) =>
        piece.matches.length === 0 ? (
          piece.text
        ) : (
          <mark
            key={index}
            title={piece.matches.map(({ list, entry }) => `${entry} (${list})`).join(', ')}
          >
            {piece.text}
          </mark>
        ),
      )}
    </p>
  );
}
