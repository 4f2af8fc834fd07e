// A text with its matches highlighted.

import type { JSX } from 'preact';
import type { Match } from '../filter-api-client.ts';
import { segmentText } from './text-segments.ts';

interface Props {
  readonly text: string;
  readonly matches: readonly Match[];
}

export function MarkedText({ text, matches }: Props): JSX.Element {
  return (
    <p class="sample" dir="auto">
      {segmentText(text, matches).map((segment, index) =>
        segment.matches.length === 0 ? (
          segment.text
        ) : (
          <mark
            key={index}
            title={segment.matches.map(({ list, entry }) => `${entry} (${list})`).join(', ')}
          >
            {segment.text}
          </mark>
        ),
      )}
    </p>
  );
}
