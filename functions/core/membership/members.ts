// Who is in a room: the member list a process holds, what the others are told when it changes, and
// what becomes of seats whose connections cannot be reached. How presence looks on the wire is
// presence.ts.

import { encodeFrame } from '../../protocol/frames.ts';
import type { Context } from '../context.ts';
import { setBounded } from '../bounded-map.ts';
import type { ConnectionId, Room, RoomId, Subscription, UnsubscribeInput } from '../ports.ts';
import { bounds, timing } from '../settings.ts';
import { isLive } from '../lifecycle/create-room.ts';
import { broadcast, roomTopic, type Unreachable } from '../messaging/broadcast.ts';
import { toPresenceDiff, isSamePresence, toPresenceEvents, type Change } from './presence.ts';

/** The member list at this membership version, read again only when the version moved. */
export async function readSubscriptions(
  context: Context,
  room: RoomId,
  membership: number,
): Promise<readonly Subscription[]> {
  const { memory } = context;
  const known = memory.subscriptions.get(room);
  if (known?.membership === membership) return known.subscriptions;
  const subscriptions = await context.subscriptions.list(room);
  // A list read after the version was is at least as new as the version says; it is noted under the
  // older name, so a later move reads again.
  setBounded(memory.subscriptions, room, { membership, subscriptions });
  return subscriptions;
}

/**
 * A seat that was read after the list that this process holds takes its place there: the list would
 * else be asked in vain.
 */
export function rememberSubscription({ memory }: Context, subscription: Subscription): void {
  const known = memory.subscriptions.get(subscription.room);
  const index =
    known?.subscriptions.findIndex(({ connection }) => connection === subscription.connection) ??
    -1;
  if (known !== undefined && index >= 0) {
    setBounded(memory.subscriptions, subscription.room, {
      ...known,
      subscriptions: known.subscriptions.with(index, subscription),
    });
  }
}

/** Tells everyone in the room of one change. `room`: as it stood after the change. */
export async function publishPresenceChange(
  context: Context,
  room: Room,
  change: Change,
): Promise<void> {
  const { joins, leaves } = change;
  if ((joins ?? leaves)?.member === undefined) return;
  const { few, many, names } = bounds.presenceDiffs;
  if (room.membership - room.lastPresenceSync.membership > (room.members > names ? many : few)) {
    await schedulePresenceSync(context, room);
    return;
  }
  const { clock } = context;
  const all = await readSubscriptions(context, room.id, room.membership);
  if (!isLive(room, clock.now())) return;
  // Who has just joined gets the whole presence with its join.
  const subscriptions =
    leaves === undefined ? all.filter(({ connection }) => connection !== joins?.connection) : all;
  const unreachable = await broadcast({
    ports: context,
    room,
    subscriptions,
    now: clock.now(),
    events: [toPresenceDiff(change)],
  });
  await pruneUnreachable(context, room.id, unreachable);
  if (joins === undefined) return;
  // The seat's leave, or its next change, may have been told before this was: then a ghost would
  // stay.
  const stands = await context.subscriptions.find(joins);
  if (stands?.phxRef !== joins.phxRef) await schedulePresenceSync(context, room);
}

/**
 * The presence alarm rings: everyone is told the whole presence, unless that was done a moment ago.
 */
