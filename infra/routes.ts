// Which event reaches which function: WebSocket routes, HTTP routes (declared in
// functions/protocol/http.ts) and queues. The stack and both local engines read this table.

import { httpApi, preflightRoute, unmatchedRoute } from '../functions/protocol/http.ts';

/** Only other functions invoke `fan-out`. */
export type FunctionName = 'connect' | 'disconnect' | 'default' | 'http' | 'timer' | 'fan-out';

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'ANY';
  /**
   * In API Gateway's HTTP API syntax: `{name}` is one path segment, `{name+}` all that follow.
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

function toHttpRoute(key: string): HttpRoute {
  const [method, path] = key.split(' ') as [HttpRoute['method'], HttpRoute['path']];
  return { method, path, function: 'http' };
}

export const routes = {
  websocket: [
    { routeKey: '$connect', function: 'connect' },
    { routeKey: '$disconnect', function: 'disconnect' },
    { routeKey: '$default', function: 'default' },
  ],
  http: [...Object.keys(httpApi), preflightRoute, unmatchedRoute, 'ANY /.well-known/{proxy+}'].map(
    toHttpRoute,
  ),
  queues: [{ queue: 'timers', function: 'timer' }],
} as const satisfies Routes;

/** Paths that begin with these belong to the HTTP API. All others belong to the page. */
export const apiPrefixes = ['/api/', '/.well-known/'] as const satisfies readonly string[];

/**
 * The last segment of the paths that clients open. API Gateway accepts no path after the stage, so
 * the stage has this name.
 */
export const websocketStage = 'websocket';
export const websocketPaths = [
  '/socket/websocket',
  '/websocket',
] as const satisfies readonly string[];
