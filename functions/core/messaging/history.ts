// What the receive channel kept: for members who come late, return, or scroll back. What is private
// is told to its two alone; to everyone else its seq, so that they know they miss nothing.

import type { Message } from '../../protocol/events.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Context } from '../context.ts';
import type { AcceptedMessage, MemberId, Room } from '../ports.ts';
import { ensureDeliveryTimer } from './delivery-timer.ts';
import { isVisibleTo, messageView } from '../room-views.ts';

export interface Span {
  /** Exclusive both. */
  readonly after: number;
  readonly before: number;
  readonly limit: number;
  /** Of all messages together, as JSON. */
  readonly bytes: number;
  /** Who reads; undefined: no member. */
  readonly reader: MemberId | undefined;
}

/** What one outgoing frame has room for, its envelope apart. */
export const maxFramePayloadBytes = limits.outgoingFrameBytes - 4_096;

interface Kept {
  readonly messages: readonly Message[];
  /** The seqs between them that are not for the reader. */
  readonly hidden: readonly number[];
  /** The first seq that was served, message or hidden; undefined: none. */
  readonly first: number | undefined;
  /** The span was served to its beginning. */
  readonly complete: boolean;
}

/** The newest messages of a span that capacity keeps and `bytes` hold, ascending. */
export async function messagesIn(
  context: Context,
  room: Room,
  { after, before, limit, bytes, reader }: Span,
): Promise<Kept> {
  const oldest = Math.max(0, room.seq - room.capacity);
  const from = Math.max(after, oldest);
  const wanted = Math.min(limit, Math.max(0, Math.min(before, room.seq + 1) - from - 1));
  if (wanted === 0) {
    return {
      messages: [],
      hidden: [],
      first: undefined,
      complete: after >= oldest || before <= after + 1,
    };
  }
  // The tail not yet drained is part of the order already: a late member must not have a hole where
  // it is.
  const waiting = room.undelivered.filter(({ seq }) => seq > from && seq < before);
  // Whose deliverer died before it could set the alarm: from now on somebody has seen it, so
  // everybody must.
  if (waiting.length > 0) await ensureDeliveryTimer(context, room);
  const { id, epoch, deliveredSeq, kept = [] } = room;
  const inRoom = [...kept.filter(({ seq }) => seq > from && seq < before), ...waiting];
  const oldestInRoom = Math.min(before, deliveredSeq - kept.length + 1);
  const isAll = inRoom.length >= wanted || from + 1 >= oldestInRoom;
  const logged = isAll
    ? []
    : await context.messages.read({
        room: id,
        epoch,
        after: from,
        before: oldestInRoom,
        limit: wanted,
      });
  const served = fitting([...logged, ...inRoom].slice(-wanted), { epoch, bytes, reader });
  return { ...served, complete: after >= oldest && served.first === after + 1 };
}

interface Missed {
  readonly messages: readonly Message[];
  readonly hidden: readonly number[];
  /** That is all of it, without a hole. */
  readonly resumed: boolean;
}

interface Returning {
  readonly last: { readonly epoch: string; readonly seq: number } | undefined;
  readonly reader: MemberId | undefined;
}

/**
 * What a member who last saw `last` missed. Without `last`: what is kept, for one who comes for the
 * first time.
 */
export async function missedSince(
  context: Context,
  room: Room,
  { last, reader }: Returning,
): Promise<Missed> {
  const known = last?.epoch === room.epoch && last.seq <= room.seq;
  const after = known ? last.seq : 0;
  const { messages, hidden, complete } = await messagesIn(context, room, {
    after,
    before: room.seq + 1,
    limit: room.capacity,
    bytes: maxFramePayloadBytes,
    reader,
  });
  return { messages, hidden, resumed: known && (last.seq === room.seq || complete) };
}

interface Fitting {
  readonly epoch: string;
  readonly bytes: number;
  readonly reader: MemberId | undefined;
}

// From the newest backwards, as many as there is room for.
function fitting(
  accepted: readonly AcceptedMessage[],
  { epoch, bytes: max, reader }: Fitting,
): Omit<Kept, 'complete'> {
  const messages: Message[] = [];
  const hidden: number[] = [];
  let first: number | undefined;
  let bytes = 0;
  for (const message of [...accepted].reverse()) {
    const view = isVisibleTo(message, reader) ? messageView(epoch, message) : undefined;
    bytes += view === undefined ? 8 : utf8Bytes(JSON.stringify(view)) + 1;
    if (bytes > max) break;
    if (view === undefined) hidden.push(message.seq);
    else messages.push(view);
    first = message.seq;
  }
  return { messages: messages.reverse(), hidden: hidden.reverse(), first };
}
