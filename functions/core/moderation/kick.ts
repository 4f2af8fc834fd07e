// Kicks by a room's owner. The caller checks the scope.

import type { MemberAddress } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { changeAndPublish, type RoomChanged } from '../lifecycle/publish-change.ts';
import { closeSubscription } from '../membership/close-subscription.ts';
import { findMember, findMemberById } from '../membership/member-names.ts';
import { removeSubscription } from '../messaging/publish.ts';
import type { FiredTimer, Room, RoomChange, Subscription } from '../ports.ts';
import { isLive } from '../room-views.ts';
import { timing } from '../settings.ts';

interface KickInput {
  /** A member who is not connected can be found by name, or by id and name. */
  readonly target: string | MemberAddress;
  readonly by: Subscription;
  /** Whether to lock the room in the same write. */
  readonly lock: boolean;
}

/**
 * Kicks a member until the room ends. Removes its subscriptions, makes its session useless, and
 * keeps its name from everyone.
 */
export async function kickMember(
  context: Context,
  room: Room,
  { target, by, lock }: KickInput,
): Promise<RoomChanged> {
  const member =
    typeof target === 'string'
      ? await findMember(context, room, target)
      : await findMemberById(context, room, target);
  if (member === undefined) {
    return refuse(
      'not_found',
      'There is no such member in this room. Give the id or name of a member.',
    );
  }
  if (member.id === by.member?.id) {
    return refuse('invalid_payload', 'You cannot kick yourself. Leave, or close the room.');
  }
  if (room.kicked.length >= limits.maxKickedMembers) {
    return refuse(
      'forbidden',
      `At most ${limits.maxKickedMembers} members can be kicked from one room. Lock it instead.`,
    );
  }

  const changed = await (lock
    ? changeAndPublish(context, room, { change: { kick: member.id, state: 'locked' } })
    : changeQuietly(context, room, { kick: member.id }));
  if (!changed.ok) return changed;

  await removeKicked(context, changed.room);
  return changed;
}

/** Closes what kicked members still have open. */
async function removeKicked(context: Context, { id, kicked }: Room): Promise<void> {
  // A subscription that changes (typing) while it is removed is removed in the next round.
  for (;;) {
    const subscriptions = await context.subscriptions.list(id);
    const remaining = subscriptions.filter(
      ({ member }) => member !== undefined && kicked.includes(member.id),
    );
    if (remaining.length === 0) return;
    for (const subscription of remaining) {
      // The close frame goes first: if this process dies in between, the subscription still shows
      // who has to get it.
      if (!(await closeSubscription(context, subscription, { reason: 'kicked' }))) {
        await context.gateway.close(subscription.connection, 1012);
      }
      await removeSubscription(context, subscription);
    }
  }
}

/** Handles the timer of a change: completes a kick whose function died. */
export async function completeKicks(
  context: Context,
  { room: id, epoch }: FiredTimer,
): Promise<void> {
  const room = await context.rooms.get(id);
  if (room?.epoch !== epoch || !isLive(room, context.clock.now())) return;
  if (room.kicked.length > 0) await removeKicked(context, room);
}

/** Changes a room in a way that members do not see. A timer completes it if this function dies. */
async function changeQuietly(
  { clock, rooms, timers }: Context,
  { id, epoch }: Room,
  change: RoomChange,
): Promise<RoomChanged> {
  const at = clock.now() + timing.changeTimerMilliseconds;
  await timers.set({ kind: 'change', room: id, epoch, at });
  const room = await rooms.change({ room: id, epoch, change, now: clock.now() });
  return room === undefined ? refuse('expired') : { ok: true, room };
}
