// The head of the page: where one is, what the token allows and how long.

import type { JSX } from 'preact';
import type { Access } from './token/admin-access.ts';

export function Head({
  access,
  onLeave,
}: {
  readonly access: Access;
  readonly onLeave: () => void;
}): JSX.Element {
  const until = new Date(access.expiresAt);
  const isToday = until.toDateString() === new Date().toDateString();
  const time = until.toLocaleString(
    'en-GB',
    isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  );
  return (
    <header class="top">
      <a class="home" href="#/">
        Ten Minute Chat <span class="quiet">Word lists</span>
      </a>
      <p class="quiet until">
        {access.canWrite ? 'Token' : 'Reading token'} good until {time}
      </p>
      <button type="button" class="plain" onClick={onLeave}>
        Leave
      </button>
    </header>
  );
}
