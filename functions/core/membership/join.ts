// The `phx_join` event, step by step:
//
//   1. parse the request
//   2. close this connection's earlier join of the room
//   3. check the token        join-access.ts
//   4. choose the member      join-access.ts, member-names.ts
//   5. issue its tokens
//   6. subscribe, then check again what may have changed meanwhile
//   7. reply, then presence, then everyone else's diff: the order that Phoenix clients rely on

import * as v from 'valibot';
import { Join, describeProblem, type JoinResponse } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { RoomAccess } from '../access/room-access.ts';
import { issueSession, renewCredentials } from '../access/room-tokens.ts';
import { setBounded } from '../bounded-map.ts';
import { prefetch, type Context } from '../context.ts';
import { scheduleTokenEnd } from '../lifecycle/expire-tokens.ts';
import { hasSameCredentials, publishMissedChange } from '../lifecycle/publish-change.ts';
import { tooManyRooms } from '../lifecycle/lobby.ts';
import { resumeDelivery } from '../messaging/deliver.ts';
import { readMissed } from '../messaging/history.ts';
import {
  handleDisconnect,
  pruneExpired,
  publishPresenceChange,
  removeSubscription,
} from '../messaging/publish.ts';
import type { Connection, Member, MemberId, Room, Subscription } from '../ports.ts';
import { reply, type Received } from '../reply.ts';
import { parseRoomTopic, viewRoom } from '../room-views.ts';
import { timing } from '../settings.ts';
import { buildCloseFrame } from './close-subscription.ts';
import {
  authorizeJoin,
  checkAdmission,
  countLinkUse,
  deriveWatcherId,
  resolveMember,
  type Joiner,
  type JoinRequest,
} from './join-access.ts';
import { isEarlierJoin, isOvertakenByLeave } from './join-order.ts';
import { keepName, releaseName } from './member-names.ts';
import { sendPresence } from './room-presence.ts';

/** A slow first try must not replace the join that followed it. */
const overtaken = refuse('conflict', 'A later join of this connection replaced this one.');
const left = refuse('conflict', 'A leave that was sent after this join has ended it.');
const changed = refuse('unavailable', 'The owner has just changed the room. Join again.');
const renamed = refuse('unavailable', 'The name has just changed hands. Join again.');

const unknownTopic = refuse(
  'unmatched topic',
  'There is no such topic. Join `room:<room id>`, or `lobby` to create a room.',
);

/** Handles `phx_join`. */
export async function join(context: Context, received: Received): Promise<void> {
  const { connection: id, frame } = received;
  const room = parseRoomTopic(frame.topic);
  if (room === undefined) {
    await reply(context, received, unknownTopic);
    return;
  }
  const payload = v.safeParse(Join, frame.payload ?? {});
  if (!payload.success) {
    await reply(context, received, refuse('invalid_payload', describeProblem(payload.issues)));
    return;
  }

  prefetch(context, 'keys', 'lists');
  const [connection, current] = await Promise.all([
    context.connections.read(id),
    context.subscriptions.find({ room, connection: id }),
  ]);
  if (connection === undefined) {
    await reply(context, received, refuse('unavailable'));
    return;
  }
  if (current !== undefined && isEarlierJoin(frame.joinRef, current.joinRef)) {
    await reply(context, received, overtaken);
    return;
  }
  if (current !== undefined) await closeReplacedJoin(context, current, received);

  const joined = await enterRoom(context, {
    received,
    connection,
    room,
    payload: payload.output,
  });
  if (!joined.ok) {
    await reply(context, received, joined);
    return;
  }

  const { response, subscription, subscriptions } = joined;
  // Another member's join on this connection is a leave of the one before.
  const former = current?.member;
  if (former !== undefined && former.id !== subscription.member?.id) {
    await releaseName(context, joined.room, former);
  }
  if ((await reply(context, received, { ok: true, response })) === 'gone') {
    await handleDisconnect(context, id, room);
    return;
  }
  if (subscription.scopes.includes('receive')) {
    await sendPresence(context, subscription, subscriptions);
  }
  await publishMissedChange(context, joined.room, subscription);
  await publishPresenceChange(context, joined.room, { joins: subscription });
  await pruneExpired(context, room, subscriptions);
  await resumeDelivery(context, joined.room);
}

