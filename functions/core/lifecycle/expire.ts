// The end of a room: told to everyone in it with a receipt, their connections closed, and nothing
// of it left to read.

import { encodeFrame } from '../../protocol/frames.ts';
import type { CloseReason, Receipt } from '../../protocol/events.ts';
import type { Context } from '../context.ts';
import type { ConnectionId, Room, RoomId, Subscription } from '../ports.ts';
import { isLive, lobbyId } from './create-room.ts';
import { roomTopic } from '../messaging/broadcast.ts';

// Within the 5 s in which sockets are closed.
const againMilliseconds = 1_000;

/**
 * The alarm of a room's end. Too early (a longer delay than the queue can hold, an extension): set
 * again. Too late or twice: harmless.
 */
export async function expire(
  context: Context,
  { room: id, epoch }: { readonly room: RoomId; readonly epoch: string },
): Promise<void> {
  const room = await context.rooms.get(id);
  if (room?.epoch !== epoch) return;
  if (room.state !== 'closed' && room.expiresAt > context.clock.now()) {
    await context.timers.set({ kind: 'end', room: id, epoch, at: room.expiresAt });
    return;
  }
  await endRoom(context, room);
}

/**
 * Its owner ends a room before its time. The alarm comes first: whoever dies on the way leaves
 * somebody to do all of it.
 */
export async function closeRoom(context: Context, { id, epoch }: Room): Promise<Room | undefined> {
  await context.timers.set({
    kind: 'close',
    room: id,
    epoch,
    at: context.clock.now() + againMilliseconds,
  });
  return context.rooms.close({ room: id, epoch });
}

/**
 * The alarm of an owner's close. It may ring before the room is closed, and closes it then: there
 * is no second alarm if its owner's call dies.
 */
export async function retryClose(
  context: Context,
  { room: id, epoch }: { readonly room: RoomId; readonly epoch: string },
): Promise<void> {
  const room = await context.rooms.get(id);
  if (room?.epoch === epoch) await endRoom(context, room);
}

/** Ends a room for good. Safe to do again: seats stay until everyone was told. */
export async function endRoom(context: Context, room: Room): Promise<void> {
  const { timers, clock, rooms, memory } = context;
  const { id, epoch } = room;
  const reason: CloseReason = room.expiresAt > clock.now() ? 'closed' : 'expired';
  const closed = (await rooms.close({ room: id, epoch })) ?? (await rooms.get(id));
  if (closed?.epoch !== epoch) return;
  const subscriptions = await context.subscriptions.list(id);
  const { messages, names } = await rooms.deleteContent(id);
  const { seq: accepted, deliveredSeq: delivered, filtered } = closed;
  const receipt: Receipt = {
    accepted,
    delivered,
    filtered,
    deleted: { messages, names, connections: subscriptions.length },
  };
  const waiting = subscriptions.values();
  let missed = 0;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (const subscription of waiting) {
        if (!(await closeSubscription(context, subscription, { reason, receipt }))) missed += 1;
      }
    }),
  );
  memory.subscriptions.delete(id);
  if (missed === 0) await context.subscriptions.deleteAll(id);
  else await timers.set({ kind: 'end', room: id, epoch, at: clock.now() + againMilliseconds });
}

interface Farewell {
  readonly reason: CloseReason;
  readonly receipt?: Receipt;
}

/**
 * Tells one seat that its room is closed to it, and ends the connection if that was its only room.
 * False: it could not be reached.
 */
export async function closeSubscription(
  context: Context,
  subscription: Subscription,
  farewell: Farewell,
): Promise<boolean> {
  const { connections, gateway } = context;
  try {
    const lastPresenceSync = await gateway.post(
      subscription.connection,
      closeFrame(subscription, farewell),
    );
    await connections.leave({ id: subscription.connection, room: subscription.room });
    if (lastPresenceSync !== 'gone' && !(await isElsewhere(context, subscription.connection))) {
      await gateway.close(subscription.connection, 1000);
    }
    return true;
  } catch {
    // A connection that cannot be reached must not keep the room from ending for the others.
    return false;
  }
}

/**
 * Whether a connection is in any other room that lives. That a room is noted for it is not enough:
 * whoever left it may have died before it said so, and of two rooms that end together neither must
 * leave the connection to the other.
 */
async function isElsewhere(
  { clock, connections, rooms, subscriptions }: Context,
  id: ConnectionId,
): Promise<boolean> {
  const noted = (await connections.read(id))?.rooms ?? [];
  if (noted.includes(lobbyId)) return true;
  for (const other of noted) {
    const room = await rooms.get(other);
    if (
      room !== undefined &&
      isLive(room, clock.now()) &&
      (await subscriptions.find({ room: other, connection: id })) !== undefined
    ) {
      return true;
    }
  }
  return false;
}

/** `phx_close` as Phoenix sends it: under the join it ends. Clients do not rejoin after it. */
export const closeFrame = ({ version, joinRef, room }: Subscription, farewell: Farewell): string =>
  encodeFrame(version, {
    joinRef,
    ref: joinRef,
    topic: roomTopic(room),
    event: 'phx_close',
    payload: farewell,
  });
