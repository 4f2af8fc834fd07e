// What a seated connection may ask besides speaking: typing, history, sync.

import * as v from 'valibot';
import { History, Sync, Typing } from '../../protocol/events.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { isLive } from '../room/create.ts';
import { rescue } from '../room/drain.ts';
import { frameful, messagesIn, missedSince } from '../room/history.ts';
import { tellChanged } from '../room/members.ts';
import { answerSeated, type Received } from './answer.ts';

export const typing = (context: Context, received: Received): Promise<void> =>
  answerSeated(context, received, {
    scope: 'send',
    schema: Typing,
    answer: async (seat, request) => {
      if (request.typing === seat.typing) return { ok: true, response: {} };
      const { room, connection, phxRef } = seat;
      const changed = await context.rooms.setTyping({ room, connection, typing: request.typing, from: phxRef, to: context.random.id(10) });
      return changed === undefined ? { ok: true, response: {} } : { ok: true, response: {}, after: () => tellChanged(context, seat, changed) };
    },
  });

export const history = (context: Context, received: Received): Promise<void> =>
  answerSeated(context, received, {
    scope: 'receive',
    schema: History,
    answer: async (seat, { before, limit }) => {
      const room = await context.rooms.read(seat.room);
      if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');
      const { messages, complete } = await messagesIn(context, room, { after: 0, before: before ?? room.seq + 1, limit, bytes: frameful });
      const oldestKept = Math.max(1, room.seq - room.capacity + 1);
      const more = !complete && (messages[0]?.seq ?? 0) > oldestKept;
      return { ok: true, response: { messages, more }, after: () => rescue(context, room) };
    },
  });

export const sync = (context: Context, received: Received): Promise<void> =>
  answerSeated(context, received, {
    scope: 'receive',
    schema: Sync,
    answer: async (seat, last) => {
      const room = await context.rooms.read(seat.room);
      if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');
      return { ok: true, response: { head: room.seq, ...(await missedSince(context, room, last)) }, after: () => rescue(context, room) };
    },
  });

export const unknownPush = (context: Context, received: Received): Promise<void> =>
  answerSeated(context, received, {
    scope: undefined,
    schema: v.unknown(),
    answer: () => Promise.resolve(refuse('invalid_payload', 'There is no such event. Compare it with the protocol in the README.')),
  });
