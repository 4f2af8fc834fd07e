// The topic `lobby`: needs no token, is no room, and makes rooms for clients that have only a
// socket.

import * as v from 'valibot';
import { CreateRoom, problemOf } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { createRoom, lobbyId } from './create-room.ts';
import { reply, type Received } from '../reply.ts';

export async function lobby(context: Context, received: Received): Promise<unknown> {
  const { connection: id, frame } = received;
  const { connections, settings } = context;
  const done = { ok: true, response: {} } as const;
  if (frame.event === 'phx_join') {
    const entered = await connections.enter({ id, room: lobbyId, max: limits.roomsOfConnection });
    return reply(
      context,
      received,
      entered === 'entered' ? done : refuse(entered === 'full' ? 'rate_limited' : 'unavailable'),
    );
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
    return reply(context, received, refuse('invalid_payload', problemOf(options.issues)));
  }
  const made = await createRoom(context, {
    options: options.output,
    addressKey: connection.addressKey,
    origin: settings.publicOrigin,
  });
  return reply(context, received, made.ok ? { ok: true, response: made.created } : made);
}
