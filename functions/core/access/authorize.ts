// Authorization of a pushed event: the subscription's right to push it now.

import type { Frame } from '../../protocol/frames.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { findCachedSubscription } from '../membership/cached-subscriptions.ts';
import { isEarlierJoin } from '../membership/join-order.ts';
import { renewSubscription } from '../membership/subscription-leases.ts';
import type { ConnectionId, Scope, Subscription } from '../ports.ts';
import { parseRoomTopic } from '../room-views.ts';
import { timing } from '../settings.ts';
import { tokenEnded } from './room-access.ts';

interface PushedFrame {
  readonly connection: ConnectionId;
  readonly frame: Frame;
}

interface Authorized {
  readonly ok: true;
  readonly subscription: Subscription;
}

/** The push belongs to a join that a later join replaced. */
interface Stale {
  readonly ok: false;
  readonly reason: 'stale';
}

/**
 * Returns the connection's subscription if it may push this frame now: it is joined, by the frame's
 * own join, has the scope, and its token has not expired. Does not check whether the room is live.
 */
export async function authorize(
  context: Context,
  { connection, frame }: PushedFrame,
  scope: Scope | undefined,
): Promise<Authorized | Refusal | Stale> {
  const room = parseRoomTopic(frame.topic);
  const subscription =
    room === undefined ? undefined : await context.subscriptions.find({ room, connection });
  if (subscription === undefined) return refuse('unmatched topic');
  if (frame.joinRef !== null && subscription.joinRef !== frame.joinRef) {
    // A push may overtake its join, which then has yet to replace this one.
    const isEarly = isEarlierJoin(subscription.joinRef, frame.joinRef);
    return isEarly ? refuse('unmatched topic') : { ok: false, reason: 'stale' };
  }
  if ((subscription.tokenExpiresAt ?? Infinity) <= context.clock.now()) {
    return refuse('expired', tokenEnded);
  }
  if (scope !== undefined && !subscription.scopes.includes(scope)) return refuse('forbidden');
  return { ok: true, subscription: await renewSubscription(context, subscription) };
}

interface CachedAuthorization {
  readonly subscription: Subscription;
  readonly membership: number;
}

/**
 * Authorizes like `authorize`, but from this process's cache. The write that admits the message
 * checks that `membership` is still the room's.
 *
 * Returns undefined if the subscription must be read: only the stored one can be refused or
 * renewed.
 */
export function authorizeCached(
  { clock, memory }: Context,
  { connection, frame }: PushedFrame,
  scope: Scope,
): CachedAuthorization | undefined {
  const room = parseRoomTopic(frame.topic);
  const list = room === undefined ? undefined : memory.subscriptions.get(room);
  if (list === undefined) return undefined;

  const subscription = findCachedSubscription(list.subscriptions, connection);
  if (
    subscription === undefined ||
    (frame.joinRef !== null && subscription.joinRef !== frame.joinRef) ||
    !subscription.scopes.includes(scope)
  ) {
    return undefined;
  }

  const now = clock.now();
  if (
    (subscription.tokenExpiresAt ?? Infinity) <= now ||
    subscription.leaseExpiresAt - now <= timing.subscriptionLeaseMilliseconds / 2
  ) {
    return undefined;
  }
  return { subscription, membership: list.membership };
}
