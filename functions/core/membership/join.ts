// Taking a seat: token, name, then the one step that counts (sit), then the reply before anything
// else.

import type * as v from 'valibot';
import type { Join, JoinResponse } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Frame, Version } from '../../protocol/frames.ts';
import { grantOf, type Entitlement } from '../access/authorize.ts';
import { outlivesRoom } from '../access/tokens.ts';
import type { Context } from '../context.ts';
import { setBounded } from '../bounded-map.ts';
import type { Connection, Grant, MemberId, Room, RoomId, Subscription } from '../ports.ts';
import { timing } from '../settings.ts';
import { isLive, openRoom, roomToken } from '../lifecycle/create-room.ts';
import { missedSince } from '../messaging/history.ts';
import {
  claimName,
  releaseFormerName,
  releaseName,
  verifySession,
  newMemberId,
  issueSession,
} from './claim-name.ts';
import { roomView } from '../room-views.ts';

interface Joining {
  readonly connection: Connection;
  readonly version: Version;
  readonly frame: Frame;
  readonly id: RoomId;
  readonly request: v.InferOutput<typeof Join>;
}

export type Joined =
  | {
      readonly ok: true;
      readonly response: JoinResponse;
      readonly subscription: Subscription;
      readonly subscriptions: readonly Subscription[];
      readonly room: Room;
    }
  | Refusal;

export async function join(context: Context, joining: Joining): Promise<Joined> {
  const { request } = joining;
  const entitled = await entitlement(context, joining);
  if (!entitled.ok) return entitled;
  const { room, grant } = entitled;
  const named = await memberOf(context, { room, grant, request, connection: joining.connection });
  if (!named.ok) return named;
  const { member, returns } = named;
  // All that takes long, before the seat: what others post to it should not overtake the answer.
  const tokens = {
    session:
      member === undefined
        ? null
        : await issueSession(context, room, { member, scopes: grant.scopes }),
    // The room was extended since its link was made.
    ...(grant.boundToRoom && grant.expiresAt < room.expiresAt
      ? { token: await roomToken(context, room, grant.scopes) }
      : {}),
  };
  const subscribed = await subscribeMember(context, { joining, room, grant, member, returns });
  if (!subscribed.ok) {
    if (member !== undefined && !returns) await releaseName(context, room, member);
    return subscribed;
  }
  const { subscription, subscriptions } = subscribed;
  // The same join has come twice, and its member taken another name in between: the former one
  // stays free.
  if (member !== undefined && subscription.member !== undefined) {
    await releaseFormerName(context, room, { former: member, member: subscription.member });
  }
  const missed = grant.scopes.includes('receive')
    ? await missedSince(context, subscribed.room, { last: request.last, reader: member?.id })
    : { messages: [], hidden: [], resumed: false };
  return {
    ok: true,
    subscription,
    subscriptions,
    room: subscribed.room,
    response: {
      room: roomView(subscribed.room, { subscriptions, now: context.clock.now() }),
      member: subscription.member ?? null,
      ...tokens,
      epoch: subscribed.room.epoch,
      head: subscribed.room.seq,
      ...missed,
    },
  };
}

/** A slow first try must not throw out who has joined since. */
export const overtakenJoin = refuse('conflict', 'A later join of this connection stands.');
const extended = refuse('unavailable', 'The room was extended just now. Join again.');

interface Taking extends Admissible {
  readonly joining: Joining;
  readonly member: Subscription['member'];
}

interface Subscribed {
  readonly ok: true;
  readonly room: Room;
  readonly subscription: Subscription;
  readonly subscriptions: readonly Subscription[];
}

/**
 * The step that counts. What the room has become meanwhile (locked, the member kicked) undoes it.
 */
async function subscribeMember(
  context: Context,
  { joining, room, grant, member, returns }: Taking,
): Promise<Subscribed | Refusal> {
  const { clock, connections, memory, random } = context;
  const {
    connection: { id: connection },
    version,
    frame,
    request,
  } = joining;
  const { id } = room;
  const entered = await connections.enter({
    id: connection,
    room: id,
    max: limits.roomsOfConnection,
  });
  if (entered === 'full') {
    return refuse(
      'rate_limited',
      `One connection joins at most ${limits.roomsOfConnection} rooms. Leave one first.`,
    );
  }
  if (entered === 'gone') return refuse('unavailable');

  const now = clock.now();
  const phxRef = random.id(10);
  const subscribed = await context.subscriptions.subscribe({
    subscription: {
      room: id,
      connection,
      member,
      scopes: grant.scopes,
      version,
      joinRef: frame.joinRef,
      batch: request.batch,
      tokenExpiresAt: grant.boundToRoom ? undefined : grant.expiresAt,
      leaseExpiresAt: now + timing.subscriptionMilliseconds,
      phxRef,
      typing: false,
      onlineAt: now,
      ...(room.track === undefined ? {} : { track: room.track }),
    },
    now,
  });
  if (subscribed === 'overtaken') return overtakenJoin;
  const subscriptions = await context.subscriptions.list(id);
  // The same join has come twice: whoever was let in by its first coming is not put out by its
  // second.
  if (subscribed !== undefined && subscribed.subscription.phxRef !== phxRef) {
    return subscribed.room.expiresAt === room.expiresAt
      ? { ok: true, ...subscribed, subscriptions }
      : extended;
  }
  const refused =
    subscribed === undefined
      ? refuse('expired')
      : (checkAdmission(subscribed.room, { grant, member, returns }) ??
        (isOneTooMany(subscriptions, member?.id)
          ? refuse(
              'rate_limited',
              `One member has at most ${limits.connectionsOfMember} connections. Close another tab first.`,
            )
          : undefined) ??
        (subscribed.room.expiresAt === room.expiresAt ? undefined : extended) ??
        (await countUse(context, {
          room,
          grant,
          returns,
          by: member?.id ?? (await newMemberId({ room: id, connection, claim: request.claim })),
        })));
  if (refused !== undefined || subscribed === undefined) {
    const left =
      subscribed === undefined
        ? undefined
        : await context.subscriptions.unsubscribe({ room: id, connection, phxRef });
    if (subscribed === undefined || left !== undefined) {
      await connections.leave({ id: connection, room: id });
    }
    return refused ?? refuse('expired');
  }
  setBounded(memory.subscriptions, id, { membership: subscribed.room.membership, subscriptions });
  return { ok: true, ...subscribed, subscriptions };
}

