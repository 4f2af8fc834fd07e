// Presence: the whole of it on join and after bursts of changes, and the `typing` event.
// Single changes are published as diffs (publishPresenceChange).

import type * as v from 'valibot';
import type { Typing } from '../../protocol/events.ts';
import { encodeFrame } from '../../protocol/frames.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import {
  pruneExpired,
  publish,
  publishPresenceChange,
  schedulePresenceSync,
} from '../messaging/publish.ts';
import type { FiredTimer, Gateway, Subscription } from '../ports.ts';
import type { Answer, Push } from '../reply.ts';
import { isLive, roomTopic } from '../room-views.ts';
import { timing } from '../settings.ts';
import { buildPresenceState, isSamePresence } from './presence-events.ts';

/** Sends the whole presence to one subscription. */
export async function sendPresence(
  { gateway }: { readonly gateway: Gateway },
  { connection, version, joinRef, room }: Subscription,
  subscriptions: readonly Subscription[],
): Promise<void> {
  for (const { event, payload } of buildPresenceState(subscriptions)) {
    await gateway.post(
      connection,
      encodeFrame(version, { joinRef, ref: null, topic: roomTopic(room), event, payload }),
    );
  }
}

/** Handles the presence timer: publishes the whole presence, unless that happened a moment ago. */
export async function publishPresence(
  context: Context,
  { room: id, epoch }: FiredTimer,
): Promise<void> {
  const { clock, rooms } = context;
  const room = await rooms.get(id);
  const now = clock.now();
  if (room?.epoch !== epoch || !isLive(room, now)) return;

  const subscriptions = await context.subscriptions.list(id);
  const due =
    room.lastPresenceSync.at +
    timing.minPresenceSyncIntervalMilliseconds +
    subscriptions.length * timing.presenceSyncMillisecondsPerSubscription;
  if (now < due) {
    await schedulePresenceSync(context, room, due);
    return;
  }

  // Recorded first: other functions' timers fire while a large room's presence is published, and
  // each would publish it again. If this function dies meanwhile, its timer fires again.
  await rooms.recordPresenceSync({
    room: id,
    epoch,
    lastPresenceSync: { membership: room.membership, at: now },
  });
  await publish(context, room, {
    subscriptions,
    events: () => buildPresenceState(subscriptions),
  });
  await pruneExpired(context, id, subscriptions);

  // A change meanwhile may have been published before this older list, which undid it.
  if (!isSamePresence(subscriptions, await context.subscriptions.list(id))) {
    await schedulePresenceSync(context, room, now + timing.minPresenceSyncIntervalMilliseconds);
  }
}

/** Handles `typing`: changes the subscription and publishes the change. */
export async function setTyping(
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof Typing>>,
): Promise<Answer> {
  const { clock, random, rooms, subscriptions } = context;
  if (payload.typing === subscription.typing) return { ok: true, response: {} };

  const after: Subscription = {
    ...subscription,
    typing: payload.typing,
    phxRef: random.id(10),
  };
  const isChanged = await subscriptions.update({
    before: subscription,
    after,
    bumpsMembership: false,
  });
  const room = await rooms.get(subscription.room);
  if (room === undefined || !isLive(room, clock.now())) return refuse('expired');
  if (!isChanged) return { ok: true, response: {} };
  return {
    ok: true,
    response: {},
    after: () => publishPresenceChange(context, room, { joins: after, leaves: subscription }),
  };
}
