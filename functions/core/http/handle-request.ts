// The HTTP API: a request in, a response out. Finds the route's handler and adds what all responses
// have in common.

import { httpApi, preflightRoute, type RouteKey } from '../../protocol/http.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { consumeToken, describeRates, refuseRate, type RateState } from '../access/rate-limit.ts';
import type { Context } from '../context.ts';
import type { Settings } from '../settings.ts';
import { authorizeAdmin, isAdminRoute } from './filters/admin-call.ts';
import type { ApiResponse, IncomingRequest, RouteHandlers } from './api-request.ts';
import { createCorsHeaders, preflightHeaders } from './cors.ts';
import { isRouteKey } from './find-route.ts';
import { createProblem } from './problem.ts';
import { filterHandlers } from './filters/filter-routes.ts';
import { roomHandlers } from './room-routes.ts';
import { serverHandlers } from './server-routes.ts';

const handlers: RouteHandlers<RouteKey> = { ...serverHandlers, ...roomHandlers, ...filterHandlers };

/** Answers a request. Refusals are problem documents; throws only for our own failures. */
export async function handleRequest(
  context: Context,
  request: IncomingRequest,
): Promise<ApiResponse> {
  const counted = countRequest(context, request);
  const response =
    counted.refusal === undefined
      ? await respond(context, request)
      : createProblem(counted.refusal);
  const cors = createCorsHeaders(context.settings, request.originHeader);
  const security = createSecurityHeaders(context.settings);
  return {
    ...response,
    headers: { ...security, ...counted.headers, ...response.headers, ...cors },
  };
}

const respond = (context: Context, request: IncomingRequest): Promise<ApiResponse> | ApiResponse =>
  request.route === preflightRoute ? preflightResponse : callRoute(context, request);

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

async function callRoute(context: Context, request: IncomingRequest): Promise<ApiResponse> {
  const { route } = request;
  const refusal = checkOrigin(context, request);
  if (refusal !== undefined) return createProblem(refusal);
  if (!isRouteKey(route)) return refuseUnmatched(request);

  // A stranger's body is not worth reading.
  if (httpApi[route].scope !== null && request.bearer === undefined) {
    return createProblem(refuse('unauthorized'));
  }
  const authorized = isAdminRoute(route)
    ? await authorizeAdmin(route, context, request)
    : undefined;
  if (authorized?.ok === false) return createProblem(authorized);
  const query = typeof request.query === 'function' ? request.query() : request.query;
  if (query === undefined) return createProblem(givenTwice);
  const maxBytes = authorized === undefined ? limits.maxRequestBytes : limits.maxListRequestBytes;
  const body = await readBody(request, maxBytes);
  if (body === undefined) {
    return createProblem(refuse('too_large', `A request body has at most ${maxBytes} bytes.`));
  }

  const result = await handlers[route](context, {
    ...request,
    ...(authorized === undefined ? {} : { admin: authorized.admin }),
    query,
    body,
  });
  if (!result.ok) return createProblem(result);
  return {
    status: result.status,
    isProblem: false,
    body: result.body,
    headers: { 'cache-control': 'no-store', ...result.headers },
  };
}

const givenTwice = refuse(
  'invalid_payload',
  'A parameter of the address is given twice. Send it once.',
);

function refuseUnmatched({ allowedMethods }: IncomingRequest): ApiResponse {
  if (allowedMethods === undefined) return createProblem(refuse('not_found'));
  const problem = createProblem(refuse('method_not_allowed'));
  return { ...problem, headers: { ...problem.headers, allow: allowedMethods.join(', ') } };
}

interface CountedRequest {
  readonly refusal?: Refusal;
  /** The state of the caller's limits. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts a request before anything of it is decoded. A caller on this machine has no address. */
function countRequest(
  context: Context,
  { route, bearer, addressKey }: IncomingRequest,
): CountedRequest {
  // Browsers send preflight requests unasked, and answering one costs less than counting it.
  if (route === preflightRoute) return { headers: {} };
  const keys = [
    ...(addressKey === undefined ? [] : [['address', addressKey] as const]),
    ...(bearer === undefined ? [] : [['token', context.hash.sha256(bearer)] as const]),
  ];
  const states: RateState[] = [];
  for (const [name, key] of keys) {
    const rate = limits.httpRates[name];
    const taken = consumeToken(context, `http.${key}`, rate);
    states.push({ name, rate, taken });
    if (!taken.ok) return { refusal: refuseRate(taken), headers: describeRates(states) };
  }
  return { headers: describeRates(states) };
}

/** Refuses changes that a foreign page asks for. Browsers send simple requests unasked. */
function checkOrigin(
  { settings: { publicOrigin, allowedOrigins } }: Context,
  { route, originHeader, origin, host }: IncomingRequest,
): Refusal | undefined {
  if (originHeader === undefined || route.startsWith('GET ')) return undefined;
  const own = [origin, publicOrigin, `http://${host}`, `https://${host}`];
  const allowed = [...own, ...allowedOrigins];
  if (allowed.includes(originHeader) || allowed.includes('*')) return undefined;
  return refuse('forbidden', 'Pages of this origin may not use this server. See ALLOWED_ORIGINS.');
}

const readBody = async (
  { body }: IncomingRequest,
  maxBytes: number,
): Promise<string | undefined> => {
  if (typeof body !== 'string') return body(maxBytes);
  return body.length > maxBytes || utf8Bytes(body) > maxBytes ? undefined : body;
};