export async function publishPresence(
  context: Context,
  { room: id, epoch }: { readonly room: RoomId; readonly epoch: string },
): Promise<void> {
  const { clock, rooms } = context;
  const room = await rooms.get(id);
  const now = clock.now();
  if (room?.epoch !== epoch || !isLive(room, now)) return;
  const subscriptions = await context.subscriptions.list(id);
  const due =
    room.lastPresenceSync.at +
    timing.presenceMilliseconds +
    subscriptions.length * timing.presenceMillisecondsPerSubscription;
  if (now < due) {
    await schedulePresenceSync(context, room, due);
    return;
  }
  // Before it is told: while a large room is, other functions' alarms ring, and each would tell it
  // all once more. If this one dies meanwhile, its alarm comes again.
  await rooms.recordPresenceSync({
    room: id,
    epoch,
    lastPresenceSync: { membership: room.membership, at: now },
  });
  const unreachable = await broadcast({
    ports: context,
    room,
    subscriptions,
    now,
    events: toPresenceEvents(subscriptions),
  });
  await pruneUnreachable(context, id, unreachable);
  await pruneExpired(context, id, subscriptions);
  // What changed meanwhile may have been told before this was, which has then undone it.
  if (!isSamePresence(subscriptions, await context.subscriptions.list(id))) {
    await schedulePresenceSync(context, room, now + timing.presenceMilliseconds);
  }
}

async function schedulePresenceSync(
  { timers, clock, memory }: Context,
  { id, epoch, lastPresenceSync }: Room,
  due = lastPresenceSync.at + timing.presenceMilliseconds,
): Promise<void> {
  const now = clock.now();
  const key = `presence ${id} ${epoch}`;
  if ((memory.timers.get(key) ?? 0) > now) return;
  const at = Math.max(due, now + 1);
  await timers.set({ kind: 'presence', room: id, epoch, at });
  setBounded(memory.timers, key, at);
}

/** A seat is given up: it stands no more, and the others are told. */
export async function removeSubscription(
  context: Context,
  subscription: UnsubscribeInput,
): Promise<Subscription | undefined> {
  const left = await context.subscriptions.unsubscribe(subscription);
  if (left?.room !== undefined)
    await publishPresenceChange(context, left.room, { leaves: left.subscription });
  return left?.subscription;
}

/** Ended connections leave every room they were in. */
export async function handleDisconnect(
  context: Context,
  connections: readonly ConnectionId[],
  found?: RoomId,
): Promise<void> {
  for (const connection of connections) {
    const ended = await context.connections.end(connection);
    // The record may be gone already, its seat not: whoever ended it may have died in between.
    const rooms = new Set([...(ended?.rooms ?? []), ...(found === undefined ? [] : [found])]);
    for (const room of rooms) await removeSubscription(context, { room, connection });
  }
}

/**
 * Seats of connections that were not heard of for so long that they must be gone; one that is not
 * will join again.
 */
export const pruneExpired = (
  context: Context,
  room: RoomId,
  subscriptions: readonly Subscription[],
): Promise<void> => {
  const now = context.clock.now();
  return pruneUnreachable(context, room, {
    gone: [],
    failed: subscriptions.filter(({ leaseExpiresAt }) => leaseExpiresAt <= now),
  });
};

/**
 * What a fan-out could not reach. A connection that lives but has missed a post would get a hole in
 * its order from now on: it is told so by `phx_error`, after which Phoenix clients join again and
 * say what they saw last, and loses its seat. Told first: if this process dies between the two,
 * nobody else would know whom to tell.
 */
export async function pruneUnreachable(
  context: Context,
  room: RoomId,
  { gone, failed }: Unreachable,
): Promise<void> {
  await handleDisconnect(
    context,
    gone.map(({ connection }) => connection),
    room,
  );
  for (const subscription of failed) {
    await startOver(context, subscription);
    const { connection, phxRef } = subscription;
    await removeSubscription(context, { room, connection, phxRef });
  }
}

/**
 * `phx_error` as Phoenix sends it: the channel has failed, join again. A connection that cannot
 * hear even that is closed.
 */
async function startOver(
  { gateway }: Context,
  { version, joinRef, room, connection }: Subscription,
): Promise<void> {
  const frame = encodeFrame(version, {
    joinRef,
    ref: joinRef,
    topic: roomTopic(room),
    event: 'phx_error',
    payload: {},
  });
  try {
    await gateway.post(connection, frame);
  } catch {
    // Service restart: come back. Where the platform chooses the code, it chooses its own.
    await gateway.close(connection, 1012).catch(() => undefined);
  }
}