/**
 * Closes the join that a second join of the topic replaces, whether or not the second succeeds. The
 * same join delivered twice replaces nothing.
 */
async function closeReplacedJoin(
  context: Context,
  { room, connection, joinRef, phxRef }: Subscription,
  { frame }: Received,
): Promise<void> {
  if (frame.joinRef !== null && joinRef === frame.joinRef) return;
  const removed = await removeSubscription(context, { room, connection, phxRef });
  if (removed === undefined) return;
  await context.gateway.post(
    connection,
    buildCloseFrame(removed.subscription, { reason: 'replaced' }),
  );
}

interface JoinAttempt extends JoinRequest {
  readonly received: Received;
}

interface Joined extends NewSubscription {
  readonly response: JoinResponse;
}

/** Takes a connection into a room, and builds the response. */
async function enterRoom(context: Context, attempt: JoinAttempt): Promise<Joined | Refusal> {
  const { payload } = attempt;
  const access = await authorizeJoin(context, attempt);
  if (!access.ok) return access;

  const { room, refusalForNew } = access;
  const resolved = await resolveMember(context, attempt, access);
  if (!resolved.ok) return resolved;

  // Everything slow happens before the subscription: posts to it must not overtake the reply.
  const { member, isReturning, grant } = resolved;
  const session =
    member === undefined
      ? null
      : await issueSession(context, room, { member, scopes: grant.scopes });
  const renewed = await renewOutdated(context, { room, grant });

  const subscribed = await subscribe(context, attempt, {
    room,
    grant,
    refusalForNew,
    member,
    isReturning,
  });
  if (!subscribed.ok) {
    // A member who leaves frees its name, even if the leave overtook its join.
    const freesName = !isReturning || subscribed === left;
    if (member !== undefined && freesName) await releaseName(context, room, member);
    return subscribed;
  }

  const { subscription, subscriptions } = subscribed;
  const missed = grant.scopes.includes('receive')
    ? await readMissed(context, subscribed.room, { last: payload.last, reader: member?.id })
    : { messages: [], hidden: [], resumed: false };
  return {
    ...subscribed,
    response: {
      room: viewRoom(subscribed.room, { subscriptions, now: context.clock.now() }),
      member: subscription.member ?? null,
      session,
      ...renewed,
      epoch: subscribed.room.epoch,
      head: subscribed.room.seq,
      ...missed,
    },
  };
}

/**
 * Issues a token in place of a link code, and of a token that ends before its room because the room
 * was extended, or that does not show yet that its holder was in the room. If the owner replaced
 * the link since, also issues the present code for the same scopes, unless the link has an end or
 * uses of its own.
 */
async function renewOutdated(
  context: Context,
  { room, grant }: Pick<RoomAccess, 'room' | 'grant'>,
): Promise<Pick<JoinResponse, 'token' | 'code'>> {
  if (grant.tokenId === '') return {};
  const isReplaced = grant.linkGeneration !== room.linkGeneration;
  const tokenExpiresAt = grant.boundToRoom ? undefined : grant.expiresAt;
  const isOutdated = grant.expiresAt !== (tokenExpiresAt ?? room.expiresAt);
  const hasEntered = grant.enteredEpoch === room.epoch;
  if (!grant.isCode && !isReplaced && !isOutdated && hasEntered) return {};
  return renewCredentials(context, room, {
    holder: { ...grant, ...(tokenExpiresAt === undefined ? {} : { tokenExpiresAt }) },
    ...(isReplaced ? { also: 'code' } : {}),
  });
}

interface NewSubscription {
  readonly ok: true;
  readonly room: Room;
  readonly subscription: Subscription;
  readonly subscriptions: readonly Subscription[];
}

/**
 * Subscribes the connection. Since it was read, the room may have been locked or extended, its
 * links replaced, the member kicked, or the connection may have ended or left: then undoes the
 * subscription.
 */
