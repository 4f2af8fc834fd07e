// What a token with the scope `moderate` allows: kick, lock, slow, extend, close. Each is answered
// with the room as it then is.

import type * as v from 'valibot';
import { Close, Extend, Kick, Lock, Slow } from '../../protocol/events.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room, Seat } from '../ports.ts';
import { isLive } from '../room/create.ts';
import { closeRoom, endRoom } from '../room/expire.ts';
import { change, extend as extendRoom, kick as kickMember } from '../room/moderate.ts';
import { roomView } from '../room/view.ts';
import { answerSeated, type Received } from './answer.ts';

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
    readonly act: (room: Room, payload: v.InferOutput<Schema>, seat: Seat) => Promise<Moderated>;
  },
): Promise<void> =>
  answerSeated(context, received, {
    scope: 'moderate',
    schema,
    answer: async (seat, payload) => {
      const room = await context.rooms.read(seat.room);
      if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');
      const done = await act(room, payload, seat);
      if (!done.ok) return done;
      const seats = await context.rooms.seats(room.id);
      return {
        ok: true,
        response: { room: roomView(done.room, { seats, now: context.clock.now() }) },
        after: done.after,
      };
    },
  });

export const kick = (context: Context, received: Received): Promise<void> =>
  answerOwner(context, received, {
    schema: Kick,
    act: (room, { member }, seat) => kickMember(context, room, { wanted: member, by: seat }),
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