const isOneTooMany = (
  subscriptions: readonly Subscription[],
  member: MemberId | undefined,
): boolean =>
  member !== undefined &&
  subscriptions.filter((subscription) => subscription.member?.id === member).length >
    limits.connectionsOfMember;

interface Admissible {
  readonly room: Room;
  readonly grant: Grant;
  /** Was here before, as its session or what it saw last proves. */
  readonly returns: boolean;
}

/** Who tries again, having lost the answer, has not used it twice: `by` is the same then. */
async function countUse(
  { rooms }: Context,
  { room, grant, returns, by }: Admissible & { readonly by: MemberId },
): Promise<Refusal | undefined> {
  if (
    grant.uses === undefined ||
    returns ||
    (await rooms.useLink({ room, tokenId: grant.tokenId, by, max: grant.uses }))
  ) {
    return undefined;
  }
  return refuse('forbidden', 'This link has been used as often as it may be. Ask for another one.');
}

/** Who may not come in now: new ones into a locked room (its owners may), and who was removed. */
function checkAdmission(
  room: Room,
  {
    grant,
    member,
    returns,
  }: Omit<Admissible, 'room'> & { readonly member: Subscription['member'] },
): Refusal | undefined {
  if (member !== undefined && room.kicked.includes(member.id)) return refuse('kicked');
  return room.state === 'locked' && !returns && !grant.scopes.includes('moderate')
    ? refuse('locked')
    : undefined;
}

/**
 * The live room and what the joiner's token (of the payload, else of the handshake) allows in it.
 */
async function entitlement(
  context: Context,
  { connection, id, request }: Joining,
): Promise<Entitlement> {
  const { clock, rooms, settings } = context;
  const inPayload = request.token === undefined ? undefined : await grantOf(context, request.token);
  const presented =
    inPayload === undefined
      ? connection.grant
      : inPayload.ok
        ? inPayload.grant
        : { refused: inPayload.reason };
  const tokenless =
    settings.openRooms.includes(id) &&
    (presented === undefined || 'refused' in presented || presented.room !== id);
  if (tokenless) {
    const room = await openRoom(context, id);
    if (room === undefined) return refuse('unavailable');
    return {
      ok: true,
      room,
      grant: {
        room: id,
        scopes: ['send', 'receive'],
        tokenId: '',
        expiresAt: room.expiresAt,
        boundToRoom: true,
      },
    };
  }
  if (presented === undefined) return refuse('unauthorized');
  if ('refused' in presented) return refuse(presented.refused);
  if (presented.room !== id) {
    return refuse('forbidden', 'This token is for another room. Open the link of this one.');
  }
  if (presented.expiresAt <= clock.now()) return refuse('expired');
  const room = await rooms.get(id);
  if (room === undefined || !isLive(room, clock.now())) return refuse('expired');
  if (outlivesRoom(presented, room.expiresAt)) return refuse('unauthorized');
  return { ok: true, room, grant: presented };
}

type Named =
  | { readonly ok: true; readonly member: Subscription['member']; readonly returns: boolean }
  | Refusal;

interface Naming {
  readonly room: Room;
  readonly grant: Grant;
  readonly request: v.InferOutput<typeof Join>;
  readonly connection: Connection;
}

/**
 * The member this join speaks for: the session's, or a new one under a free name. A watcher is
 * none.
 */
async function memberOf(
  context: Context,
  { room, grant, request, connection }: Naming,
): Promise<Named> {
  if (!grant.scopes.includes('send') && !grant.scopes.includes('moderate')) {
    // A watcher has no session; who knows the room's epoch was in it.
    const returns = request.last?.epoch === room.epoch;
    return (
      checkAdmission(room, { grant, member: undefined, returns }) ?? {
        ok: true,
        member: undefined,
        returns,
      }
    );
  }
  const known = await verifySession(context, room.id, request.session);
  const wanted = request.username ?? request.name ?? known?.name;
  if (wanted === undefined) {
    return refuse('name_invalid', 'Send a `username` of 1 to 32 characters when you join.');
  }
  const returns = known !== undefined;
  const refused = checkAdmission(room, { grant, member: known, returns });
  if (refused !== undefined) return refused;

  const id =
    known?.id ??
    (await newMemberId({ room: room.id, connection: connection.id, claim: request.claim }));
  const claimed = await claimName(context, {
    room,
    member: id,
    wanted,
    reclaimUnused: grant.tokenId === '',
  });
  return claimed.ok ? { ok: true, member: { id, name: claimed.name }, returns } : claimed;
}