async function subscribe(
  context: Context,
  { received, connection: record, payload }: JoinAttempt,
  joiner: Joiner,
): Promise<NewSubscription | Refusal> {
  const { clock, connections, memory, random } = context;
  const { room, grant, member } = joiner;
  const { id: connection } = record;
  const identity = { connection, claim: payload.claim };
  const person = member?.id ?? deriveWatcherId(context, joiner, identity);
  const join = { room: room.id, ...received.frame };
  if (isOvertakenByLeave(record, join, clock.now())) return left;

  const place = { id: connection, room: room.id };
  const entry = await connections.enter({ ...place, max: limits.maxRoomsPerConnection });
  if (entry === 'full') return tooManyRooms;
  if (entry === 'gone') return refuse('unavailable');

  // Before the subscription: a subscriber gets new credentials from others' changes, even if this
  // function dies before it replies.
  const refusalOfLink = await countLinkUse(context, joiner, person);
  if (refusalOfLink !== undefined) {
    await connections.leave(place);
    return refusalOfLink;
  }

  const now = clock.now();
  const phxRef = random.id(10);
  const subscribed = await context.subscriptions.subscribe({
    subscription: {
      room: room.id,
      connection,
      member,
      scopes: grant.scopes,
      version: received.version,
      joinRef: received.frame.joinRef,
      batch: payload.batch,
      tokenExpiresAt: grant.boundToRoom ? undefined : grant.expiresAt,
      ...(grant.limitedLink === undefined
        ? {}
        : { limitedLink: grant.limitedLink, usedBy: person }),
      leaseExpiresAt: now + timing.subscriptionLeaseMilliseconds,
      phxRef,
      typing: false,
      onlineAt: now,
      ...(room.track === undefined ? {} : { track: room.track }),
    },
    now,
  });
  if (subscribed === 'overtaken') return overtaken;
  if (subscribed === undefined) {
    await connections.leave(place);
    return refuse('expired');
  }

  const [subscriptions, current, hasName] = await Promise.all([
    context.subscriptions.list(room.id),
    connections.read(connection),
    member === undefined || keepName(context, room, member),
  ]);
  // The credentials of the reply would not hold, and the change was published before.
  const isOutdated = !hasSameCredentials(subscribed.room, room);
  // The same join came twice: the second must not undo the first.
  if (subscribed.subscription.phxRef !== phxRef) {
    return isOutdated ? changed : { ok: true, ...subscribed, subscriptions };
  }

  const refusal =
    checkConnected(current, join, clock.now()) ??
    checkAdmission(subscribed.room, joiner) ??
    checkConnections(subscriptions, person) ??
    (hasName ? undefined : renamed) ??
    (await checkName(context, subscribed.room, { member, subscriptions })) ??
    (isOutdated ? changed : undefined);
  if (refusal !== undefined) {
    const key = { room: room.id, connection, phxRef };
    // Published, because others may have seen it in presence meanwhile.
    const undone = await removeSubscription(context, key);
    if (undone !== undefined) await connections.leave(place);
    return refusal;
  }

  await scheduleTokenEnd(context, subscribed.subscription);
  const { membership } = subscribed.room;
  setBounded(memory.subscriptions, room.id, { membership, subscriptions });
  return { ok: true, ...subscribed, subscriptions };
}

function checkConnected(
  connection: Connection | undefined,
  join: Parameters<typeof isOvertakenByLeave>[1],
  now: number,
): Refusal | undefined {
  if (connection === undefined) return refuse('unavailable');
  return isOvertakenByLeave(connection, join, now) ? left : undefined;
}

function checkConnections(
  subscriptions: readonly Subscription[],
  person: MemberId,
): Refusal | undefined {
  const own = subscriptions.filter(({ member, usedBy }) => (member?.id ?? usedBy) === person);
  if (own.length <= limits.maxConnectionsPerMember) return undefined;
  return refuse(
    'rate_limited',
    `A member has at most ${limits.maxConnectionsPerMember} connections. Close another tab first.`,
  );
}

interface NameCheck {
  readonly member: Member | undefined;
  readonly subscriptions: readonly Subscription[];
}

/** Refuses a member that another of its connections has renamed since its name was chosen. */
async function checkName(
  { names }: Pick<Context, 'names'>,
  { id: room, epoch }: Room,
  { member, subscriptions }: NameCheck,
): Promise<Refusal | undefined> {
  if (member === undefined) return undefined;
  const own = subscriptions.filter((subscription) => subscription.member?.id === member.id);
  if (own.length < 2) return undefined;
  const held = await names.findName({ room, epoch, member: member.id });
  return held === undefined || held.name === member.name ? undefined : renamed;
}
