// Which pages of other origins may use the HTTP API: those that may connect (ALLOWED_ORIGINS). What
// a browser asks beforehand, and what it must read in each answer before it shows one to such a
// page. Source: Fetch Standard, "CORS protocol".

import type { Settings } from '../settings.ts';

/** For every answer. `from`: the Origin header; credentials in cookies there are none. */
export function crossOriginHeaders(
  { allowedOrigins }: Settings,
  from: string | undefined,
): Readonly<Record<string, string>> {
  if (allowedOrigins.length === 0) return {};
  const isAllowed =
    from !== undefined && (allowedOrigins.includes(from) || allowedOrigins.includes('*'));
  return {
    vary: 'origin',
    ...(isAllowed
      ? {
          'access-control-allow-origin': from,
          'access-control-expose-headers': 'etag, retry-after',
        }
      : {}),
  };
}

/**
 * What the answer to the question beforehand adds. Browsers keep it for ten minutes, as long as a
 * room lives.
 */
export const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, if-match, if-none-match',
  'access-control-max-age': '600',
} as const;
