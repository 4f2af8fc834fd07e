// The HTTP API: the same rooms for clients without a socket. Knows no server; handlers/http.ts
// turns events into these calls.

import * as v from 'valibot';
import { problemOf, type Sent } from '../../protocol/events.ts';
import { httpApi, preflightRoute, type RouteKey } from '../../protocol/http.ts';
import type { ProblemDocument } from '../../protocol/http-schemas.ts';
import { reasons, refuse, type Reason, type Refusal } from '../../protocol/reasons.ts';
import { verifyGrant, type Entitled } from '../access/authorize.ts';
import { issueToken, outlivesRoom } from '../access/tokens.ts';
import { prefetch, type Context } from '../context.ts';
import { digest } from '../digest.ts';
import type { MemberId, Room, Scope } from '../ports.ts';
import { admit } from '../messaging/admit.ts';
import { unknownRecipient } from '../messaging/shout.ts';
import { buildRoomLink } from '../access/room-tokens.ts';
import { createRoom } from '../lifecycle/create-room.ts';
import { deliverAdmitted, resumeDelivery } from '../messaging/deliver.ts';
import { readMessages } from '../messaging/history.ts';
import { claimName, findMember } from '../membership/member-names.ts';
import { prepareName } from '../membership/name-rules.ts';
import { isLive, toIsoTime, viewPresence, viewRoom } from '../room-views.ts';
import { parseJson, type ApiRequest, type ApiResponse, type Calls } from './api-request.ts';
import { crossOriginHeaders, preflightHeaders } from './cors.ts';
import { filterCalls } from './filter-routes.ts';

export async function api(context: Context, request: ApiRequest): Promise<ApiResponse> {
  const response =
    request.route === preflightRoute ? preflightResponse : await answer(context, request);
  return {
    ...response,
    headers: { ...response.headers, ...crossOriginHeaders(context.settings, request.from) },
  };
}

const preflightResponse: ApiResponse = {
  status: 204,
  problem: false,
  body: undefined,
  headers: preflightHeaders,
};

async function answer(context: Context, request: ApiRequest): Promise<ApiResponse> {
  const result = isKnown(request.route)
    ? await calls[request.route](context, request)
    : refuse('not_found');
  if (result.ok) {
    return {
      status: result.status,
      problem: false,
      body: result.body,
      headers: { 'cache-control': 'no-store', ...result.headers },
    };
  }
  return problemResponse(result);
}

const isKnown = (route: string): route is RouteKey => Object.hasOwn(httpApi, route);

/**
 * RFC 9457: `type`, `title`, `status`, `detail`, and our `reason` and `message` as the socket has
 * them.
 */
export function problemResponse(refusal: Refusal): ApiResponse {
  const { status, message } = reasons[refusal.reason];
  const detail = refusal.message ?? message;
  const body: ProblemDocument = {
    type: 'about:blank',
    title: titleOf(refusal.reason),
    status,
    detail,
    reason: refusal.reason,
    message: detail,
    ...(refusal.retryAfter === undefined ? {} : { retry_after: refusal.retryAfter }),
    ...(refusal.version === undefined ? {} : { version: refusal.version }),
    ...refusal.filter,
  };
  return {
    status,
    problem: true,
    body,
    headers: {
      'cache-control': 'no-store',
      ...(refusal.retryAfter === undefined
        ? {}
        : { 'retry-after': String(Math.ceil(refusal.retryAfter)) }),
      ...(refusal.version === undefined ? {} : { etag: `"${refusal.version}"` }),
    },
  };
}

