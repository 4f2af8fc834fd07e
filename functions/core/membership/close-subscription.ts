// Closes one subscription from the server's side: a kick, a closed room, a replaced join.

import type { CloseReason, Receipt } from '../../protocol/events.ts';
import { encodeFrame } from '../../protocol/frames.ts';
import type { Context } from '../context.ts';
import { lobbyId } from '../lifecycle/lobby.ts';
import type { ConnectionId, FiredTimer, Room, Subscription } from '../ports.ts';
import { isLive, roomTopic } from '../room-views.ts';

export interface Farewell {
  readonly reason: CloseReason;
  readonly receipt?: Receipt;
}

/** Returns why a room has ended: its owner closed it, or its time was up. */
export const getEndReason = ({ expiresAt }: Room, now: number): CloseReason =>
  expiresAt > now ? 'closed' : 'expired';

/** Builds `phx_close`, under the join it ends. Phoenix clients do not rejoin after it. */
export const buildCloseFrame = (
  { version, joinRef, room }: Subscription,
  farewell: Farewell,
): string =>
  encodeFrame(version, {
    joinRef,
    ref: joinRef,
    topic: roomTopic(room),
    event: 'phx_close',
    payload: farewell,
  });

/**
 * Posts `phx_close` to a subscription, and closes its connection if that is in no other room.
 * Returns false if the connection could not be reached.
 */
export async function closeSubscription(
  context: Context,
  subscription: Subscription,
  farewell: Farewell,
): Promise<boolean> {
  const { connections, gateway } = context;
  const { connection, room, bot } = subscription;
  if (bot !== undefined) return true;
  try {
    const posted = await gateway.post(connection, buildCloseFrame(subscription, farewell));
    await connections.leave({ id: connection, room });
    if (posted !== 'gone' && !(await isInAnotherRoom(context, connection))) {
      await gateway.close(connection, 1000);
    }
    return true;
  } catch {
    // One unreachable connection must not keep the room open for the others.
    return false;
  }
}

/**
 * Handles the timer of a connection that could not be closed at its room's end: closes it, unless
 * it is in a room by now. If it cannot be reached, the timer fires again.
 */
export async function hangUp(context: Context, { id }: FiredTimer): Promise<void> {
  const connection = id as ConnectionId;
  if (!(await isInAnotherRoom(context, connection))) await context.gateway.close(connection, 1000);
}

/**
 * Whether a connection is in another live room. Its record alone does not show that: a function may
 * have died before it updated the record. Rooms that have ended do not count, because two rooms
 * that end together would each leave the connection to the other.
 */
async function isInAnotherRoom(
  { clock, connections, rooms, subscriptions }: Context,
  connection: ConnectionId,
): Promise<boolean> {
  const others = (await connections.read(connection))?.rooms ?? [];
  if (others.includes(lobbyId)) return true;
  for (const id of others) {
    const room = await rooms.get(id);
    if (room === undefined || !isLive(room, clock.now())) continue;
    if ((await subscriptions.find({ room: id, connection })) !== undefined) return true;
  }
  return false;
}
