// The administrators' page: the token first, then the lists or one of them. Whoever's token ends
// keeps his place, and his drafts.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  forgetToken,
  keepToken,
  keptAccess,
  takeTokenFromAddress,
  type Access,
} from './token/admin-access.ts';
import { apiWith } from './filter-api-client.ts';
import { namesOfDrafts } from './draft/draft-storage.ts';
import { Head } from './admin-header.tsx';
import { Dialog } from './ui/modal-dialog.tsx';
import { TokenForm } from './token/token-form.tsx';
import { Enter } from './token/sign-in-screen.tsx';
import { List } from './lists/list-screen.tsx';
import { Lists } from './lists/lists-screen.tsx';

/** `#/lists/<name>` is a list, all else the overview. */
const listInAddress = (): string | undefined => /^#\/lists\/([a-z0-9-]+)$/.exec(location.hash)?.[1];

export function Admin(): JSX.Element {
  const [access, setAccess] = useState(keptAccess);
  const [isDenied, setDenied] = useState(false);
  const [name, setName] = useState(listInAddress);
  const token = access?.token;
  const api = useMemo(
    () => (token === undefined ? undefined : apiWith(token, () => setDenied(true))),
    [token],
  );
  const use = (given: Access): void => {
    keepToken(given.token);
    setAccess(given);
    setDenied(false);
  };

  useEffect(() => {
    const look = (): void => {
      const wasToken = takeTokenFromAddress();
      const given = keptAccess();
      if (wasToken && given !== undefined) use(given);
      setName(listInAddress());
    };
    // Closing the tab would lose drafts; going elsewhere within the page does not.
    const ask = (event: BeforeUnloadEvent): void => {
      if (namesOfDrafts().length > 0) event.preventDefault();
    };
    window.addEventListener('hashchange', look);
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('hashchange', look);
      window.removeEventListener('beforeunload', ask);
    };
  }, []);
  useEffect(() => {
    if (access === undefined) return undefined;
    // Timers go no further than 24 days.
    const late = setTimeout(
      () => setDenied(true),
      Math.min(2_147_483_647, Math.max(0, access.expiresAt - Date.now())),
    );
    return () => clearTimeout(late);
  }, [access]);

  if (api === undefined || access === undefined) return <Enter onToken={use} />;
  const leave = (): void => {
    forgetToken();
    setAccess(undefined);
  };
  return (
    <>
      <Head access={access} onLeave={leave} />
      {name === undefined ? (
        <Lists api={api} access={access} />
      ) : (
        <List key={name} api={api} access={access} name={name} />
      )}
      {isDenied && (
        <Dialog
          title={
            access.expiresAt <= Date.now()
              ? 'Your token has run out'
              : 'The server does not take your token'
          }
          onClose={() => setDenied(false)}
        >
          <p>What you have changed is still here. With a new token you go on where you were.</p>
          <TokenForm action="Go on" onToken={use} />
        </Dialog>
      )}
    </>
  );
}
