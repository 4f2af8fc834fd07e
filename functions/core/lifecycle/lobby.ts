// The topic `lobby`: not a room, needs no token, and creates rooms for clients that have only a
// socket.

import * as v from 'valibot';
import { CreateRoom, describeProblem } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { RoomId } from '../ports.ts';
import { reply, type OkAnswer, type Received } from '../reply.ts';
import { createRoom } from './create-room.ts';

/** Listed among the rooms of a connection that joined the lobby. No topic can name it. */
export const lobbyId = '~lobby' as RoomId;

/** The connection is in too many rooms. Waiting does not help, so there is no `retryAfter`. */
export const tooManyRooms = refuse(
  'rate_limited',
  `One connection can join at most ${limits.maxRoomsPerConnection} rooms. Leave one first.`,
);

const done: OkAnswer = { ok: true, response: {} };

/** Handles every event of the lobby. */
export async function lobby(context: Context, received: Received): Promise<unknown> {
  const { connection: id, frame } = received;
  const { connections } = context;
  if (frame.event === 'phx_join') {
    const max = limits.maxRoomsPerConnection;
    const entry = await connections.enter({ id, room: lobbyId, max });
    if (entry === 'entered') return reply(context, received, done);
    return reply(context, received, entry === 'full' ? tooManyRooms : refuse('unavailable'));
  }
  if (frame.event === 'phx_leave') {
    await connections.leave({ id, room: lobbyId });
    return reply(context, received, done);
  }

  const connection = await connections.read(id);
  if (frame.event !== 'create_room' || connection?.rooms.includes(lobbyId) !== true) {
    return reply(context, received, refuse('unmatched topic'));
  }
  const options = v.safeParse(CreateRoom, frame.payload);
  if (!options.success) {
    return reply(context, received, refuse('invalid_payload', describeProblem(options.issues)));
  }
  const created = await createRoom(context, {
    options: options.output,
    addressKey: connection.addressKey,
    origin: context.settings.publicOrigin,
  });
  const answer = created.ok ? { ok: true as const, response: created.created } : created;
  return reply(context, received, answer);
}
