// The HTTP API: a request in, a response out. Finds the route's handler and adds what all responses
// have in common.

import { httpApi, preflightRoute, type RouteKey } from '../../protocol/http.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Settings } from '../settings.ts';
import type { ApiRequest, ApiResponse, RouteHandlers } from './api-request.ts';
import { createCorsHeaders, preflightHeaders } from './cors.ts';
import { createProblem } from './problem.ts';
import { filterHandlers } from './filter-routes.ts';
import { roomHandlers } from './room-routes.ts';
import { serverHandlers } from './server-routes.ts';

const handlers: RouteHandlers<RouteKey> = { ...serverHandlers, ...roomHandlers, ...filterHandlers };

/** Answers a request. Refusals are problem documents; throws only for our own failures. */
export async function handleRequest(context: Context, request: ApiRequest): Promise<ApiResponse> {
  const response =
    request.route === preflightRoute ? preflightResponse : await callRoute(context, request);
  const cors = createCorsHeaders(context.settings, request.originHeader);
  return {
    ...response,
    headers: { ...createSecurityHeaders(context.settings), ...response.headers, ...cors },
  };
}

const createSecurityHeaders = ({ publicOrigin }: Settings): Readonly<Record<string, string>> => ({
  'x-content-type-options': 'nosniff',
  ...(publicOrigin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
});

const preflightResponse: ApiResponse = {
  status: 204,
  isProblem: false,
  body: undefined,
  headers: preflightHeaders,
};

async function callRoute(context: Context, request: ApiRequest): Promise<ApiResponse> {
  if (!isRouteKey(request.route)) return createProblem(refuse('not_found'));
  const result = await handlers[request.route](context, request);
  if (!result.ok) return createProblem(result);
  return {
    status: result.status,
    isProblem: false,
    body: result.body,
    headers: { 'cache-control': 'no-store', ...result.headers },
  };
}

const isRouteKey = (route: string): route is RouteKey => Object.hasOwn(httpApi, route);
