// What a token with the scope `moderate` allows: kick, lock, slow, extend, close. Each is answered
// with the room as it then is.

import type * as v from 'valibot';
import { Close, Extend, Kick, Lock, Slow } from '../../protocol/events.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room, Subscription } from '../ports.ts';
import { isLive } from '../lifecycle/create-room.ts';
import { closeRoom, endRoom } from '../lifecycle/expire.ts';
import { change, extend as extendRoom, kick as kickMember } from './moderate.ts';
import { roomView } from '../room-views.ts';
import { handlePush, type Received } from '../reply.ts';

type Moderated =
  { readonly ok: true; readonly room: Room; readonly after: () => Promise<unknown> } | Refusal;

const answerOwner = <Schema extends v.GenericSchema>(
  context: Context,
  received: Received,
  {
    schema,
    act,
  }: {
    readonly schema: Schema;
    readonly act: (
      room: Room,
      payload: v.InferOutput<Schema>,
      subscription: Subscription,
    ) => Promise<Moderated>;
  },
): Promise<void> =>
  handlePush(context, received, {
    scope: 'moderate',
    schema,
    answer: async (subscription, payload) => {
      const room = await context.rooms.get(subscription.room);
      if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');
      const done = await act(room, payload, subscription);
      if (!done.ok) return done;
      const subscriptions = await context.subscriptions.list(room.id);
      return {
        ok: true,
        response: { room: roomView(done.room, { subscriptions, now: context.clock.now() }) },
        after: done.after,
      };
    },
  });

export const kick = (context: Context, received: Received): Promise<void> =>
  answerOwner(context, received, {
    schema: Kick,
    act: (room, { member }, subscription) =>
      kickMember(context, room, { wanted: member, by: subscription }),
  });

export const lock = (context: Context, received: Received): Promise<void> =>
  answerOwner(context, received, {
    schema: Lock,
    act: (room, { locked }) => change(context, room, { state: locked ? 'locked' : 'open' }),
  });

export const slow = (context: Context, received: Received): Promise<void> =>
  answerOwner(context, received, {
    schema: Slow,
    act: (room, { seconds }) => change(context, room, { slow: seconds }),
  });

export const extend = (context: Context, received: Received): Promise<void> =>
  answerOwner(context, received, {
    schema: Extend,
    act: (room, { seconds }) => extendRoom(context, room, seconds),
  });

export const close = (context: Context, received: Received): Promise<void> =>
  answerOwner(context, received, {
    schema: Close,
    act: async (room) => {
      const closed = await closeRoom(context, room);
      return closed === undefined
        ? refuse('expired')
        : { ok: true, room: closed, after: () => endRoom(context, closed) };
    },
  });
