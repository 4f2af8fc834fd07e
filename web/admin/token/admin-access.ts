// The admin token: takes it from the link, stores it for the tab, and reads its claims. Only the
// server decides whether it is valid.

const storageKey = 'admin-token';

export interface AdminAccess {
  readonly token: string;
  /** The id that a list's history shows for this token. */
  readonly id: string;
  readonly canWrite: boolean;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Moves a token from the fragment to storage. `#/…` is a place on this page, not a token. */
export function takeTokenFromAddress(): boolean {
  const fragment = location.hash.slice(1);
  if (fragment === '' || fragment.startsWith('/')) return false;
  storeToken(fragment);
  history.replaceState(null, '', location.pathname);
  return true;
}

/** The fallback if storage is blocked: the token then lasts until the page closes. */
let memoryToken: string | undefined;

export function storeToken(token: string): void {
  memoryToken = token;
  try {
    sessionStorage.setItem(storageKey, token);
  } catch {
    // Storage is blocked: the token stays in memory.
  }
}

export function forgetToken(): void {
  memoryToken = undefined;
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // Storage is blocked, so it has no token.
  }
}

export function loadAccess(): AdminAccess | undefined {
  const token = memoryToken ?? readStoredToken();
  return token === undefined ? undefined : parseAccess(token);
}

/** Finds a token in pasted text: the token itself, the whole link, or a file's content. */
export function parseAccess(pasted: string): AdminAccess | undefined {
  const token = /[\w-]+\.[\w-]+\.[\w-]+$/.exec(pasted.trim())?.[0];
  if (token === undefined) return undefined;
  const { scope, exp, jti, sub } = readClaims(token) ?? {};
  if (typeof scope !== 'string' || typeof exp !== 'number') return undefined;
  const scopes = scope.split(' ');
  if (!scopes.includes('filters:read')) return undefined;
  return {
    token,
    id: typeof sub === 'string' ? sub : String(jti),
    canWrite: scopes.includes('filters:write'),
    expiresAt: exp * 1_000,
  };
}

function readStoredToken(): string | undefined {
  try {
    return sessionStorage.getItem(storageKey) ?? undefined;
  } catch {
    // Storage is blocked.
    return undefined;
  }
}

function readClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null
      ? (claims as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    // Not a JWT.
    return undefined;
  }
}
