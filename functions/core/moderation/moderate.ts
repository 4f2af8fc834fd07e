// Changes to a living room and to who is in it: what an owner may do, and a member's new name. Who
// may ask is the caller's to know.

import { encodeFrame } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room, RoomChange, RoomId, Scope, Subscription } from '../ports.ts';
import { bounds } from '../settings.ts';
import { isLive, roomToken } from '../lifecycle/create-room.ts';
import { closeSubscription } from '../lifecycle/expire.ts';
import { broadcast, roomTopic } from '../messaging/broadcast.ts';
import {
  publishPresenceChange,
  pruneUnreachable,
  removeSubscription,
} from '../membership/members.ts';
import { prepareName } from '../membership/name-rules.ts';
import { claimName, releaseFormerName, issueSession } from '../membership/claim-name.ts';
import type { Change } from '../membership/presence.ts';
import { roomView } from '../room-views.ts';

type Member = NonNullable<Subscription['member']>;
type Changed =
  { readonly ok: true; readonly room: Room; readonly after: () => Promise<unknown> } | Refusal;

/** Changes the room and tells everyone in it. */
export async function change(
  context: Context,
  { id, epoch }: Room,
  wanted: RoomChange,
): Promise<Changed> {
  const room = await context.rooms.change({
    room: id,
    epoch,
    change: wanted,
    now: context.clock.now(),
  });
  return room === undefined
    ? refuse('expired')
    : { ok: true, room, after: () => publishRoom(context, room) };
}

async function publishRoom(context: Context, room: Room): Promise<void> {
  const { clock } = context;
  const subscriptions = await context.subscriptions.list(room.id);
  const now = clock.now();
  if (!isLive(room, now)) return;
  const unreachable = await broadcast({
    ports: context,
    room,
    subscriptions,
    now,
    events: [{ event: 'room', payload: { room: roomView(room, { subscriptions, now }) } }],
  });
  await pruneUnreachable(context, room.id, unreachable);
}

/**
 * Removes a member for the room's life: its seats, its session, and its name, which nobody else
 * gets either. `wanted`: an id or a name; who is not here can only be named by name.
 */
export async function kick(
  context: Context,
  room: Room,
  { wanted, by }: { readonly wanted: string; readonly by: Subscription },
): Promise<Changed> {
  const { clock, gateway, rooms } = context;
  const found = await findMember(context, room, wanted);
  if (found === undefined) {
    return refuse(
      'not_found',
      'There is no such member in this room. Give the id or the name of one who is.',
    );
  }
  if (found.id === by.member?.id) {
    return refuse('invalid_payload', 'You cannot remove yourself. Leave, or close the room.');
  }
  if (room.kicked.length >= limits.kickedMembers) {
    return refuse(
      'forbidden',
      `At most ${limits.kickedMembers} members can be removed from one room. Lock it instead.`,
    );
  }
  const changed = await rooms.change({
    room: room.id,
    epoch: room.epoch,
    change: { kick: found.id },
    now: clock.now(),
  });
  if (changed === undefined) return refuse('expired');
  // A seat that changes (typing) just as it is given up is given up next time round.
  for (
    let left = await subscriptionsOfMember(context, room.id, found.id);
    left.length > 0;
    left = await subscriptionsOfMember(context, room.id, found.id)
  ) {
    for (const subscription of left) {
      // Told before the seat is gone: if this process dies between the two, nobody else would know
      // whom to tell.
      if (!(await closeSubscription(context, subscription, { reason: 'kicked' }))) {
        await gateway.close(subscription.connection, 1012);
      }
      await removeSubscription(context, subscription);
    }
  }
  return { ok: true, room: changed, after: () => Promise.resolve() };
}

const subscriptionsOfMember = async (
  { subscriptions }: Context,
  room: RoomId,
  id: Member['id'],
): Promise<readonly Subscription[]> =>
  (await subscriptions.list(room)).filter(({ member }) => member?.id === id);

/**
 * The member of this id or name: one who is here, or one whose name is still kept; not one who was
 * removed.
 */
export async function findMember(
  { names, subscriptions }: Context,
  { id: room, epoch, kicked }: Room,
  wanted: string,
): Promise<Member | undefined> {
  const prepared = prepareName(wanted);
  const key = prepared.ok ? prepared.key : undefined;
  const keyOf = (name: string): string | undefined => {
    const known = prepareName(name);
    return known.ok ? known.key : undefined;
  };
  const members = (await subscriptions.list(room)).flatMap(({ member }) => member ?? []);
  const here =
    members.find(({ id }) => id === wanted) ??
    (key === undefined ? undefined : members.find(({ name }) => keyOf(name) === key));
  if (here !== undefined || !prepared.ok) return here;
  const id = await names.findHolder({ room, epoch, key: prepared.key });
  return id === undefined || kicked.includes(id) ? undefined : { id, name: prepared.name };
}

/**
 * A later end, at most an hour after the room's beginning. Everyone whose token holds as long as
 * the room gets one that says so.
 */
