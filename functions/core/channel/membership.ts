// Joining and leaving a room's topic, in the order Phoenix clients rely on: the reply, then
// presence_state, then diffs.

import * as v from 'valibot';
import { Join, problemOf } from '../../protocol/events.ts';
import { refuse } from '../../protocol/reasons.ts';
import { authorise, roomOf } from '../access/authorise.ts';
import { fetchAhead, type Context } from '../context.ts';
import type { RoomStore, Seat } from '../ports.ts';
import { rescue } from '../room/drain.ts';
import { closeFrame } from '../room/expire.ts';
import { isEarlier } from '../room/join-order.ts';
import { join, overtaken } from '../room/join.ts';
import { announce, depart, dismissLapsed, vacate } from '../room/members.ts';
import { freeNameOf } from '../room/naming.ts';
import { showPresence } from '../room/presence.ts';
import { reply, type Received } from './answer.ts';

export async function joinRoom(context: Context, received: Received): Promise<unknown> {
  const { connection: id, frame, version } = received;
  const room = roomOf(frame.topic);
  if (room === undefined) return reply(context, received, refuse('unmatched topic'));
  const request = v.safeParse(Join, frame.payload ?? {});
  if (!request.success) {
    return reply(context, received, refuse('invalid_payload', problemOf(request.issues)));
  }
  fetchAhead(context, 'keys', 'lists');
  const [connection, stands] = await Promise.all([
    context.connections.read(id),
    context.rooms.seat({ room, connection: id }),
  ]);
  if (connection === undefined) return reply(context, received, refuse('unavailable'));

  // A second join of a topic closes the first, whatever becomes of the second; the same join
  // delivered twice is no second one.
  if (stands !== undefined && isEarlier(frame.joinRef, stands.joinRef)) {
    return reply(context, received, overtaken);
  }
  if (stands !== undefined && (frame.joinRef === null || stands.joinRef !== frame.joinRef)) {
    const before = await vacate(context, { room, connection: id, phxRef: stands.phxRef });
    if (before !== undefined) {
      await context.gateway.post(id, closeFrame(before, { reason: 'replaced' }));
    }
  }

  const joined = await join(context, {
    connection,
    version,
    frame,
    id: room,
    request: request.output,
  });
  if (!joined.ok) return reply(context, received, joined);
  const { response, seat, seats } = joined;
  if ((await reply(context, received, { ok: true, response })) === 'gone') {
    return depart(context, [id]);
  }
  if (seat.scopes.includes('receive')) await showPresence(context, seat, seats);
  await announce(context, joined.room, { joins: seat });
  await dismissLapsed(context, room, seats);
  return rescue(context, joined.room);
}

/**
 * Leaving what one is not in is no mistake (Phoenix answers ok), and an expired token must not keep
 * anybody in.
 */
export async function leaveRoom(context: Context, received: Received): Promise<unknown> {
  const { connection, frame } = received;
  const authorised = await authorise(context, { connection, frame, scope: undefined });
  if (!authorised.ok && authorised.reason === 'stale') return undefined;
  const id = roomOf(frame.topic);
  const left =
    id === undefined
      ? undefined
      : await standUp(context, { room: id, connection, joinRef: frame.joinRef });
  // Before the answer: whoever has it may come back under the name at once.
  if (left?.room !== undefined && left.seat.member !== undefined) {
    await freeNameOf(context, left.room, left.seat.member);
  }
  await reply(context, received, { ok: true, response: {} });
  if (left === undefined) return undefined;
  const { seat, room } = left;
  await context.connections.leave({ id: connection, room: seat.room });
  await context.gateway.post(connection, closeFrame(seat, { reason: 'left' }));
  if (room === undefined) return undefined;
  await announce(context, room, { leaves: seat });
  return rescue(context, room);
}

/**
 * Gives up the seat of this join (null: whatever join it is of), though it change (typing)
 * meanwhile; not that of a later join that has come between.
 */
async function standUp(
  { rooms }: Pick<Context, 'rooms'>,
  { joinRef, ...place }: Pick<Seat, 'room' | 'connection' | 'joinRef'>,
): ReturnType<RoomStore['stand']> {
  for (
    let seat = await rooms.seat(place);
    seat !== undefined && (joinRef === null || seat.joinRef === joinRef);
    seat = await rooms.seat(place)
  ) {
    const left = await rooms.stand({ ...place, phxRef: seat.phxRef });
    if (left !== undefined) return left;
  }
  return undefined;
}
