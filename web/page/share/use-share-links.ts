// The links a member may share: to talk, to watch, and for owners to manage. The server creates
// each one when it is first needed.

import { useEffect, useState } from 'preact/hooks';
import { createLink, type Scope } from '../../client/index.ts';
import { useEmbedHost } from '../embed-host.ts';
import { useEvent } from '../hooks/use-event.ts';
import type { Visit } from '../room/visit-store.ts';

/** A link is null until it is there, or where the user's own link does not allow it. */
export interface ShareLinks {
  readonly talk: string | null;
  readonly watch: string | null;
  readonly owner: string | null;
  /** Requests the links other than the main one. */
  readonly loadMore: () => void;
}

export interface ShareLinksOptions {
  readonly id: string;
  readonly visit: Visit;
  readonly scopes: ReadonlySet<Scope>;
  /** The current token or link code. Another one replaces it when the owner replaces the links. */
  readonly token: string | undefined;
  readonly hasEnded: boolean;
}

/** Links of one token. */
interface TokenLinks {
  readonly token: string;
  readonly talk?: string;
  readonly watch?: string;
}

export function useShareLinks(options: ShareLinksOptions): ShareLinks {
  const { id, visit, scopes, token, hasEnded } = options;
  const { origin } = useEmbedHost() ?? location;
  const linkWith = (ownToken: string): string => `${origin}/r/${id}#${ownToken}`;
  const [links, setLinks] = useState<TokenLinks>(() => initialLinks(visit, scopes, linkWith));
  const [isMoreWanted, setIsMoreWanted] = useState(false);
  const current: TokenLinks = links.token === token ? links : { token: token ?? '' };

  const request = useEvent((kind: 'talk' | 'watch'): void => {
    if (token === undefined || hasEnded || current[kind] !== undefined) return;
    const scope = kind === 'talk' ? 'send receive' : 'receive';
    void createLink({ id, token }, { scope }, { origin }).then((link) => {
      if (!link.ok) return;
      setLinks((before) => ({
        ...(before.token === token ? before : { token }),
        [kind]: link.value,
      }));
    });
  });
  useEffect(() => {
    request(scopes.has('send') ? 'talk' : 'watch');
  }, [token, hasEnded, scopes, request]);
  useEffect(() => {
    if (isMoreWanted) request('watch');
  }, [token, isMoreWanted, request]);

  return {
    talk: current.talk ?? null,
    watch: current.watch ?? null,
    owner: scopes.has('moderate') && token !== undefined ? linkWith(token) : null,
    loadMore: () => setIsMoreWanted(true),
  };
}

/** The links known without a request. Members share the link they came by; owners do not. */
function initialLinks(
  { token = '', joinUrl, watchUrl }: Visit,
  scopes: ReadonlySet<Scope>,
  linkWith: (token: string) => string,
): TokenLinks {
  if (scopes.has('moderate')) {
    return {
      token,
      ...(joinUrl === undefined ? {} : { talk: joinUrl }),
      ...(watchUrl === undefined ? {} : { watch: watchUrl }),
    };
  }
  return scopes.has('send') ? { token, talk: linkWith(token) } : { token, watch: linkWith(token) };
}
