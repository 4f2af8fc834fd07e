// Method and path of a request to the HTTP API. Apart from the table of routes (http.ts), so
// clients bundle no schema.

import type { ParameterIn, RouteKey, RouteParameters, RouteQuery } from './http.ts';

export interface RequestTarget {
  /** Such as `GET`. */
  readonly method: string;
  /** With the query string. */
  readonly path: string;
}

interface TargetOptions<Key extends RouteKey> {
  readonly parameters?: RouteParameters<Key>;
  readonly query?: RouteQuery<Key>;
}

/**
 * Returns the method and path of one request. Leaves out undefined values of the query.
 *
 * @example
 * requestTarget('GET /api/rooms/{id}', { parameters: { id: 'abc' } });
 * // { method: 'GET', path: '/api/rooms/abc' }
 */
export function requestTarget<Key extends RouteKey>(
  route: Key,
  ...[options]: [ParameterIn<Key>] extends [never]
    ? [options?: TargetOptions<Key>]
    : [options: TargetOptions<Key> & { readonly parameters: RouteParameters<Key> }]
): RequestTarget {
  const [method, pattern] = route.split(' ') as [string, string];
  const parameters: Readonly<Record<string, string>> = options?.parameters ?? {};
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? ''),
  );

  const pairs = Object.entries<unknown>(options?.query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return { method, path: pairs.length === 0 ? path : `${path}?${pairs.join('&')}` };
}
