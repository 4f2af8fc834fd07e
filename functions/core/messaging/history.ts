// The receive channel's history: for members who join late, return, or scroll back. A reader gets
// the seq of a private message between others as `hidden`, so nobody takes it for a hole.

import type * as v from 'valibot';
import type { History, Message, Sync } from '../../protocol/events.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';
import { sendPresence } from '../membership/room-presence.ts';
import type { AcceptedMessage, MemberId, Room } from '../ports.ts';
import type { Answer, Push } from '../reply.ts';
import { isLive, isVisibleTo, viewMessage } from '../room-views.ts';
import { ensureDeliveryTimer, resumeDelivery } from './deliver.ts';
import { schedulePresenceSync } from './publish.ts';

/** How many bytes of messages fit into an outgoing frame, besides its envelope. @internal */
export const maxFramePayloadBytes = limits.maxOutgoingFrameBytes - 4_096;

/** Handles `history`: one page of messages. */
export async function readHistory(
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof History>>,
): Promise<Answer> {
  const room = await context.rooms.get(subscription.room);
  if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');

  const { messages, hidden, first, isComplete } = await readMessages(context, room, {
    after: 0,
    before: payload.before ?? room.seq + 1,
    limit: payload.limit,
    maxBytes: maxFramePayloadBytes,
    reader: subscription.member?.id,
  });
  const oldestSeq = Math.max(1, room.seq - room.capacity + 1);
  const more = !isComplete && (first ?? 0) > oldestSeq;
  return {
    ok: true,
    response: { messages, more, hidden },
    after: () => resumeDelivery(context, room),
  };
}

/** Handles `sync`: the missed messages, then the whole presence. */
export async function sync(
  context: Context,
  { subscription, payload }: Push<v.InferOutput<typeof Sync>>,
): Promise<Answer> {
  const room = await context.rooms.get(subscription.room);
  if (room === undefined || !isLive(room, context.clock.now())) return refuse('expired');

  const reader = subscription.member?.id;
  const missed = await readMissed(context, room, { last: payload, reader });
  return {
    ok: true,
    response: { head: room.seq, ...missed },
    after: async () => {
      const subscriptions = await context.subscriptions.list(room.id);
      await sendPresence(context, subscription, subscriptions);
      // The function that wrote such a subscription died before it changed the version. Nobody
      // posts to it, so nobody notices that its connection is gone, until the whole is published.
      const isUncounted = subscriptions.some(({ membership }) => membership === room.membership);
      if (isUncounted) await schedulePresenceSync(context, room);
      await resumeDelivery(context, room);
    },
  };
}

interface MessageRange {
  /** Exclusive. */
  readonly after: number;
  /** Exclusive. */
  readonly before: number;
  readonly limit: number;
  /** Of all messages together, as JSON. */
  readonly maxBytes: number;
  /** Undefined: not a member. */
  readonly reader: MemberId | undefined;
}

interface VisibleMessages {
  readonly messages: readonly Message[];
  /** The seqs in between that the reader may not see. */
  readonly hidden: readonly number[];
  /** The first seq returned, as a message or as hidden. Undefined: none. */
  readonly first: number | undefined;
}

interface MessagePage extends VisibleMessages {
  /** Whether the page begins where the range does. */
  readonly isComplete: boolean;
}

/**
 * Returns the newest messages of a range that capacity and `maxBytes` allow, in ascending order.
 */
export async function readMessages(
  context: Context,
  room: Room,
  { after, before, limit, maxBytes, reader }: MessageRange,
): Promise<MessagePage> {
  const oldest = Math.max(0, room.seq - room.capacity);
  const from = Math.max(after, oldest);
  const count = Math.min(limit, Math.max(0, Math.min(before, room.seq + 1) - from - 1));
  if (count === 0) {
    const isComplete = after >= oldest || before <= after + 1;
    return { messages: [], hidden: [], first: undefined, isComplete };
  }

  // Undelivered messages have their place in the order: without them a late member has a hole.
  const waiting = room.undelivered.filter(({ seq }) => seq > from && seq < before);
  // Their deliverer may have died before it set the timer. This reader sees them, so everyone must.
  if (waiting.length > 0) await ensureDeliveryTimer(context, room);

  const { epoch, deliveredSeq } = room;
  const firstUndelivered = Math.min(before, deliveredSeq + 1);
  const isAllUndelivered = waiting.length >= count || from + 1 >= firstUndelivered;
  const delivered = isAllUndelivered
    ? []
    : await context.messages.read({
        room,
        after: from,
        before: firstUndelivered,
        limit: count - waiting.length,
      });

  const newest = [...delivered, ...waiting].slice(-count);
  const fitting = takeFitting(newest, { epoch, maxBytes, reader });
  return { ...fitting, isComplete: after >= oldest && fitting.first === after + 1 };
}

interface ReturningReader {
  /** The last message the reader has seen. Undefined: this is the reader's first time. */
  readonly last: { readonly epoch: string; readonly seq: number } | undefined;
  readonly reader: MemberId | undefined;
}

interface MissedMessages {
  readonly messages: readonly Message[];
  readonly hidden: readonly number[];
  /** Whether these are all the missed messages. */
  readonly resumed: boolean;
}

/** Returns the messages after the reader's last one, or everything that capacity allows. */
export async function readMissed(
  context: Context,
  room: Room,
  { last, reader }: ReturningReader,
): Promise<MissedMessages> {
  const isKnown = last?.epoch === room.epoch && last.seq <= room.seq;
  const { messages, hidden, isComplete } = await readMessages(context, room, {
    after: isKnown ? last.seq : 0,
    before: room.seq + 1,
    limit: room.capacity,
    maxBytes: maxFramePayloadBytes,
    reader,
  });
  return { messages, hidden, resumed: isKnown && (last.seq === room.seq || isComplete) };
}

interface Reading {
  readonly epoch: string;
  readonly maxBytes: number;
  readonly reader: MemberId | undefined;
}

/** Takes messages from the newest backwards while they fit. */
function takeFitting(
  accepted: readonly AcceptedMessage[],
  { epoch, maxBytes, reader }: Reading,
): VisibleMessages {
  const messages: Message[] = [];
  const hidden: number[] = [];
  let first: number | undefined;
  let bytes = 0;
  for (const message of accepted.toReversed()) {
    const view = isVisibleTo(message, reader) ? viewMessage(epoch, message) : undefined;
    bytes += view === undefined ? 8 : utf8Bytes(JSON.stringify(view)) + 1;
    if (bytes > maxBytes) break;
    if (view === undefined) hidden.push(message.seq);
    else messages.push(view);
    first = message.seq;
  }
  return { messages: messages.reverse(), hidden: hidden.reverse(), first };
}
