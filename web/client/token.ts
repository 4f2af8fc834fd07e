// What a client may read from its own token: the scopes, to show what fits. Verifying is the server's affair.

export type Scope = 'send' | 'receive' | 'moderate';

/** The scopes a token claims; none when it is no JWT. */
export function scopesOf(token: string): ReadonlySet<Scope> {
  const claims = claimsOf(token);
  const scope = claims['scope'];
  const names = typeof scope === 'string' ? scope.split(' ') : [];
  return new Set(names.filter((name): name is Scope => name === 'send' || name === 'receive' || name === 'moderate'));
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const [, payload = ''] = token.split('.');
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}
