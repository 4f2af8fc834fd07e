// The administrator's token: from the link into this tab's storage, and what it says of itself.
// Whether it is good, the server decides.

const place = 'admin-token';

export interface Access {
  readonly token: string;
  /** How the history names this token. */
  readonly id: string;
  readonly canWrite: boolean;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** `#<token>` is a token, `#/…` a place on this page. */
export function takeTokenFromAddress(): boolean {
  const fragment = location.hash.slice(1);
  if (fragment === '' || fragment.startsWith('/')) return false;
  keepToken(fragment);
  history.replaceState(null, '', location.pathname);
  return true;
}

export function keepToken(token: string): void {
  kept.token = token;
  try {
    sessionStorage.setItem(place, token);
  } catch {
    // A browser that keeps nothing: the token is good until this page is left.
  }
}

export function forgetToken(): void {
  kept.token = undefined;
  try {
    sessionStorage.removeItem(place);
  } catch {
    // Then it was not kept either.
  }
}

export function keptAccess(): Access | undefined {
  const token = kept.token ?? stored();
  return token === undefined ? undefined : accessOf(token);
}

/**
 * Somebody may paste the whole link, the token alone, or the file it stands in. Undefined: none of
 * these.
 */
export function accessOf(pasted: string): Access | undefined {
  const token = /[\w-]+\.[\w-]+\.[\w-]+$/.exec(pasted.trim())?.[0];
  const claims = token === undefined ? undefined : claimsOf(token);
  if (token === undefined || claims === undefined) return undefined;
  const { scope, exp, jti, sub } = claims;
  if (
    typeof scope !== 'string' ||
    typeof exp !== 'number' ||
    !scope.split(' ').includes('filters:read')
  ) {
    return undefined;
  }
  return {
    token,
    id: typeof sub === 'string' ? sub : String(jti),
    canWrite: scope.split(' ').includes('filters:write'),
    expiresAt: exp * 1_000,
  };
}

const kept: { token: string | undefined } = { token: undefined };

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(place) ?? undefined;
  } catch {
    return undefined;
  }
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null
      ? (claims as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
