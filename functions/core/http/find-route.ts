// Finds the route of a request. HEAD is answered as GET is, without a body (RFC 9110, 9.3.2).

import { httpApi, preflightRoute, unmatchedRoute, type RouteKey } from '../../protocol/http.ts';

export interface FoundRoute {
  readonly route: RouteKey | typeof preflightRoute | typeof unmatchedRoute;
  readonly parameters: Readonly<Record<string, string>>;
  /** The methods of the path. Present if it has routes, and none for this method. */
  readonly allowedMethods?: readonly string[];
}

const table = (Object.keys(httpApi) as RouteKey[]).map((route) => {
  const [method = '', path = ''] = route.split(' ');
  const pattern = path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { route, method, pattern: new RegExp(`^${pattern}$`) };
});

/**
 * Returns the route of a method and a path without query.
 *
 * @example
 * findRoute('GET', '/api/rooms/abc');
 * // { route: 'GET /api/rooms/{id}', parameters: { id: 'abc' } }
 * findRoute('PUT', '/api/rooms'); // { …, allowedMethods: ['POST', 'OPTIONS'] }
 */
export function findRoute(method: string, path: string): FoundRoute {
  const unmatched = { route: unmatchedRoute, parameters: {} } as const;
  if (method === 'OPTIONS' && /^\/(api|\.well-known)\//.test(path)) {
    return { route: preflightRoute, parameters: {} };
  }
  const ofPath = table.filter(({ pattern }) => pattern.test(path));
  const wanted = method === 'HEAD' ? 'GET' : method;
  // Of two routes that match, the first one listed applies.
  const found = ofPath.find((entry) => entry.method === wanted);
  if (found !== undefined) {
    const parameters = decodeParameters(found.pattern.exec(path)?.groups ?? {});
    return parameters === undefined ? unmatched : { route: found.route, parameters };
  }
  return ofPath.length === 0
    ? unmatched
    : { ...unmatched, allowedMethods: listMethods(ofPath.map((entry) => entry.method)) };
}

/** Returns undefined if a parameter is not valid percent-encoding. */
function decodeParameters(
  encoded: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  try {
    return Object.fromEntries(
      Object.entries(encoded).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return undefined;
  }
}

export const isRouteKey = (route: string): route is RouteKey => Object.hasOwn(httpApi, route);

function listMethods(methods: readonly string[]): readonly string[] {
  const all = methods.includes('GET') ? [...methods, 'HEAD', 'OPTIONS'] : [...methods, 'OPTIONS'];
  return [...new Set(all)];
}
