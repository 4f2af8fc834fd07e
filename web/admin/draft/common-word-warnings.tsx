// Entries that would catch what everybody says.

import type { JSX } from 'preact';
import type { Warning } from '../filter-api-client.ts';

export function Warnings({
  warnings,
}: {
  readonly warnings: readonly Warning[];
}): JSX.Element | null {
  if (warnings.length === 0) return null;
  return (
    <div class="caution">
      <p>
        <strong>Take care:</strong>{' '}
        {warnings.length === 1 ? 'a new entry catches' : 'new entries catch'} common words.
      </p>
      <ul>
        {warnings.map(({ entry, words }) => (
          <li key={entry}>
            <strong dir="auto">{entry}</strong>{' '}
            {words.join() === entry.toLowerCase() ? 'is one itself' : `catches ${words.join(', ')}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
