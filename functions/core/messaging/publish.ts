// Publishes events to a room's subscriptions, and removes subscriptions that it cannot reach.
// Both are in one file because a removal is published too, as a presence diff.

import { encodeFrame } from '../../protocol/frames.ts';
import { setBounded } from '../bounded-map.ts';
import type { Context } from '../context.ts';
import { readSubscriptions } from '../membership/cached-subscriptions.ts';
import { closeSubscription, getEndReason } from '../membership/close-subscription.ts';
import { buildPresenceDiff, type PresenceChange } from '../membership/presence-events.ts';
import type {
  ConnectionId,
  Room,
  RoomId,
  Subscription,
  UnsubscribeInput,
  Unsubscribed,
} from '../ports.ts';
import { isLive, roomTopic, type RoomAudience } from '../room-views.ts';
import { serverLimits, timing } from '../settings.ts';
import { fanOutEvents, type Event, type Unreachable } from './fan-out.ts';
import { postEach } from './post-each.ts';

/** Builds the events for one subscription. */
type PersonalEvents = (subscription: Subscription) => Promise<readonly Event[]>;

interface Publication {
  /**
   * Returns the events: the same for every subscription that may receive, or a function that builds
   * each subscription's own. Personal events also go to subscriptions that may only send.
   */
  readonly events: (audience: RoomAudience) => readonly Event[] | PersonalEvents;
  /** The room's subscriptions, if the caller has read them. By default they are read. */
  readonly subscriptions?: readonly Subscription[];
  /** Limits the publication to some of the subscriptions. */
  readonly includes?: (subscription: Subscription) => boolean;
}

/**
 * Publishes events to a room's subscriptions and prunes those it cannot reach. Publishes nothing
 * and returns false if the room is over.
 */
export async function publish(
  context: Context,
  room: Room,
  publication: Publication,
): Promise<boolean> {
  const all = publication.subscriptions ?? (await context.subscriptions.list(room.id));
  const now = context.clock.now();
  if (!isLive(room, now)) return false;

  const { includes } = publication;
  const subscriptions = includes === undefined ? all : all.filter(includes);
  const events = publication.events({ subscriptions: all, now });
  const unreachable =
    typeof events === 'function'
      ? await postPersonalEvents(context, subscriptions, events)
      : await fanOutEvents({ ports: context, room, subscriptions, now, events });
  await pruneUnreachable(context, room.id, unreachable);
  return true;
}

async function postPersonalEvents(
  { gateway }: Pick<Context, 'gateway'>,
  subscriptions: readonly Subscription[],
  buildEvents: PersonalEvents,
): Promise<Unreachable> {
  const reachable = subscriptions.filter(({ bot }) => bot === undefined);
  const receivers = await Promise.all(
    reachable.map(async (subscription) => {
      const { connection, room, version } = subscription;
      const frames = (await buildEvents(subscription)).map(({ event, payload }) =>
        encodeFrame(version, { joinRef: null, ref: null, topic: roomTopic(room), event, payload }),
      );
      return { connection, subscription, frames };
    }),
  );
  const { gone, failed } = await postEach({
    gateway,
    receivers,
    framesFor: ({ frames }) => frames,
  });
  return {
    gone: gone.map(({ subscription }) => subscription),
    failed: failed.map(({ subscription }) => subscription),
  };
}

/**
 * Publishes one presence change as a diff. After many changes since the last whole presence,
 * schedules the whole presence instead.
 *
 * @param room The room after the change.
 */
export async function publishPresenceChange(
  context: Context,
  room: Room,
  change: PresenceChange,
): Promise<void> {
  const { joins, leaves } = change;
  if ((joins ?? leaves)?.member === undefined) {
    await scheduleWatchersUpdate(context, room);
    return;
  }

  const { inSmallRoom, inLargeRoom, largeRoomMembers } = serverLimits.maxPresenceDiffs;
  const maxDiffs = room.members > largeRoomMembers ? inLargeRoom : inSmallRoom;
  const changes = room.membership - room.lastPresenceSync.membership;
  if (changes > maxDiffs) {
    await schedulePresenceSync(context, room);
    return;
  }
  if (changes > maxDiffs / 2) await countAnew(context, room);

  // A connection that just joined gets the whole presence anyway.
  const isNew = leaves === undefined;
  const isPublished = await publish(context, room, {
    subscriptions: await readSubscriptions(context, room.id, room.membership),
    ...(isNew ? { includes: ({ connection }) => connection !== joins?.connection } : {}),
    events: () => [buildPresenceDiff(change)],
  });
  if (!isPublished || joins === undefined) return;

  // The subscription's next change may have been published before this one, which would leave a
  // ghost.
  const current = await context.subscriptions.find(joins);
  if (current?.phxRef !== joins.phxRef) await schedulePresenceSync(context, room);
}

