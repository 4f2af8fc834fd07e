// The routes of rooms, for clients without a socket.

import { httpApi, type RouteKey } from '../../protocol/http.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { checkCredential, resolveAccess, type RoomAccess } from '../access/room-access.ts';
import { createLinkCode } from '../access/link-codes.ts';
import { buildRoomLink, buildRoomLinks, ownerScopes } from '../access/room-tokens.ts';
import { issueToken } from '../access/tokens.ts';
import { prefetch, type Context } from '../context.ts';
import { createRoom } from '../lifecycle/create-room.ts';
import { replaceLinks } from '../lifecycle/replace-links.ts';
import { createBotId, showBot } from '../membership/bots.ts';
import { checkAdmission } from '../membership/join-access.ts';
import { claimName, findMemberById } from '../membership/member-names.ts';
import { prepareName } from '../membership/name-rules.ts';
import { admit } from '../messaging/admit.ts';
import { deliverAdmitted, resumeDelivery } from '../messaging/deliver.ts';
import { readMessages } from '../messaging/history.ts';
import { findRecipient } from '../messaging/shout.ts';
import type { Grant, Room, RoomId, Scope } from '../ports.ts';
import { isLive, toIsoTime, viewPresence, viewRoom } from '../room-views.ts';
import { parseBody, parseQuery, type ApiRequest, type RouteHandlers } from './api-request.ts';

type RoomRoute = Extract<RouteKey, `${string} /api/rooms${string}`>;

export const roomHandlers: RouteHandlers<RoomRoute> = {
  'POST /api/rooms': async (context, { body, addressKey, origin }) => {
    const options = parseBody(httpApi['POST /api/rooms'].body, body === '' ? '{}' : body);
    if (!options.ok) return options;
    const result = await createRoom(context, { options: options.value, addressKey, origin });
    return result.ok ? { ok: true, status: 201, body: result.created } : result;
  },

  'GET /api/rooms/{id}': async (context, request) => {
    const access = await authorizeRequest(context, request, undefined);
    if (!access.ok) return access;

    const subscriptions = await context.subscriptions.list(access.room.id);
    const room = viewRoom(access.room, { subscriptions, now: context.clock.now() });
    if (!access.grant.scopes.includes('receive')) return { ok: true, status: 200, body: { room } };
    const members = Object.entries(viewPresence(subscriptions)).map(([name, { metas }]) => {
      const connections = metas.filter(({ bot }) => bot === undefined).length;
      const isBot = connections < metas.length;
      return { name, connections, ...(isBot ? { bot: true as const } : {}) };
    });
    return { ok: true, status: 200, body: { room, members } };
  },

  'POST /api/rooms/{id}/messages': async (context, request) => {
    prefetch(context, 'lists');
    const access = await authorizeRequest(context, request, 'send');
    if (!access.ok) return access;
    const message = parseBody(httpApi['POST /api/rooms/{id}/messages'].body, request.body);
    if (!message.ok) return message;
    const { room, grant } = access;
    const { body, cid, name = 'bot', to: recipient } = message.value;

    const prepared = prepareName(name);
    if (!prepared.ok) return prepared;
    const member = createBotId(grant.tokenId, prepared.key);
    const sender = { id: member, name };
    // Only a locked room needs to know, so most posts cost no read.
    const isReturning =
      room.state === 'locked' && (await findMemberById(context, room, sender)) !== undefined;
    const refusal = checkAdmission(room, {
      grant,
      refusalForNew: undefined,
      member: sender,
      isReturning,
    });
    if (refusal !== undefined) return refusal;
    const found =
      recipient === undefined ? undefined : await findRecipient(context, room.id, recipient);
    if (found?.ok === false) return found;
    const claimed = await claimName(context, { room, member, name });
    if (!claimed.ok) return claimed;

    const admission = await admit(context, {
      room: room.id,
      track: room.track,
      sender: { id: member, name: claimed.name },
      to: found?.member,
      rateLimitKey: member,
      bypassSlowMode: grant.scopes.includes('moderate'),
      body,
      cid,
    });
    if (!admission.ok) return admission;
    const { seq, at, receipt } = admission;
    try {
      await showBot(context, admission.room, { id: member, name: claimed.name });
    } finally {
      // The message must not wait because presence has failed.
      await deliverAdmitted(context, admission);
    }
    return {
      ok: true,
      status: 202,
      body: { seq, epoch: room.epoch, at: toIsoTime(at), ...receipt },
    };
  },

  'GET /api/rooms/{id}/messages': async (context, request) => {
    const access = await authorizeRequest(context, request, 'receive');
    if (!access.ok) return access;
    const query = parseQuery(httpApi['GET /api/rooms/{id}/messages'].query, request.query);
    if (!query.ok) return query;
    const { after, limit, wait } = query.value;

    const room =
      after === undefined
        ? access.room
        : await waitForMessage(context, access.room, {
            after,
            deadline: context.clock.now() + wait * 1_000,
          });
    if (room === undefined || access.grant.expiresAt <= context.clock.now()) {
      return refuse('expired');
    }

    // Without `after`, returns the newest messages. With it, the next ones that the room still has.
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
    const access = await authorizeRequest(context, request, undefined);
    if (!access.ok) return access;
    const options = parseBody(httpApi['POST /api/rooms/{id}/tokens'].body, request.body);
    if (!options.ok) return options;
    const { room, grant } = access;
    const { scope, seconds, uses } = options.value;

    const scopes = [...new Set(scope.split(' '))] as Scope[];
    if (!scopes.every((wanted) => grant.scopes.includes(wanted))) {
      return refuse(
        'forbidden',
        'A link cannot allow more than your own token. Ask for fewer scopes.',
      );
    }
    const expiresAt = Math.min(
      grant.expiresAt,
      room.expiresAt,
      seconds === undefined ? Infinity : context.clock.now() + seconds * 1_000,
    );
    const limitedUses = uses === undefined ? {} : { uses };
    const lastsAsLongAsRoom = grant.boundToRoom && seconds === undefined;
    const token = await issueToken({
      ports: context,
      settings: context.settings,
      type: 'room+jwt',
      room: room.id,
      scopes,
      expiresAt,
      boundToRoom: lastsAsLongAsRoom,
      linkGeneration: room.linkGeneration,
      limitedLink: uses === undefined ? undefined : { uses },
    });
    // Only a link that is narrowed in time or uses needs the token itself.
    const credential =
      lastsAsLongAsRoom && uses === undefined ? createLinkCode(context, room, scopes) : token;
    return {
      ok: true,
      status: 201,
      body: {
        token,
        url: buildRoomLink(request.origin, room, credential),
        scope: scopes.join(' '),
        // Tokens end on a whole second.
        expiresAt: toIsoTime(Math.floor(expiresAt / 1_000) * 1_000),
        ...limitedUses,
      },
    };
  },

  'POST /api/rooms/{id}/links': async (context, request) => {
    const access = await authorizeRequest(context, request, 'moderate');
    if (!access.ok) return access;
    if (!allowsAllOfRoom(access.grant)) {
      return refuse(
        'forbidden',
        "The new links allow everything until the room's end, and your token does not. Use the " +
          "owner's link.",
      );
    }
    const replaced = await replaceLinks(context, access.room);
    if (!replaced.ok) return replaced;
    await replaced.after?.();
    return { ok: true, status: 200, body: buildRoomLinks(context, replaced.room, request.origin) };
  },
};

