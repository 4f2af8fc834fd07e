// THE CORRIDOR. One frame from a client, top to bottom: decode, authorise, admit, answer, drain
// (which fans out). Each step is one call into a file of its own; what is not a message branches
// off to channel/ right after decoding.

import * as v from 'valibot';
import { problemOf, Shout, type Sent } from '../protocol/events.ts';
import { decodeFrame, type Frame, type Version } from '../protocol/frames.ts';
import { limits } from '../protocol/limits.ts';
import { refuse, type Refusal } from '../protocol/reasons.ts';
import { authorise, authoriseUnread, prolongLease } from './access/authorise.ts';
import { isAnswered, refuseUnlessStale, reply, type Received } from './channel/answer.ts';
import { lobby } from './channel/lobby.ts';
import { joinRoom, leaveRoom } from './channel/membership.ts';
import { close, extend, kick, lock, slow } from './channel/owner.ts';
import { history, rename, sync, typing, unknownPush } from './channel/pushes.ts';
import { fetchAhead, type Context } from './context.ts';
import { note } from './notes.ts';
import type { Accepted, ConnectionId, RoomId, Seat } from './ports.ts';
import { admit } from './room/admit.ts';
import { drain, rescue } from './room/drain.ts';
import { depart, noteSeat } from './room/members.ts';
import { memberCalled } from './room/moderate.ts';
import { takeTurn } from './room/rate.ts';
import { timeOf } from './room/view.ts';
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
  const turn = takeTurn(context, `requests.${received.connection}`, limits.requests);
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
  fetchAhead(context, 'lists');
  const known = authoriseUnread(context, { connection, frame, scope: 'send' });
  if (known !== undefined) {
    const said = await say(context, received, known);
    if (said !== 'moved') return said;
    // It would be tried in vain until it is read again.
    context.memory.seats.delete(known.seat.room);
  }
  const authorised = await authorise(context, { connection, frame, scope: 'send' });
  if (!authorised.ok) return refuseUnlessStale(context, received, authorised);
  noteSeat(context, authorised.seat);
  return say(context, received, { seat: authorised.seat, paced: known !== undefined });
}

interface Saying {
  readonly seat: Seat;
  /** At which the seat was known; undefined: it has just been read. */
  readonly membership?: number;
  /** Its pace has been counted. */
  readonly paced?: boolean;
}

/** `moved`: nothing was done, since the seat may have changed. */
async function say(
  context: Context,
  received: Received,
  { seat, membership, paced = false }: Saying,
): Promise<unknown> {
  const { connection, frame } = received;
  const payload = v.safeParse(Shout, frame.payload);
  if (!payload.success) {
    return reply(context, received, refuse('invalid_payload', problemOf(payload.issues)));
  }
  const { body, cid, name, to: wanted } = payload.output;
  if (seat.member === undefined) return reply(context, received, refuse('forbidden'));
  if (name !== undefined && name !== seat.member.name && membership !== undefined) return 'moved';
  if (name !== undefined && name !== seat.member.name) {
    return reply(context, received, refuse('forbidden', 'You can only speak under your own name.'));
  }

  const to = wanted === undefined ? undefined : await recipient(context, seat.room, wanted);
  if (wanted !== undefined && to === undefined) {
    return reply(
      context,
      received,
      refuse('not_found', 'There is nobody of that name in this room. Nobody was told.'),
    );
  }

  const unhurried = seat.scopes.includes('moderate');
  const outgoing = {
    room: seat.room,
    track: seat.track,
    sender: seat.member,
    to,
    pacedBy: paced ? undefined : connection,
    unhurried,
    body,
    cid,
  };
  const admission = await admit(context, outgoing, membership);
  if (admission === 'moved') return 'moved';
  if (!admission.ok) return refuseFlood(context, received, admission);
  const { seq, at, room, baton, receipt } = admission;
  const sent: Sent = { seq, epoch: room.epoch, at: timeOf(at), ...receipt };
  await reply(context, received, { ok: true, response: sent });

  return room.baton?.id === baton.id ? drain(context, room, baton) : rescue(context, room);
}

/** Nothing but a sign of life; yet of one who only listens it is the only one. */
async function heartbeat(context: Context, received: Received): Promise<void> {
  await reply(context, received, { ok: true, response: {} });
  const { connections, clock, memory, rooms } = context;
  const { connection: id } = received;
  const now = clock.now();
  if ((memory.heard.get(id) ?? -Infinity) > now - timing.seatMilliseconds / 4) return;
  note(memory.heard, id, now);
  for (const room of (await connections.read(id))?.rooms ?? []) {
    const seat = await rooms.seat({ room, connection: id });
    if (seat !== undefined) await prolongLease(context, seat);
  }
}

async function recipient(context: Context, id: RoomId, wanted: string): Promise<Accepted['to']> {
  const room = await context.rooms.read(id);
  return room === undefined ? undefined : memberCalled(context, room, wanted);
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
  depart(context, [connection]);

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
