// The `phx_leave` event. Connections that end without it are removed by handleDisconnect.

import { authorize } from '../access/authorize.ts';
import type { Context } from '../context.ts';
import { resumeDelivery } from '../messaging/deliver.ts';
import { publishPresenceChange } from '../messaging/publish.ts';
import type { RoomId, Subscription, SubscriptionKey, Unsubscribed } from '../ports.ts';
import { reply, type Received } from '../reply.ts';
import { parseRoomTopic } from '../room-views.ts';
import { serverLimits } from '../settings.ts';
import { buildCloseFrame } from './close-subscription.ts';
import { releaseName } from './member-names.ts';

/**
 * Handles `phx_leave`. Always replies ok, as Phoenix does, even if the connection is not joined or
 * its token has expired.
 */
export async function leave(context: Context, received: Received): Promise<void> {
  const { connection, frame } = received;
  const authorized = await authorize(context, received, undefined);
  if (!authorized.ok && authorized.reason === 'stale') return;

  const id = parseRoomTopic(frame.topic);
  const left = id === undefined ? undefined : await leaveRoom(context, received, id);

  // Released before the reply, because its receiver may immediately join again under the name.
  if (left?.room !== undefined && left.subscription.member !== undefined) {
    await releaseName(context, left.room, left.subscription.member);
  }
  await reply(context, received, { ok: true, response: {} });
  if (left === undefined) return;

  const { subscription, room } = left;
  await context.connections.leave({ id: connection, room: subscription.room });
  await context.gateway.post(connection, buildCloseFrame(subscription, { reason: 'left' }));
  if (room === undefined) return;

  await publishPresenceChange(context, room, { leaves: subscription });
  await resumeDelivery(context, room);
}

/**
 * Unsubscribes. Functions run in parallel, so the join may still be running: then records the leave
 * first and looks again. The join subscribes first and then reads the record, so one of them sees
 * the other.
 */
async function leaveRoom(
  context: Context,
  { connection: id, frame: { joinRef, ref } }: Received,
  room: RoomId,
): Promise<Unsubscribed | undefined> {
  const { clock, connections } = context;
  const join = { room, connection: id, joinRef };
  const left = await unsubscribeJoin(context, join);
  if (left !== undefined || (joinRef === null && ref === null)) return left;

  const leave = { room, joinRef, ref, at: clock.now() };
  await connections.recordEarlyLeave({ id, leave, max: serverLimits.maxEarlyLeaves });
  return unsubscribeJoin(context, join);
}

interface JoinedSubscription extends SubscriptionKey {
  /** Null: any join. */
  readonly joinRef: Subscription['joinRef'];
}

/**
 * Deletes the subscription of this join, even if it changes meanwhile. Keeps that of a later join.
 */
async function unsubscribeJoin(
  { subscriptions }: Pick<Context, 'subscriptions'>,
  { joinRef, ...key }: JoinedSubscription,
): Promise<Unsubscribed | undefined> {
  for (;;) {
    const subscription = await subscriptions.find(key);
    if (subscription === undefined) return undefined;
    if (joinRef !== null && subscription.joinRef !== joinRef) return undefined;

    const left = await subscriptions.unsubscribe({ ...key, phxRef: subscription.phxRef });
    if (left !== undefined) return left;
  }
}
