// Warns about new entries that match common words.

import type { JSX } from 'preact';
import type { CommonWordWarning } from '../filter-api-client.ts';

interface Props {
  readonly warnings: readonly CommonWordWarning[];
}

export function WarningList({ warnings }: Props): JSX.Element | null {
  if (warnings.length === 0) return null;
  return (
    <div class="caution">
      <p>
        <strong>Warning:</strong>{' '}
        {warnings.length === 1 ? 'a new entry matches' : 'new entries match'} common words.
      </p>
      <ul>
        {warnings.map(({ entry, words }) => (
          <li key={entry}>
            “<strong dir="auto">{entry}</strong>”{' '}
            {words.join() === entry.toLowerCase()
              ? 'is a common word itself'
              : `matches ${words.join(', ')}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
