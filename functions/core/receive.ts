// THE CORRIDOR. One frame from a client, top to bottom: decode, authorise, admit, answer, drain (which fans out).
// Each step is one call into a file of its own; what is not a message branches off to channel/ right after decoding.

import * as v from 'valibot';
import { problemOf, Shout } from '../protocol/events.ts';
import { decodeFrame, type Frame, type Version } from '../protocol/frames.ts';
import { limits } from '../protocol/limits.ts';
import { refuse } from '../protocol/reasons.ts';
import { authorise } from './access/authorise.ts';
import { isAnswered, refuseUnlessStale, reply, type Received } from './channel/answer.ts';
import { lobby } from './channel/lobby.ts';
import { joinRoom, leaveRoom } from './channel/membership.ts';
import { history, sync, typing, unknownPush } from './channel/pushes.ts';
import type { Context } from './context.ts';
import type { ConnectionId } from './ports.ts';
import { admit } from './room/admit.ts';
import { drain, rescue } from './room/drain.ts';
import { depart } from './room/members.ts';
import { timeOf } from './room/view.ts';

/**
 * Handles one frame. Every answer, and everything the frame causes, is posted; nothing is returned. What a client did
 * wrong is answered; what went wrong here is answered `unavailable` and thrown, for the caller to count.
 */
export async function receive(context: Context, { connection, text }: { readonly connection: ConnectionId; readonly text: string }): Promise<void> {
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
  if (topic === 'phoenix' && event === 'heartbeat') return reply(context, received, { ok: true, response: {} });
  if (topic === 'lobby') return lobby(context, received);
  switch (event) {
    case 'shout': return shout(context, received);
    case 'phx_join': return joinRoom(context, received);
    case 'phx_leave': return leaveRoom(context, received);
    case 'typing': return typing(context, received);
    case 'history': return history(context, received);
    case 'sync': return sync(context, received);
    default: return unknownPush(context, received);
  }
}

/** A message's way. The sender is answered as soon as the message is admitted; carrying it to the others comes after. */
async function shout(context: Context, received: Received): Promise<unknown> {
  const { connection, frame } = received;
  const authorised = await authorise(context, { connection, frame, scope: 'send' });
  if (!authorised.ok) return refuseUnlessStale(context, received, authorised);
  const { seat } = authorised;
  const payload = v.safeParse(Shout, frame.payload);
  if (!payload.success) return reply(context, received, refuse('invalid_payload', problemOf(payload.issues)));
  const { body, cid, name } = payload.output;
  if (seat.member === undefined) return reply(context, received, refuse('forbidden'));
  if (name !== undefined && name !== seat.member.name) return reply(context, received, refuse('forbidden', 'You can only speak under your own name.'));

  const admission = await admit(context, { room: seat.room, sender: seat.member, pacedBy: connection, body, cid });
  if (!admission.ok) {
    await reply(context, received, admission);
    return (admission.flood ?? 0) >= limits.refusalsBeforeClose ? context.gateway.close(connection, 1008) : undefined;
  }
  const { seq, at, room, baton } = admission;
  await reply(context, received, { ok: true, response: { seq, epoch: room.epoch, at: timeOf(at) } });

  return room.baton?.id === baton.id ? drain(context, room, baton) : rescue(context, room);
}

/** The connection has ended: it leaves every room it was in. */
export const disconnected = (context: Context, connection: ConnectionId): Promise<void> => depart(context, [connection]);

// What could not be read has no ref to answer under; its first character tells which version's form the sender reads.
const unreadable: Frame = { joinRef: null, ref: null, topic: 'phoenix', event: 'unreadable', payload: {} };
const formOf = (text: string): Version => (text.trimStart().startsWith('[') ? 2 : 1);
