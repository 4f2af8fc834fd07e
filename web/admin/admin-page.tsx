// The admin page: asks for a token, then shows all lists or one of them. An admin whose token
// expires keeps the screen and the drafts.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { AdminHeader } from './admin-header.tsx';
import { listDraftNames } from './draft/draft-storage.ts';
import { createFilterApi } from './filter-api-client.ts';
import { ListScreen } from './lists/list-screen.tsx';
import { ListsScreen } from './lists/lists-screen.tsx';
import {
  forgetToken,
  loadAccess,
  storeToken,
  takeTokenFromAddress,
  type AdminAccess,
} from './token/admin-access.ts';
import { SignInScreen } from './token/sign-in-screen.tsx';
import { TokenForm } from './token/token-form.tsx';
import { Dialog } from './ui/modal-dialog.tsx';

/** The longest delay of a browser's timer, about 24 days. */
const maxTimerMs = 2_147_483_647;

/** Returns the list's name at `#/lists/<name>`; any other address is the overview. */
const readListName = (): string | undefined => /^#\/lists\/([a-z0-9-]+)$/.exec(location.hash)?.[1];

export function AdminPage(): JSX.Element {
  const [access, setAccess] = useState(loadAccess);
  /** The access that the server rejected. A late rejection says nothing about a newer one. */
  const [denied, setDenied] = useState<AdminAccess>();
  const [name, setName] = useState(readListName);
  const api = useMemo(
    () => access && createFilterApi(access.token, () => setDenied(access)),
    [access],
  );
  const signIn = (next: AdminAccess): void => {
    storeToken(next.token);
    setAccess(next);
  };
  const signOut = (): void => {
    forgetToken();
    setAccess(undefined);
  };

  useEffect(() => {
    const onHashChange = (): void => {
      const hasNewToken = takeTokenFromAddress();
      const next = loadAccess();
      if (hasNewToken && next !== undefined) setAccess(next);
      setName(readListName());
    };
    window.addEventListener('hashchange', onHashChange);
    window.addEventListener('beforeunload', warnAboutDrafts);
    return () => {
      window.removeEventListener('hashchange', onHashChange);
      window.removeEventListener('beforeunload', warnAboutDrafts);
    };
  }, []);

  useEffect(() => {
    if (access === undefined) return undefined;
    const delay = Math.min(maxTimerMs, Math.max(0, access.expiresAt - Date.now()));
    const timer = setTimeout(() => setDenied(access), delay);
    return () => clearTimeout(timer);
  }, [access]);

  if (api === undefined || access === undefined) return <SignInScreen onToken={signIn} />;
  const isExpired = access.expiresAt <= Date.now();
  return (
    <>
      <AdminHeader access={access} onSignOut={signOut} />
      {name === undefined ? (
        <ListsScreen api={api} access={access} />
      ) : (
        <ListScreen key={name} api={api} access={access} name={name} />
      )}
      {denied === access && (
        <Dialog
          title={isExpired ? 'Your token has expired' : 'The server rejected your token'}
          onClose={() => setDenied(undefined)}
        >
          <p>Your changes are still here. Enter a new token to continue where you were.</p>
          <TokenForm action="Continue" onToken={signIn} />
        </Dialog>
      )}
    </>
  );
}

/** Closing the tab would lose drafts; moving within the page does not. */
function warnAboutDrafts(event: BeforeUnloadEvent): void {
  if (listDraftNames().length > 0) event.preventDefault();
}
