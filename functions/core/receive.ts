// THE CORRIDOR. One frame from a client, top to bottom: decode, authorise, admit, answer, drain
// (which fans out). Each step is one call into a file of its own; what is not a message branches
// off to channel/ right after decoding.

import * as v from 'valibot';
import { problemOf, Shout, type Sent } from '../protocol/events.ts';
import { decodeFrame, type Frame, type Version } from '../protocol/frames.ts';
import { limits } from '../protocol/limits.ts';
import { refuse, type Refusal } from '../protocol/reasons.ts';
import { authorize, authorizeCached, renewSubscription } from './access/authorize.ts';
import { isAnswered, refuseUnlessStale, reply, type Received } from './reply.ts';
import { lobby } from './lifecycle/lobby.ts';
import { joinRoom, leaveRoom } from './membership/join-and-leave.ts';
import { close, extend, kick, lock, slow } from './moderation/owner-events.ts';
import { history, rename, sync, typing, unknownPush } from './messaging/member-events.ts';
import { prefetch, type Context } from './context.ts';
import { setBounded } from './bounded-map.ts';
import type { AcceptedMessage, ConnectionId, RoomId, Subscription } from './ports.ts';
import { admit } from './messaging/admit.ts';
import { deliverUndelivered, resumeDelivery } from './messaging/deliver.ts';
import { handleDisconnect, rememberSubscription } from './membership/members.ts';
import { findMember } from './moderation/moderate.ts';
import { consumeToken } from './access/rate-limit.ts';
import { toIsoTime } from './room-views.ts';
import { timing } from './settings.ts';

/**
 * Handles one frame. Every answer, and everything the frame causes, is posted; nothing is returned.
 * What a client did wrong is answered; what went wrong here is answered `unavailable` and thrown,
 * for the caller to count.
 */
export async function receive(
  context: Context,
  { connection, text }: { readonly connection: ConnectionId; readonly text: string },
): Promise<void> {
  const decoded = decodeFrame(text);
  if (!decoded.ok) {
    await reply(context, { connection, version: formOf(text), frame: unreadable }, decoded);
    return;
  }
  const received: Received = { connection, version: decoded.version, frame: decoded.frame };
  try {
    await dispatch(context, received);
  } catch (error) {
    if (!isAnswered(received)) await reply(context, received, refuse('unavailable'));
    throw error;
  }
}

function dispatch(context: Context, received: Received): Promise<unknown> {
  const { topic, event } = received.frame;
  if (event === 'shout') return shout(context, received);
  const turn = consumeToken(context, `requests.${received.connection}`, limits.requests);
  if (!turn.ok) {
    return refuseFlood(context, received, {
      ...refuse('rate_limited'),
      retryAfter: turn.retryAfter,
      flood: turn.bucket.refusals,
    });
  }
  if (topic === 'phoenix' && event === 'heartbeat') return heartbeat(context, received);
  if (topic === 'lobby') return lobby(context, received);
  switch (event) {
    case 'phx_join':
      return joinRoom(context, received);
    case 'phx_leave':
      return leaveRoom(context, received);
    case 'typing':
      return typing(context, received);
    case 'history':
      return history(context, received);
    case 'sync':
      return sync(context, received);
    case 'rename':
      return rename(context, received);
    case 'kick':
      return kick(context, received);
    case 'lock':
      return lock(context, received);
    case 'slow':
      return slow(context, received);
    case 'extend':
      return extend(context, received);
    case 'close':
      return close(context, received);
    default:
      return unknownPush(context, received);
  }
}

/**
 * A message's way. The sender is answered as soon as the message is admitted; carrying it to the
 * others comes after.
 */
async function shout(context: Context, received: Received): Promise<unknown> {
  const { connection, frame } = received;
  prefetch(context, 'lists');
  const known = authorizeCached(context, { connection, frame, scope: 'send' });
  if (known !== undefined) {
    const said = await say(context, received, known);
    if (said !== 'stale-membership') return said;
    // It would be tried in vain until it is read again.
    context.memory.subscriptions.delete(known.subscription.room);
  }
  const authorized = await authorize(context, { connection, frame, scope: 'send' });
  if (!authorized.ok) return refuseUnlessStale(context, received, authorized);
  rememberSubscription(context, authorized.subscription);
  return say(context, received, {
    subscription: authorized.subscription,
    paced: known !== undefined,
  });
}

