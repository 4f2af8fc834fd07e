// Calls that only administrators may make: each needs their token and the scope of its route.

import { utf8Bytes } from '../../../protocol/frames.ts';
import { httpApi, type RouteKey } from '../../../protocol/http.ts';
import { limits } from '../../../protocol/limits.ts';
import { refuse, type Refusal } from '../../../protocol/reasons.ts';
import { verifyToken } from '../../access/tokens.ts';
import type { Context } from '../../context.ts';
import { isListName } from '../../track/word-filter/index.ts';
import type { Administrator, ApiRequest, RouteHandlers, RouteResult } from '../api-request.ts';

export type FilterRoute = Extract<RouteKey, `${string} /api/filters${string}`>;

/** A call by an administrator who has the route's scope. */
export interface AdminCall extends Administrator {
  readonly context: Context;
  readonly request: ApiRequest;
}

export type AdminHandlers<Keys extends FilterRoute> = {
  readonly [Key in Keys]: (call: AdminCall) => Promise<RouteResult<Key>>;
};

const tooLarge = refuse(
  'too_large',
  'A word list, or a sample, has at most 5 MB. Send it in parts.',
);

/** Returns handlers that run only for authorized requests. */
export function forAdministrators<Keys extends FilterRoute>(
  handlers: AdminHandlers<Keys>,
): RouteHandlers<Keys> {
  const routes = Object.keys(handlers) as Keys[];
  return Object.fromEntries(
    routes.map((route) => [
      route,
      (context: Context, request: ApiRequest) => {
        if (request.admin === undefined) return refuse('unauthorized');
        if (utf8Bytes(request.body) > limits.maxListBytes) return tooLarge;
        return handlers[route]({ context, request, ...request.admin });
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
): Promise<{ readonly ok: true; readonly admin: Administrator } | Refusal> {
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
  return { ok: true, admin: { name: name ?? '', by: member ?? tokenId } };
}
