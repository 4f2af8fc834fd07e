// The links that one may hand on: to talk, to watch, and, for who has it, to own. Each is asked of
// the server when it is first wanted.

import { useEffect, useState } from 'preact/hooks';
import { createLink, type Scope } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import type { Visit } from '../room/visit-store.ts';

export interface ShareLinks {
  /** Null while it is not there, or where one's own link does not allow it. */
  readonly talk: string | null;
  readonly watch: string | null;
  readonly own: string | null;
  /** The others are wanted too. */
  readonly more: () => void;
}

interface ShareLinksOptions {
  readonly id: string;
  readonly visit: Visit;
  readonly scopes: ReadonlySet<Scope>;
  /** As it is now: an extension brings another, and the old links end with the old time. */
  readonly token: string | undefined;
  readonly over: boolean;
}

interface Made {
  readonly token: string;
  readonly talk?: string;
  readonly watch?: string;
}

export function useShareLinks({ id, visit, scopes, token, over }: ShareLinksOptions): ShareLinks {
  const { origin } = useEmbedHost() ?? location;
  const linkOf = (own: string): string => `${origin}/r/${id}#${own}`;
  const [made, setMade] = useState<Made>(() => initialLinks(visit, scopes, linkOf));
  const [moreWanted, setMoreWanted] = useState(false);
  const current = made.token === token ? made : { token: token ?? '' };

  const ask = (kind: 'talk' | 'watch'): void => {
    if (token === undefined || over || current[kind] !== undefined) return;
    void createLink(
      { id, token },
      { scope: kind === 'talk' ? 'send receive' : 'receive' },
      { origin },
    ).then((link) => {
      if (link.ok) {
        setMade((before) => ({
          ...(before.token === token ? before : { token }),
          [kind]: link.value,
        }));
      }
    });
  };
  useEffect(() => {
    if (scopes.has('send')) ask('talk');
    else ask('watch');
  }, [token, over]);
  useEffect(() => {
    if (moreWanted) ask('watch');
  }, [token, moreWanted]);

  return {
    talk: current.talk ?? null,
    watch: current.watch ?? null,
    own: scopes.has('moderate') && token !== undefined ? linkOf(token) : null,
    more: () => setMoreWanted(true),
  };
}

/**
 * What is known without asking: who has a link to talk hands on that very link; an owner's stays
 * with the owner.
 */
function initialLinks(
  { token = '', joinUrl, watchUrl }: Visit,
  scopes: ReadonlySet<Scope>,
  linkOf: (token: string) => string,
): Made {
  if (scopes.has('moderate')) {
    return {
      token,
      ...(joinUrl === undefined ? {} : { talk: joinUrl }),
      ...(watchUrl === undefined ? {} : { watch: watchUrl }),
    };
  }
  return scopes.has('send') ? { token, talk: linkOf(token) } : { token, watch: linkOf(token) };
}