interface Saying {
  readonly subscription: Subscription;
  /** At which the seat was known; undefined: it has just been read. */
  readonly membership?: number;
  /** Its pace has been counted. */
  readonly paced?: boolean;
}

/** `moved`: nothing was done, since the seat may have changed. */
async function say(
  context: Context,
  received: Received,
  { subscription, membership, paced = false }: Saying,
): Promise<unknown> {
  const { connection, frame } = received;
  const payload = v.safeParse(Shout, frame.payload);
  if (!payload.success) {
    return reply(context, received, refuse('invalid_payload', problemOf(payload.issues)));
  }
  const { body, cid, name, to: wanted } = payload.output;
  if (subscription.member === undefined) return reply(context, received, refuse('forbidden'));
  if (name !== undefined && name !== subscription.member.name && membership !== undefined)
    return 'stale-membership';
  if (name !== undefined && name !== subscription.member.name) {
    return reply(context, received, refuse('forbidden', 'You can only speak under your own name.'));
  }

  const to = wanted === undefined ? undefined : await recipient(context, subscription.room, wanted);
  if (wanted !== undefined && to === undefined) {
    return reply(
      context,
      received,
      refuse('not_found', 'There is nobody of that name in this room. Nobody was told.'),
    );
  }

  const bypassSlowMode = subscription.scopes.includes('moderate');
  const outgoing = {
    room: subscription.room,
    track: subscription.track,
    sender: subscription.member,
    to,
    rateLimitKey: paced ? undefined : connection,
    bypassSlowMode,
    body,
    cid,
  };
  const admission = await admit(context, outgoing, membership);
  if (admission === 'stale-membership') return 'stale-membership';
  if (!admission.ok) return refuseFlood(context, received, admission);
  const { seq, at, room, lease, receipt } = admission;
  const sent: Sent = { seq, epoch: room.epoch, at: toIsoTime(at), ...receipt };
  await reply(context, received, { ok: true, response: sent });

  return room.lease?.id === lease.id
    ? deliverUndelivered(context, room, lease)
    : resumeDelivery(context, room);
}

/** Nothing but a sign of life; yet of one who only listens it is the only one. */
async function heartbeat(context: Context, received: Received): Promise<void> {
  await reply(context, received, { ok: true, response: {} });
  const { connections, clock, memory } = context;
  const { connection: id } = received;
  const now = clock.now();
  if ((memory.heard.get(id) ?? -Infinity) > now - timing.subscriptionMilliseconds / 4) return;
  setBounded(memory.heard, id, now);
  for (const room of (await connections.read(id))?.rooms ?? []) {
    const subscription = await context.subscriptions.find({ room, connection: id });
    if (subscription !== undefined) await renewSubscription(context, subscription);
  }
}

async function recipient(
  context: Context,
  id: RoomId,
  wanted: string,
): Promise<AcceptedMessage['to']> {
  const room = await context.rooms.get(id);
  return room === undefined ? undefined : findMember(context, room, wanted);
}

/** Says no; and who does not slow down after ten times in a row is shown the door. */
async function refuseFlood(
  context: Context,
  received: Received,
  { flood = 0, ...refusal }: Refusal & { readonly flood?: number },
): Promise<void> {
  await reply(context, received, refusal);
  if (flood >= limits.refusalsBeforeClose) await context.gateway.close(received.connection, 1008);
}

/** The connection has ended: it leaves every room it was in. */
export const disconnected = (context: Context, connection: ConnectionId): Promise<void> =>
  handleDisconnect(context, [connection]);

// What could not be read has no ref to answer under; its first character tells which version's form
// the sender reads.
const unreadable: Frame = {
  joinRef: null,
  ref: null,
  topic: 'phoenix',
  event: 'unreadable',
  payload: {},
};
const formOf = (text: string): Version => (text.trimStart().startsWith('[') ? 2 : 1);
