// The page's header: its name, and what the token allows until when.

import type { JSX } from 'preact';
import type { AdminAccess } from './token/admin-access.ts';

interface Props {
  readonly access: AdminAccess;
  readonly onSignOut: () => void;
}

export function AdminHeader({ access, onSignOut }: Props): JSX.Element {
  const expiry = new Date(access.expiresAt);
  const isToday = expiry.toDateString() === new Date().toDateString();
  const time = expiry.toLocaleString(
    'en-GB',
    isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  );
  return (
    <header class="top">
      <a class="home" href="#/">
        Ten Minute Chat <span class="quiet">Word lists</span>
      </a>
      <p class="quiet until">
        {access.canWrite ? 'Token' : 'Read-only token'} valid until {time}
      </p>
      <button type="button" class="plain" onClick={onSignOut}>
        Sign out
      </button>
    </header>
  );
}
