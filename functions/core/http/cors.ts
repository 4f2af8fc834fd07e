// Lets pages of the origins in ALLOWED_ORIGINS use the HTTP API.
// Source: Fetch Standard, "CORS protocol".

import type { Settings } from '../settings.ts';

/**
 * Returns the headers that every response to this origin needs. They never allow cookies: the API
 * has none.
 */
export function createCorsHeaders(
  { allowedOrigins }: Settings,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  if (allowedOrigins.length === 0) return {};
  const isAllowed =
    origin !== undefined && (allowedOrigins.includes(origin) || allowedOrigins.includes('*'));
  if (!isAllowed) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'etag, location, ratelimit, ratelimit-policy, retry-after',
  };
}

/** The headers of a preflight response, which browsers cache for ten minutes. */
export const preflightHeaders = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, if-match, if-none-match',
  'access-control-max-age': '600',
} as const;
