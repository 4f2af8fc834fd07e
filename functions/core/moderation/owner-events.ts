// The events of tokens with the scope `moderate`: kick, lock, slow, extend, close. Each is answered
// with the room after the change.

import type * as v from 'valibot';
import type { Extend, Kick, Lock, Slow } from '../../protocol/events.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { closeRoom, endRoom } from '../lifecycle/expire.ts';
import { extendRoom } from '../lifecycle/extend-room.ts';
import { changeAndPublish, type RoomChanged } from '../lifecycle/publish-change.ts';
import type { Room, Subscription } from '../ports.ts';
import type { Answer, Push } from '../reply.ts';
import { isLive, viewRoom } from '../room-views.ts';
import { kickMember } from './kick.ts';

/** Kicks a member. */
export const kick = (
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof Kick>>,
): Promise<Answer> =>
  moderate(context, subscription, (room) =>
    kickMember(context, room, {
      target: payload.member,
      by: subscription,
      lock: payload.lock,
    }),
  );

/** Locks the room for new members, or unlocks it. */
export const lock = (
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof Lock>>,
): Promise<Answer> =>
  moderate(context, subscription, (room) =>
    changeAndPublish(context, room, { change: { state: payload.locked ? 'locked' : 'open' } }),
  );

/** Sets the seconds between two messages of one member. */
export const setSlowMode = (
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof Slow>>,
): Promise<Answer> =>
  moderate(context, subscription, (room) =>
    changeAndPublish(context, room, { change: { slow: payload.seconds } }),
  );

/** Moves the room's end later. */
export const extend = (
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof Extend>>,
): Promise<Answer> =>
  moderate(context, subscription, (room) => extendRoom(context, room, payload.seconds));

/** Closes the room. Its members learn of it once the owner has the reply. */
export const close = (context: Context, { subscription }: Push<unknown>): Promise<Answer> =>
  moderate(context, subscription, async (room) => {
    const closed = await closeRoom(context, room);
    if (closed === undefined) return refuse('expired');
    return { ok: true, room: closed, after: () => endRoom(context, closed) };
  });

/** Runs an action on the live room of a subscription, and answers with the room after it. */
async function moderate(
  context: Context,
  { room: id }: Subscription,
  act: (room: Room) => Promise<RoomChanged>,
): Promise<Answer> {
  const room = await context.rooms.get(id);
  if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');

  const changed = await act(room);
  if (!changed.ok) return changed;
  const subscriptions = await context.subscriptions.list(id);
  return {
    ok: true,
    response: { room: viewRoom(changed.room, { subscriptions, now: context.clock.now() }) },
    ...(changed.after === undefined ? {} : { after: changed.after }),
  };
}
