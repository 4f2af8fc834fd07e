// Joining and leaving a room's topic, in the order Phoenix clients rely on: the reply, then
// presence_state, then diffs.

import * as v from 'valibot';
import { Join, problemOf } from '../../protocol/events.ts';
import { refuse } from '../../protocol/reasons.ts';
import { authorize, roomOf } from '../access/authorize.ts';
import { prefetch, type Context } from '../context.ts';
import type { Subscription, Unsubscribed } from '../ports.ts';
import { resumeDelivery } from '../messaging/deliver.ts';
import { closeFrame } from '../lifecycle/expire.ts';
import { isEarlierJoin } from './join-order.ts';
import { join, overtakenJoin } from './join.ts';
import {
  publishPresenceChange,
  handleDisconnect,
  pruneExpired,
  removeSubscription,
} from './members.ts';
import { releaseName } from './claim-name.ts';
import { sendPresence } from './presence.ts';
import { reply, type Received } from '../reply.ts';

export async function joinRoom(context: Context, received: Received): Promise<unknown> {
  const { connection: id, frame, version } = received;
  const room = roomOf(frame.topic);
  if (room === undefined) return reply(context, received, refuse('unmatched topic'));
  const request = v.safeParse(Join, frame.payload ?? {});
  if (!request.success) {
    return reply(context, received, refuse('invalid_payload', problemOf(request.issues)));
  }
  prefetch(context, 'keys', 'lists');
  const [connection, stands] = await Promise.all([
    context.connections.read(id),
    context.subscriptions.find({ room, connection: id }),
  ]);
  if (connection === undefined) return reply(context, received, refuse('unavailable'));

  // A second join of a topic closes the first, whatever becomes of the second; the same join
  // delivered twice is no second one.
  if (stands !== undefined && isEarlierJoin(frame.joinRef, stands.joinRef)) {
    return reply(context, received, overtakenJoin);
  }
  if (stands !== undefined && (frame.joinRef === null || stands.joinRef !== frame.joinRef)) {
    const before = await removeSubscription(context, {
      room,
      connection: id,
      phxRef: stands.phxRef,
    });
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
  const { response, subscription, subscriptions } = joined;
  if ((await reply(context, received, { ok: true, response })) === 'gone') {
    return handleDisconnect(context, [id]);
  }
  if (subscription.scopes.includes('receive'))
    await sendPresence(context, subscription, subscriptions);
  await publishPresenceChange(context, joined.room, { joins: subscription });
  await pruneExpired(context, room, subscriptions);
  return resumeDelivery(context, joined.room);
}

/**
 * Leaving what one is not in is no mistake (Phoenix answers ok), and an expired token must not keep
 * anybody in.
 */
export async function leaveRoom(context: Context, received: Received): Promise<unknown> {
  const { connection, frame } = received;
  const authorized = await authorize(context, { connection, frame, scope: undefined });
  if (!authorized.ok && authorized.reason === 'stale') return undefined;
  const id = roomOf(frame.topic);
  const left =
    id === undefined
      ? undefined
      : await unsubscribeJoin(context, { room: id, connection, joinRef: frame.joinRef });
  // Before the answer: whoever has it may come back under the name at once.
  if (left?.room !== undefined && left.subscription.member !== undefined) {
    await releaseName(context, left.room, left.subscription.member);
  }
  await reply(context, received, { ok: true, response: {} });
  if (left === undefined) return undefined;
  const { subscription, room } = left;
  await context.connections.leave({ id: connection, room: subscription.room });
  await context.gateway.post(connection, closeFrame(subscription, { reason: 'left' }));
  if (room === undefined) return undefined;
  await publishPresenceChange(context, room, { leaves: subscription });
  return resumeDelivery(context, room);
}

/**
 * Gives up the seat of this join (null: whatever join it is of), though it change (typing)
 * meanwhile; not that of a later join that has come between.
 */
async function unsubscribeJoin(
  { subscriptions }: Pick<Context, 'subscriptions'>,
  { joinRef, ...place }: Pick<Subscription, 'room' | 'connection' | 'joinRef'>,
): Promise<Unsubscribed | undefined> {
  for (
    let subscription = await subscriptions.find(place);
    subscription !== undefined && (joinRef === null || subscription.joinRef === joinRef);
    subscription = await subscriptions.find(place)
  ) {
    const left = await subscriptions.unsubscribe({ ...place, phxRef: subscription.phxRef });
    if (left !== undefined) return left;
  }
  return undefined;
}
