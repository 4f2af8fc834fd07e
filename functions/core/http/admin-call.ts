// Calls that only administrators may make: each needs their token and the scope of its route.

import { utf8Bytes } from '../../protocol/frames.ts';
import { httpApi, type RouteKey } from '../../protocol/http.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import { verifyToken } from '../access/tokens.ts';
import type { Context } from '../context.ts';
import { isListName } from '../track/word-filter/index.ts';
import type { ApiRequest, RouteHandlers, RouteResult } from './api-request.ts';

export type FilterRoute = Extract<RouteKey, `${string} /api/filters${string}`>;

/** A call by an administrator who has the route's scope. */
export interface AdminCall {
  readonly context: Context;
  readonly request: ApiRequest;
  /** The list that the path names, if it names one. */
  readonly name: string;
  /** The administrator, as a list's history shows them. */
  readonly by: string;
}

export type AdminHandlers<Keys extends FilterRoute> = {
  readonly [Key in Keys]: (call: AdminCall) => Promise<RouteResult<Key>>;
};

const tooLarge = refuse(
  'too_large',
  'A word list, or a sample, has at most 5 MB. Send it in parts.',
);

/** Returns handlers that authorize each request before they run. */
export function withAdminToken<Keys extends FilterRoute>(
  handlers: AdminHandlers<Keys>,
): RouteHandlers<Keys> {
  const routes = Object.keys(handlers) as Keys[];
  return Object.fromEntries(
    routes.map((route) => [
      route,
      async (context: Context, request: ApiRequest) => {
        const call = await authorizeAdmin(route, context, request);
        if (!call.ok) return call;
        if (utf8Bytes(request.body) > limits.maxListBytes) return tooLarge;
        const { name, by } = call;
        return handlers[route]({ context, request, name, by });
      },
    ]),
  ) as RouteHandlers<Keys>;
}

export const isAdminRoute = (route: RouteKey): route is FilterRoute =>
  route.split(' ')[1]?.startsWith('/api/filters') === true;

/** Authorizes a call of an administrator, by its head alone. */
export async function authorizeAdmin(
  route: FilterRoute,
  context: Context,
  request: Pick<ApiRequest, 'bearer' | 'parameters'>,
) {
  if (request.bearer === undefined) return refuse('unauthorized');
  const verified = await verifyToken({
    ports: context,
    settings: context.settings,
    token: request.bearer,
    types: ['admin+jwt'],
  });
  if (!verified.ok) return verified;
  const { scopes, member, tokenId } = verified.claims;
  if (!scopes.includes(httpApi[route].scope)) return refuse('forbidden');
  const { list: name } = request.parameters;
  // Stores make keys and file names of it.
  if (name !== undefined && !isListName(name)) {
    return refuse(
      'invalid_payload',
      "A word list's name has up to 40 of a-z, 0-9 and single hyphens.",
    );
  }
  return { ok: true, name: name ?? '', by: member ?? tokenId } as const;
}
