// The `rename` event: gives a member another name on all of its connections.

import type * as v from 'valibot';
import type { Rename } from '../../protocol/events.ts';
import { refuse } from '../../protocol/reasons.ts';
import { issueSession } from '../access/room-tokens.ts';
import type { Context } from '../context.ts';
import { publish, publishPresenceChange } from '../messaging/publish.ts';
import type { Member, Room, Subscription } from '../ports.ts';
import type { Answer, Push } from '../reply.ts';
import { isLive, viewRoom } from '../room-views.ts';
import { claimName, releaseFormerName, releaseName, replaceName } from './member-names.ts';

interface RenamedSubscription {
  readonly joins: Subscription;
  readonly leaves: Subscription;
}

/**
 * Handles `rename`. The subscriptions change before anything is published, and the former name is
 * released last. If this process dies in between, the same request completes the change. Of two
 * renames at the same time, the one that assigned its name last decides.
 */
export async function rename(
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof Rename>>,
): Promise<Answer> {
  const room = await context.rooms.get(subscription.room);
  if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');
  const { member: former, scopes } = subscription;
  if (former === undefined) return refuse('forbidden');

  const claimed = await claimName(context, {
    room,
    member: former.id,
    name: payload.username,
  });
  if (!claimed.ok) return claimed;

  const { id } = former;
  const { key, name } = claimed;
  const replaced = await replaceName(context, room, { id, key, name });
  const renamed: RenamedSubscription[] = [];
  let member: Member = { id, name };
  let hasLeft: boolean;
  for (;;) {
    const listed = await context.subscriptions.list(room.id);
    const subscriptions = listed.filter((one) => one.member?.id === id);
    hasLeft = subscriptions.length === 0;
    for (const own of subscriptions) {
      if (own.member?.name === member.name) continue;
      const change = await renameSubscription(context, own, member);
      if (change !== undefined) renamed.push(change);
    }
    const held = await context.names.findName({ room: room.id, epoch: room.epoch, member: id });
    if (held === undefined || held.name === member.name) break;
    member = { id, name: held.name };
  }

  for (const formerName of [former.name, replaced?.name]) {
    if (formerName !== undefined) await releaseFormerName(context, room, { formerName, member });
  }
  // Its last leave, at the same time, may have released only the former name.
  if (hasLeft && (await context.connections.read(subscription.connection)) !== undefined) {
    await releaseName(context, room, member);
  }
  const session = await issueSession(context, room, { member, scopes });
  return {
    ok: true,
    response: { member, session },
    after: () => publishRename(context, room, renamed),
  };
}

async function renameSubscription(
  { random, subscriptions }: Context,
  subscription: Subscription,
  member: Member,
): Promise<RenamedSubscription | undefined> {
  let leaves: Subscription | undefined = subscription;
  // A `typing` event may change the subscription in between.
  for (let tries = 0; leaves !== undefined && tries < 3; tries += 1) {
    const joins: Subscription = { ...leaves, member, phxRef: random.id(10) };
    if (await subscriptions.update({ before: leaves, after: joins, bumpsMembership: true })) {
      return { joins, leaves };
    }
    leaves = await subscriptions.find(subscription);
  }
  return undefined;
}

/** Publishes each connection's new presence, and sends it a session with the new name. */
async function publishRename(
  context: Context,
  { id, epoch }: Room,
  renamed: readonly RenamedSubscription[],
): Promise<void> {
  for (const change of renamed) {
    const room = await context.rooms.get(id);
    if (room?.epoch !== epoch) return;
    await publishPresenceChange(context, room, change);

    const { connection, member, scopes } = change.joins;
    if (member === undefined) continue;
    const session = await issueSession(context, room, { member, scopes });
    await publish(context, room, {
      includes: (subscription) => subscription.connection === connection,
      events: (audience) => () =>
        Promise.resolve([{ event: 'room', payload: { room: viewRoom(room, audience), session } }]),
    });
  }
}