/** Whether someone with this grant gains nothing by any link of the room. */
const allowsAllOfRoom = ({ scopes, boundToRoom, limitedLink }: Grant): boolean =>
  boundToRoom && limitedLink === undefined && ownerScopes.every((scope) => scopes.includes(scope));

const pollMilliseconds = 500;

interface WaitOptions {
  /** A seq. */
  readonly after: number;
  /** When to stop waiting, in milliseconds since the epoch. */
  readonly deadline: number;
}

/**
 * Returns the room once it has a message after a seq, or as it is at the deadline. Undefined: the
 * room has ended.
 */
async function waitForMessage(
  { clock, rooms }: Context,
  from: Room,
  { after, deadline }: WaitOptions,
): Promise<Room | undefined> {
  let room: Room | undefined = from;
  while (room.seq <= after && clock.now() < deadline) {
    await clock.wait(Math.min(pollMilliseconds, deadline - clock.now()));
    room = await rooms.get(from.id);
    if (room?.epoch !== from.epoch || !isLive(room, clock.now())) return undefined;
  }
  return room;
}

/** Returns the path's room if it is live and the bearer's token is for it and has the scope. */
async function authorizeRequest(
  context: Context,
  { parameters, bearer }: ApiRequest,
  scope: Scope | undefined,
): Promise<RoomAccess | Refusal> {
  if (bearer === undefined) return refuse('unauthorized');
  const id = (parameters['id'] ?? '') as RoomId;
  const access = await resolveAccess(context, await checkCredential(context, bearer), id);
  if (!access.ok) return access;
  const { grant, refusalForNew } = access;
  if (refusalForNew !== undefined) return refusalForNew;
  if (scope !== undefined && !grant.scopes.includes(scope)) return refuse('forbidden');
  if (grant.limitedLink !== undefined) {
    return refuse(
      'forbidden',
      'A link with a limited number of uses is for joining. Ask for one without a limit.',
    );
  }
  return access;
}
