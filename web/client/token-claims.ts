// What a client may read from its own tokens: the scopes, to show what fits, and the member of a
// session, to find what it left unsent. Verifying is the server's affair.

import type { MemberView } from '../../functions/protocol/events.ts';

export type Scope = 'send' | 'receive' | 'moderate';

/** The scopes a token claims; none when it is no JWT. */
export function readScopes(token: string): ReadonlySet<Scope> {
  const scope = readClaims(token)['scope'];
  const names = typeof scope === 'string' ? scope.split(' ') : [];
  return new Set(
    names.filter(
      (name): name is Scope => name === 'send' || name === 'receive' || name === 'moderate',
    ),
  );
}

/** The member a session belongs to; null when it is no session. */
export function readSessionMember(session: string): MemberView | null {
  const { sub: id, name } = readClaims(session);
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
}

function readClaims(token: string): Record<string, unknown> {
  try {
    const [, payload = ''] = token.split('.');
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
