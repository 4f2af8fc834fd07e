// Who may do what: a token's grant for a room, and a seat's right to one event at this moment.

import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Frame } from '../../protocol/frames.ts';
import type { Context } from '../context.ts';
import type { ConnectionId, Grant, Room, RoomId, Scope, Subscription } from '../ports.ts';
import { timing } from '../settings.ts';
import { verifyToken } from './tokens.ts';

const roomTopic = /^room:([A-Za-z0-9_-]{1,64})$/;

/** The room a topic names, if it names one. */
export const roomOf = (topic: string): RoomId | undefined =>
  roomTopic.exec(topic)?.[1] as RoomId | undefined;

const isScope = (word: string): word is Scope =>
  word === 'send' || word === 'receive' || word === 'moderate';

/** A live room, and what somebody's token allows in it. */
export type Entitlement =
  { readonly ok: true; readonly room: Room; readonly grant: Grant } | Refusal;

/** What a room token allows. Whether it is for the room at hand is for the caller to compare. */
export async function grantOf(
  context: Context,
  token: string,
): Promise<{ readonly ok: true; readonly grant: Grant } | Refusal> {
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

/** The push belongs to a join that another has replaced. */
export interface Stale {
  readonly ok: false;
  readonly reason: 'stale';
}

export type Authorized =
  { readonly ok: true; readonly subscription: Subscription } | Refusal | Stale;

/**
 * The connection's seat, if it may do this: joined, by this very join, with the scope, before its
 * token's end. That the room lives is the caller's to know.
 */
export async function authorize(
  context: Context,
  {
    connection,
    frame,
    scope,
  }: {
    readonly connection: ConnectionId;
    readonly frame: Frame;
    readonly scope: Scope | undefined;
  },
): Promise<Authorized> {
  const room = roomOf(frame.topic);
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

/**
 * The same by the member list that this process holds, with the version it was read at: the write
 * that admits the message makes sure that it still is the room's. Undefined: the seat is to be
 * read, for whatever is refused or written is decided by the seat as it stands.
 */
export function authorizeCached(
  { clock, memory }: Context,
  {
    connection,
    frame,
    scope,
  }: { readonly connection: ConnectionId; readonly frame: Frame; readonly scope: Scope },
): { readonly subscription: Subscription; readonly membership: number } | undefined {
  const room = roomOf(frame.topic);
  const list = room === undefined ? undefined : memory.subscriptions.get(room);
  const subscription =
    list === undefined ? undefined : subscriptionIn(list.subscriptions, connection);
  if (
    list === undefined ||
    subscription === undefined ||
    (frame.joinRef !== null && subscription.joinRef !== frame.joinRef) ||
    !subscription.scopes.includes(scope)
  ) {
    return undefined;
  }
  const now = clock.now();
  if (
    (subscription.tokenExpiresAt ?? Infinity) <= now ||
    subscription.leaseExpiresAt - now <= timing.subscriptionMilliseconds / 2
  ) {
    return undefined;
  }
  return { subscription, membership: list.membership };
}

// A list is never changed, only replaced: whose seat is where in it is found once for all.
const found = new WeakMap<readonly Subscription[], ReadonlyMap<ConnectionId, Subscription>>();
function subscriptionIn(
  subscriptions: readonly Subscription[],
  connection: ConnectionId,
): Subscription | undefined {
  let byConnection = found.get(subscriptions);
  if (byConnection === undefined) {
    byConnection = new Map(
      subscriptions.map((subscription) => [subscription.connection, subscription]),
    );
    found.set(subscriptions, byConnection);
  }
  return byConnection.get(connection);
}

/** Who is heard of lives: its seat's lease begins anew, once half of it is over. */
export async function renewSubscription(
  { clock, subscriptions }: Pick<Context, 'clock' | 'subscriptions'>,
  subscription: Subscription,
): Promise<Subscription> {
  const now = clock.now();
  if (subscription.leaseExpiresAt - now > timing.subscriptionMilliseconds / 2) return subscription;
  const after: Subscription = {
    ...subscription,
    leaseExpiresAt: now + timing.subscriptionMilliseconds,
  };
  return (await subscriptions.update({ before: subscription, after, bumpsMembership: false }))
    ? after
    : subscription;
}
