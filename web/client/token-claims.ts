// Reads the claims of the client's own tokens. The server verifies them.

import type { MemberView } from '../../functions/protocol/events.ts';

/** A permission that a token grants in its room. */
export type Scope = 'send' | 'receive' | 'moderate';

const isScope = (name: string): name is Scope =>
  name === 'send' || name === 'receive' || name === 'moderate';

/**
 * Returns the scopes that a token claims; none if it is not a JWT, such as a link's code.
 * @example
 * const canModerate = readScopes(room.getSnapshot().token).has('moderate');
 */
export function readScopes(token: string): ReadonlySet<Scope> {
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
    // Not a JWT: links carry short codes.
    return {};
  }
}
