// The one table of routes: what reaches which function. Plain data, read by the stack and by both
// local engines. How a route is matched locally lives in infra/local/emulator/http-api.ts; in the
// cloud API Gateway does it.

/** Nothing leads to `fan-out` but the invocations of others. */
export type FunctionName = 'connect' | 'disconnect' | 'default' | 'http' | 'timer' | 'fan-out';

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'ANY';
  /**
   * In API Gateway's HTTP API syntax: `{name}` stands for one path segment, `{name+}` for all that
   * follow.
   */
  readonly path: `/${string}`;
  readonly function: FunctionName;
}

export interface Routes {
  readonly websocket: readonly {
    readonly routeKey: '$connect' | '$disconnect' | '$default';
    readonly function: FunctionName;
  }[];
  readonly http: readonly HttpRoute[];
  readonly queues: readonly { readonly queue: string; readonly function: FunctionName }[];
}

export const routes = {
  websocket: [
    { routeKey: '$connect', function: 'connect' },
    { routeKey: '$disconnect', function: 'disconnect' },
    { routeKey: '$default', function: 'default' },
  ],
  http: [
    { method: 'POST', path: '/api/rooms', function: 'http' },
    { method: 'GET', path: '/api/rooms/{id}', function: 'http' },
    { method: 'POST', path: '/api/rooms/{id}/messages', function: 'http' },
    { method: 'GET', path: '/api/rooms/{id}/messages', function: 'http' },
    { method: 'POST', path: '/api/rooms/{id}/tokens', function: 'http' },
    { method: 'GET', path: '/.well-known/jwks.json', function: 'http' },
    { method: 'GET', path: '/api/health', function: 'http' },
    { method: 'GET', path: '/api/settings', function: 'http' },
    { method: 'GET', path: '/api/filters', function: 'http' },
    { method: 'POST', path: '/api/filters/test', function: 'http' },
    { method: 'POST', path: '/api/filters/dry-run', function: 'http' },
    { method: 'GET', path: '/api/filters/{list}', function: 'http' },
    { method: 'PUT', path: '/api/filters/{list}', function: 'http' },
    { method: 'PATCH', path: '/api/filters/{list}', function: 'http' },
    { method: 'DELETE', path: '/api/filters/{list}', function: 'http' },
    { method: 'GET', path: '/api/filters/{list}/history', function: 'http' },
    { method: 'POST', path: '/api/filters/{list}/rollback', function: 'http' },
    // What pages of other origins ask beforehand; and all that is none of the above, which is told
    // so as everything else is told.
    { method: 'OPTIONS', path: '/api/{proxy+}', function: 'http' },
    { method: 'ANY', path: '/api/{proxy+}', function: 'http' },
  ],
  queues: [{ queue: 'timers', function: 'timer' }],
} as const satisfies Routes;

/** What stands before the HTTP routes in an address; everything else is the page's. */
export const apiPrefixes = ['/api/', '/.well-known/'] as const satisfies readonly string[];

/**
 * API Gateway accepts nothing after the stage, so the stage is named as the last segment of the
 * paths that clients open.
 */
export const websocketStage = 'websocket';
export const websocketPaths = [
  '/socket/websocket',
  '/websocket',
] as const satisfies readonly string[];
