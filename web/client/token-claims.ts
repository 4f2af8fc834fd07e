// Reads the client's own tokens and link codes. The server verifies them.

import type { MemberView } from '../../functions/protocol/events.ts';
import {
  isLinkCode,
  isScope,
  readCodeScopes,
  type Scope,
} from '../../functions/protocol/link-code.ts';

export type { Scope };

/**
 * Returns the scopes that a token or a link code claims; none if it is neither.
 * @example
 * const canModerate = readScopes(room.getSnapshot().token).has('moderate');
 */
export function readScopes(token: string): ReadonlySet<Scope> {
  if (isLinkCode(token)) return new Set(readCodeScopes(token));
  const { scope } = readClaims(token);
  const names = typeof scope === 'string' ? scope.split(' ') : [];
  return new Set(names.filter(isScope));
}

/** Returns a session's member; null if the token is not a session. */
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
    // Not a JWT: the link was cut or mistyped.
    return {};
  }
}