const titleOf = (reason: Reason): string => {
  const words = reason.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const calls: Calls<RouteKey> = {
  'GET /api/health': () => Promise.resolve({ ok: true, status: 200, body: { status: 'ok' } }),

  'GET /.well-known/jwks.json': async ({ keys }) => ({
    ok: true,
    status: 200,
    body: await keys.published(),
  }),

  // What a maker of rooms may know and choose from. A list's entries are the administrators'; its
  // name has to be known to be chosen.
  'GET /api/settings': async ({ lists, settings: { roomSeconds, capacity } }) => {
    const names = (await lists.read()).lists.map(({ name, language }) => ({ name, language }));
    return { ok: true, status: 200, body: { seconds: roomSeconds, capacity, lists: names } };
  },

  'POST /api/rooms': async (context, { body, addressKey, origin }) => {
    const options = parseJson(httpApi['POST /api/rooms'].body, body === '' ? '{}' : body);
    if (!options.ok) return options;
    const made = await createRoom(context, { options: options.value, addressKey, origin });
    return made.ok ? { ok: true, status: 201, body: made.created } : made;
  },

  'GET /api/rooms/{id}': async (context, request) => {
    const entered = await enter(context, request, undefined);
    if (!entered.ok) return entered;
    const subscriptions = await context.subscriptions.list(entered.room.id);
    const members = Object.entries(viewPresence(subscriptions)).map(([name, { metas }]) => ({
      name,
      connections: metas.length,
    }));
    return {
      ok: true,
      status: 200,
      body: { room: viewRoom(entered.room, { subscriptions, now: context.clock.now() }), members },
    };
  },

  'POST /api/rooms/{id}/messages': async (context, request) => {
    prefetch(context, 'lists');
    const entered = await enter(context, request, 'send');
    if (!entered.ok) return entered;
    const message = parseJson(httpApi['POST /api/rooms/{id}/messages'].body, request.body);
    if (!message.ok) return message;
    const { room, grant } = entered;
    const { body, cid, name = 'bot', to: wanted } = message.value;
    const prepared = prepareName(name);
    if (!prepared.ok) return prepared;
    // Whoever shares a token and a name over HTTP is one sender: there is no connection to tell
    // them apart by.
    const member = `api-${digest(`${grant.tokenId} ${prepared.key}`)}` as MemberId;
    if (room.kicked.includes(member)) return refuse('kicked');
    const to = wanted === undefined ? undefined : await findMember(context, room, wanted);
    if (wanted !== undefined && to === undefined) {
      return unknownRecipient;
    }
    const claimed = await claimName(context, { room, member, name, reclaimUnused: false });
    if (!claimed.ok) return claimed;
    const admission = await admit(context, {
      room: room.id,
      track: room.track,
      sender: { id: member, name: claimed.name },
      to,
      rateLimitKey: member,
      bypassSlowMode: grant.scopes.includes('moderate'),
      body,
      cid,
    });
    if (!admission.ok) return admission;
    const { seq, at, receipt } = admission;
    await deliverAdmitted(context, admission);
    const sent: Sent = { seq, epoch: room.epoch, at: toIsoTime(at), ...receipt };
    return { ok: true, status: 202, body: sent };
  },

  'GET /api/rooms/{id}/messages': async (context, request) => {
    const entered = await enter(context, request, 'receive');
    if (!entered.ok) return entered;
    const query = v.safeParse(httpApi['GET /api/rooms/{id}/messages'].query, request.query);
    if (!query.success) return refuse('invalid_payload', problemOf(query.issues));
    const { after, limit, wait } = query.output;
    const room =
      after === undefined
        ? entered.room
        : await roomPast(context, entered.room, {
            seq: after,
            until: context.clock.now() + wait * 1_000,
          });
    if (room === undefined || entered.grant.expiresAt <= context.clock.now()) {
      return refuse('expired');
    }
    // Without `after` the newest; with it the next that are kept.
    const from = after === undefined ? 0 : Math.max(after, room.seq - room.capacity);
    const before = after === undefined ? room.seq + 1 : from + 1 + limit;
    const { messages, hidden } = await readMessages(context, room, {
      after: from,
      before,
      limit,
      maxBytes: Infinity,
      reader: undefined,
    });
    await resumeDelivery(context, room);
    const complete = after === undefined || from === after;
    return {
      ok: true,
      status: 200,
      body: { messages, hidden, epoch: room.epoch, head: room.seq, complete },
    };
  },

  'POST /api/rooms/{id}/tokens': async (context, request) => {
    const entered = await enter(context, request, undefined);
    if (!entered.ok) return entered;
    const wanted = parseJson(httpApi['POST /api/rooms/{id}/tokens'].body, request.body);
    if (!wanted.ok) return wanted;
    const { room, grant } = entered;
    const scopes = [...new Set(wanted.value.scope.split(' '))] as Scope[];
    if (!scopes.every((scope) => grant.scopes.includes(scope))) {
      return refuse('forbidden', 'A link never allows more than your own token does.');
    }
    const { seconds, uses } = wanted.value;
    const end = Math.min(
      grant.expiresAt,
      room.expiresAt,
      seconds === undefined ? Infinity : context.clock.now() + seconds * 1_000,
    );
    const token = await issueToken({
      ports: context,
      settings: context.settings,
      type: 'room+jwt',
      room: room.id,
      scopes,
      expiresAt: end,
      boundToRoom: grant.boundToRoom && seconds === undefined,
      ...(uses === undefined ? {} : { uses }),
    });
    const expiresAt = toIsoTime(Math.floor(end / 1_000) * 1_000);
    const narrowed = {
      token,
      url: buildRoomLink(request.origin, room.id, token),
      scope: scopes.join(' '),
      expiresAt,
      ...(uses === undefined ? {} : { uses }),
    };
    return { ok: true, status: 201, body: narrowed };
  },

  ...filterCalls,
};

const pollMilliseconds = 500;

/**
 * The room once it has a message after `seq`, or as it is at `until`; undefined once it is over.
 */
async function roomPast(
  context: Context,
  from: Room,
  { seq, until }: { readonly seq: number; readonly until: number },
): Promise<Room | undefined> {
  const { clock, rooms } = context;
  let room: Room | undefined = from;
  while (room.seq <= seq && clock.now() < until) {
    await clock.wait(Math.min(pollMilliseconds, until - clock.now()));
    room = await rooms.get(from.id);
    if (room?.epoch !== from.epoch || !isLive(room, clock.now())) return undefined;
  }
  return room;
}

/** The live room of the path, if the bearer's token is for it and has the scope. */
async function enter(
  context: Context,
  { parameters, bearer }: ApiRequest,
  scope: Scope | undefined,
): Promise<Entitled | Refusal> {
  if (bearer === undefined) return refuse('unauthorized');
  const granted = await verifyGrant(context, bearer);
  if (!granted.ok) return granted;
  const { grant } = granted;
  if (grant.room !== parameters['id']) {
    return refuse('forbidden', 'This token is for another room.');
  }
  if (scope !== undefined && !grant.scopes.includes(scope)) return refuse('forbidden');
  const room = await context.rooms.get(grant.room);
  if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');
  if (outlivesRoom(grant, room.expiresAt)) return refuse('unauthorized');
  if (grant.uses !== undefined) {
    return refuse(
      'forbidden',
      'A link that may be used a few times is for joining. Ask for one without a number of uses.',
    );
  }
  return { ok: true, room, grant };
}