export async function extend(context: Context, room: Room, seconds: number): Promise<Changed> {
  const latest = Math.floor((room.createdAt + limits.roomSeconds.max * 1_000) / 1_000) * 1_000;
  const expiresAt = Math.min(room.expiresAt + seconds * 1_000, latest);
  if (expiresAt <= room.expiresAt) {
    return refuse(
      'forbidden',
      'A room lives an hour at most, and this one already does. Create a new one to go on talking.',
    );
  }
  const extended = await context.rooms.change({
    room: room.id,
    epoch: room.epoch,
    change: { expiresAt },
    now: context.clock.now(),
  });
  if (extended === undefined) return refuse('expired');
  return { ok: true, room: extended, after: () => renewTokens(context, extended) };
}

async function renewTokens(context: Context, room: Room): Promise<void> {
  const subscriptions = await context.subscriptions.list(room.id);
  const view = roomView(room, { subscriptions, now: context.clock.now() });
  const gone: Subscription[] = [];
  const failed: Subscription[] = [];
  const renewed = async (subscription: Subscription): Promise<void> => {
    const tokens =
      subscription.tokenExpiresAt !== undefined
        ? {}
        : {
            token: await roomToken(context, room, subscription.scopes),
            ...(subscription.member === undefined
              ? {}
              : {
                  session: await issueSession(context, room, {
                    member: subscription.member,
                    scopes: subscription.scopes,
                  }),
                }),
          };
    const frame = encodeFrame(subscription.version, {
      joinRef: null,
      ref: null,
      topic: roomTopic(room.id),
      event: 'room',
      payload: { room: view, ...tokens },
    });
    const posted = await tried(context, subscription, frame);
    if (posted === 'gone') gone.push(subscription);
    if (posted === 'failed') failed.push(subscription);
  };
  const waiting = subscriptions.values();
  await Promise.all(
    Array.from({ length: bounds.concurrentPosts }, async () => {
      for (const subscription of waiting) await renewed(subscription);
    }),
  );
  await pruneUnreachable(context, room.id, { gone, failed });
}

type Renamed =
  | {
      readonly ok: true;
      readonly member: Member;
      readonly session: string;
      readonly tell: () => Promise<void>;
    }
  | Refusal;

/**
 * A member's new name, on all its connections, each of which gets the session that bears it. The
 * seats change before anybody is told, the old name goes last: if this process dies on the way, the
 * same again goes on where it stopped.
 */
export async function rename(
  context: Context,
  room: Room,
  {
    member,
    wanted,
    scopes,
  }: { readonly member: Member; readonly wanted: string; readonly scopes: readonly Scope[] },
): Promise<Renamed> {
  const claimed = await claimName(context, {
    room,
    member: member.id,
    wanted,
    reclaimUnused: false,
  });
  if (!claimed.ok) return claimed;
  const after: Member = { id: member.id, name: claimed.name };
  const changes: Change[] = [];
  for (const subscription of (await context.subscriptions.list(room.id)).filter(
    (one) => one.member?.id === member.id,
  )) {
    const change = await renameSubscription(context, subscription, after);
    if (change !== undefined) changes.push(change);
  }
  await releaseFormerName(context, room, { former: member, member: after });
  const session = await issueSession(context, room, { member: after, scopes });
  return { ok: true, member: after, session, tell: () => publishRename(context, room, changes) };
}

async function renameSubscription(
  { random, subscriptions }: Context,
  subscription: Subscription,
  member: Member,
): Promise<Change | undefined> {
  let leaves: Subscription | undefined = subscription;
  // Typing may change it in between.
  for (let tries = 0; leaves !== undefined && tries < 3; tries += 1) {
    const joins: Subscription = { ...leaves, member, phxRef: random.id(10) };
    if (await subscriptions.update({ before: leaves, after: joins, bumpsMembership: true })) {
      return { joins, leaves };
    }
    leaves = await subscriptions.find(subscription);
  }
  return undefined;
}

async function publishRename(
  context: Context,
  { id, epoch }: Room,
  changes: readonly Change[],
): Promise<void> {
  const { clock, rooms } = context;
  for (const change of changes) {
    const room = await rooms.get(id);
    if (room?.epoch !== epoch) return;
    await publishPresenceChange(context, room, change);
    const { joins } = change;
    if (joins?.member === undefined) continue;
    const session = await issueSession(context, room, {
      member: joins.member,
      scopes: joins.scopes,
    });
    const view = roomView(room, {
      subscriptions: await context.subscriptions.list(id),
      now: clock.now(),
    });
    const frame = encodeFrame(joins.version, {
      joinRef: null,
      ref: null,
      topic: roomTopic(id),
      event: 'room',
      payload: { room: view, session },
    });
    const posted = await tried(context, joins, frame);
    if (posted === 'gone') await pruneUnreachable(context, id, { gone: [joins], failed: [] });
  }
}

async function tried(
  { gateway }: Pick<Context, 'gateway'>,
  { connection }: Pick<Subscription, 'connection'>,
  frame: string,
): Promise<'sent' | 'gone' | 'failed'> {
  try {
    return await gateway.post(connection, frame);
  } catch {
    return 'failed';
  }
}
