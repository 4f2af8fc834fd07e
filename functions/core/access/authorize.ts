// Authorization: verifies a token's grant for a room, and a subscription's right to push an event.

import type { Frame } from '../../protocol/frames.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { findCachedSubscription } from '../membership/cached-subscriptions.ts';
import { renewSubscription } from '../membership/subscription-leases.ts';
import type { ConnectionId, Grant, Room, Scope, Subscription } from '../ports.ts';
import { parseRoomTopic } from '../room-views.ts';
import { timing } from '../settings.ts';
import { verifyToken } from './tokens.ts';

const isScope = (word: string): word is Scope =>
  word === 'send' || word === 'receive' || word === 'moderate';

interface Granted {
  readonly ok: true;
  readonly grant: Grant;
}

/** A live room, and what a token allows in it. */
export interface Entitled extends Granted {
  readonly room: Room;
}

/**
 * Verifies a room token and returns what it allows. The caller compares the grant's room with its
 * own.
 */
export async function verifyGrant(context: Context, token: string): Promise<Granted | Refusal> {
  const verified = await verifyToken({
    ports: context,
    settings: context.settings,
    token,
    types: ['room+jwt'],
  });
  if (!verified.ok) return verified;

  const { room, scopes, tokenId, expiresAt, boundToRoom, uses } = verified.claims;
  if (room === undefined) return refuse('unauthorized');
  return {
    ok: true,
    grant: {
      room,
      scopes: scopes.filter(isScope),
      tokenId,
      expiresAt,
      boundToRoom,
      ...(uses === undefined ? {} : { uses }),
    },
  };
}

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
    return { ok: false, reason: 'stale' };
  }
  if ((subscription.tokenExpiresAt ?? Infinity) <= context.clock.now()) return refuse('expired');
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
