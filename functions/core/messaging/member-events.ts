// What a seated connection may ask besides speaking: typing, history, sync, rename. What its owner
// may ask is owner.ts.

import * as v from 'valibot';
import { History, Rename, Sync, Typing } from '../../protocol/events.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import type { Room, RoomId, Subscription } from '../ports.ts';
import { isLive } from '../lifecycle/create-room.ts';
import { resumeDelivery } from './deliver.ts';
import { maxFramePayloadBytes, messagesIn, missedSince } from './history.ts';
import { publishPresenceChange } from '../membership/members.ts';
import { rename as renameMember } from '../moderation/moderate.ts';
import { sendPresence } from '../membership/presence.ts';
import { handlePush, type Received } from '../reply.ts';

export const typing = (context: Context, received: Received): Promise<void> =>
  handlePush(context, received, {
    scope: 'send',
    schema: Typing,
    answer: async (subscription, request) => {
      if (request.typing === subscription.typing) return { ok: true, response: {} };
      const after: Subscription = {
        ...subscription,
        typing: request.typing,
        phxRef: context.random.id(10),
      };
      const changed = await context.subscriptions.update({
        before: subscription,
        after,
        bumpsMembership: false,
      });
      const room = await liveRoom(context, subscription.room);
      if (room === undefined) return refuse('expired');
      return {
        ok: true,
        response: {},
        ...(changed
          ? {
              after: () =>
                publishPresenceChange(context, room, { joins: after, leaves: subscription }),
            }
          : {}),
      };
    },
  });

export const history = (context: Context, received: Received): Promise<void> =>
  handlePush(context, received, {
    scope: 'receive',
    schema: History,
    answer: async ({ room: id, member }, { before, limit }) => {
      const room = await liveRoom(context, id);
      if (room === undefined) return refuse('expired');
      const span = {
        after: 0,
        before: before ?? room.seq + 1,
        limit,
        bytes: maxFramePayloadBytes,
        reader: member?.id,
      };
      const { messages, hidden, first, complete } = await messagesIn(context, room, span);
      const oldestKept = Math.max(1, room.seq - room.capacity + 1);
      const more = !complete && (first ?? 0) > oldestKept;
      return {
        ok: true,
        response: { messages, more, hidden },
        after: () => resumeDelivery(context, room),
      };
    },
  });

/** Also the way to find out that presence was missed: the whole of it follows the answer. */
export const sync = (context: Context, received: Received): Promise<void> =>
  handlePush(context, received, {
    scope: 'receive',
    schema: Sync,
    answer: async (subscription, last) => {
      const room = await liveRoom(context, subscription.room);
      if (room === undefined) return refuse('expired');
      return {
        ok: true,
        response: {
          head: room.seq,
          ...(await missedSince(context, room, { last, reader: subscription.member?.id })),
        },
        after: async () => {
          await sendPresence(context, subscription, await context.subscriptions.list(room.id));
          await resumeDelivery(context, room);
        },
      };
    },
  });

export const rename = (context: Context, received: Received): Promise<void> =>
  handlePush(context, received, {
    scope: 'send',
    schema: Rename,
    answer: async ({ room: id, member, scopes }, { username }) => {
      const room = await liveRoom(context, id);
      if (room === undefined) return refuse('expired');
      if (member === undefined) return refuse('forbidden');
      const renamed = await renameMember(context, room, { member, wanted: username, scopes });
      return renamed.ok
        ? {
            ok: true,
            response: { member: renamed.member, session: renamed.session },
            after: renamed.tell,
          }
        : renamed;
    },
  });

export const unknownPush = (context: Context, received: Received): Promise<void> =>
  handlePush(context, received, {
    scope: undefined,
    schema: v.unknown(),
    answer: () =>
      Promise.resolve(refuse('invalid_payload', 'Unknown event. See docs/protocol.md.')),
  });

async function liveRoom({ rooms, clock }: Context, id: RoomId): Promise<Room | undefined> {
  const room = await rooms.get(id);
  return room !== undefined && isLive(room, clock.now()) ? room : undefined;
}
