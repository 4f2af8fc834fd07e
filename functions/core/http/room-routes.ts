// The routes of rooms, for clients without a socket.

import { httpApi, type RouteKey } from '../../protocol/http.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import { createLinkCode } from '../access/link-codes.ts';
import { consumeToken, refuseRate } from '../access/rate-limit.ts';
import { tokenEnded } from '../access/room-access.ts';
import { buildRoomLink, buildRoomLinks, ownerScopes } from '../access/room-tokens.ts';
import { issueToken } from '../access/tokens.ts';
import { prefetch } from '../context.ts';
import { createRoom } from '../lifecycle/create-room.ts';
import { replaceLinks } from '../lifecycle/replace-links.ts';
import { resumeDelivery } from '../messaging/deliver.ts';
import { readMessages } from '../messaging/history.ts';
import type { Grant, Scope } from '../ports.ts';
import { toIsoTime, viewPresence, viewRoom } from '../room-views.ts';
import { parseBody, parseQuery, type RouteHandlers } from './api-request.ts';
import { authorizeRequest, checkReader } from './authorize-request.ts';
import { waitForMessage } from './long-polls.ts';
import { postMessage } from './post-message.ts';

type RoomRoute = Extract<RouteKey, `${string} /api/rooms${string}`>;

export const roomHandlers: RouteHandlers<RoomRoute> = {
  'POST /api/rooms': async (context, { body, addressKey, origin }) => {
    const options = parseBody(httpApi['POST /api/rooms'].body, body === '' ? '{}' : body);
    if (!options.ok) return options;
    const result = await createRoom(context, { options: options.value, addressKey, origin });
    if (!result.ok) return result;
    const { created } = result;
    const location = `/api/rooms/${created.room.id}`;
    return { ok: true, status: 201, body: created, headers: { location } };
  },

  'GET /api/rooms/{id}': async (context, request) => {
    const access = await authorizeRequest(context, request, undefined);
    if (!access.ok) return access;

    const subscriptions = await context.subscriptions.list(access.room.id);
    const room = viewRoom(access.room, { subscriptions, now: context.clock.now() });
    const { scopes } = access.grant;
    if (!scopes.includes('receive') || (await checkReader(context, access)) !== undefined) {
      return { ok: true, status: 200, body: { room } };
    }
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
    const sent = await postMessage(context, access, message.value);
    return sent.ok ? { ok: true, status: 202, body: sent.sent } : sent;
  },

  'GET /api/rooms/{id}/messages': async (context, request) => {
    const access = await authorizeRequest(context, request, 'receive');
    if (!access.ok) return access;
    const query = parseQuery(httpApi['GET /api/rooms/{id}/messages'].query, request.query);
    if (!query.ok) return query;
    const { after, limit, wait } = query.value;

    const { grant } = access;
    const refusal = await checkReader(context, access);
    if (refusal !== undefined) return refusal;

    const seconds = Math.min(wait, request.maxWaitSeconds ?? Infinity);
    const waited =
      after === undefined
        ? access
        : await waitForMessage(context, access.room, {
            after,
            deadline: Math.min(context.clock.now() + seconds * 1_000, grant.expiresAt),
            tokenId: grant.tokenId,
            hasLeft: request.hasLeft,
          });
    if (!waited.ok) return waited;
    if (grant.expiresAt <= context.clock.now()) return refuse('expired', tokenEnded);
    const { room } = waited;
    // The owner may have locked the room, replaced its links or removed the reader's bot meanwhile.
    if (room !== access.room) {
      const now = await authorizeRequest(context, request, 'receive');
      const refusalByNow = now.ok ? await checkReader(context, now) : now;
      if (refusalByNow !== undefined) return refusalByNow;
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
    const taken = consumeToken(context, `tokens.${grant.tokenId}`, limits.tokenRate);
    if (!taken.ok) return refuseRate(taken);

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