/**
 * Counts the next changes from here, unless the count began a moment ago. So only a burst has too
 * many changes for diffs: a client that learns of members from diffs alone stays right over any
 * number of slow changes.
 */
async function countAnew(
  { clock, rooms }: Context,
  { id: room, epoch, membership, lastPresenceSync }: Room,
): Promise<void> {
  const at = clock.now();
  if (at - lastPresenceSync.at < timing.minPresenceSyncIntervalMilliseconds) return;
  await rooms.recordPresenceSync({ room, epoch, lastPresenceSync: { membership, at } });
}

/** Sets the timer that publishes the whole presence, unless it is set already. */
export async function schedulePresenceSync(
  { timers, clock, memory }: Context,
  { id, epoch, lastPresenceSync }: Room,
  due = lastPresenceSync.at + timing.minPresenceSyncIntervalMilliseconds,
): Promise<void> {
  const now = clock.now();
  const key = `presence ${id} ${epoch}`;
  if ((memory.timers.get(key) ?? 0) > now) return;
  const at = Math.max(due, now + 1);
  await timers.set({ kind: 'presence', room: id, epoch, at });
  setBounded(memory.timers, key, at);
}

/**
 * Sets the timer that publishes the number of watchers, unless it is set already. Changes within a
 * second, and a millisecond per subscription, are published together: each publication is a post to
 * everyone.
 */
export async function scheduleWatchersUpdate(
  { timers, clock, memory, random }: Context,
  { id, epoch, members }: Room,
): Promise<void> {
  const now = clock.now();
  const key = `watchers ${id} ${epoch}`;
  if ((memory.timers.get(key) ?? 0) > now) return;
  const size = memory.subscriptions.get(id)?.subscriptions.length ?? members;
  const at =
    now +
    timing.minPresenceSyncIntervalMilliseconds +
    size * timing.presenceSyncMillisecondsPerSubscription;
  await timers.set({ kind: 'watchers', room: id, epoch, at, id: random.id(8) });
  setBounded(memory.timers, key, at);
}

/** Deletes a subscription and publishes that it left. */
export async function removeSubscription(
  context: Context,
  subscription: UnsubscribeInput,
): Promise<Unsubscribed | undefined> {
  const removed = await context.subscriptions.unsubscribe(subscription);
  if (removed?.room !== undefined) {
    await publishPresenceChange(context, removed.room, { leaves: removed.subscription });
  }
  return removed;
}

/**
 * Removes an ended connection from all of its rooms.
 *
 * @param foundIn A room known to have its subscription. The connection's record may be deleted
 * already, by a function that died before it removed the subscription.
 */
export async function handleDisconnect(
  context: Context,
  connection: ConnectionId,
  foundIn?: RoomId,
): Promise<void> {
  const ended = await context.connections.end(connection);
  const rooms = new Set(ended?.rooms);
  if (foundIn !== undefined) rooms.add(foundIn);
  for (const room of rooms) await removeSubscription(context, { room, connection });
}

/**
 * Removes the subscriptions that a fan-out could not reach.
 *
 * A live connection that missed a post would have a hole in its order. It gets `phx_error`, so the
 * client rejoins and catches up. The frame goes first: if this process dies in between, the
 * subscription is still there to be pruned. Once the room is over, its end closes the connection,
 * and needs the subscription to find it.
 */
export async function pruneUnreachable(
  context: Context,
  room: RoomId,
  { gone, failed }: Unreachable,
): Promise<void> {
  for (const { connection } of gone) await handleDisconnect(context, connection, room);
  for (const subscription of failed) {
    const current = await context.rooms.get(room);
    if (current === undefined || !isLive(current, context.clock.now())) return;
    if (subscription.bot === undefined) await requestRejoin(context, subscription);
    const { connection, phxRef } = subscription;
    const removed = await removeSubscription(context, { room, connection, phxRef });
    // The room ended just now, and its end may have missed this subscription. Without `room`, an
    // open room has even opened again.
    if (removed !== undefined && (removed.room?.state ?? 'closed') === 'closed') {
      const reason = getEndReason(removed.room ?? current, context.clock.now());
      await closeSubscription(context, removed.subscription, { reason });
    }
  }
}

/** Removes the subscriptions whose lease has expired. A connection that is alive rejoins. */
export function pruneExpired(
  context: Context,
  room: RoomId,
  subscriptions: readonly Subscription[],
): Promise<void> {
  const now = context.clock.now();
  return pruneUnreachable(context, room, {
    gone: [],
    failed: subscriptions.filter(({ leaseExpiresAt }) => leaseExpiresAt <= now),
  });
}

/**
 * Posts `phx_error` as Phoenix does: the channel failed, join again. Closes the connection if that
 * fails too.
 */
async function requestRejoin(
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
    // 1012 (service restart) makes clients reconnect. Some platforms choose their own code.
    await gateway.close(connection, 1012).catch(() => undefined);
  }
}
