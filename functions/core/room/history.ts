// What the receive channel kept: for members who come late, return, or scroll back.

import type { Message } from '../../protocol/events.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Context } from '../context.ts';
import type { Accepted, Room } from '../ports.ts';
import { messageView } from './view.ts';

export interface Span {
  /** Exclusive both. */
  readonly after: number;
  readonly before: number;
  readonly limit: number;
  /** Of all messages together, as JSON. */
  readonly bytes: number;
}

/** What one outgoing frame has room for, its envelope apart. */
export const frameful = limits.outgoingFrameBytes - 4_096;

interface Kept {
  readonly messages: readonly Message[];
  /** The span was served to its beginning. */
  readonly complete: boolean;
}

/** The newest messages of a span that capacity keeps and `bytes` hold, ascending. */
export async function messagesIn(context: Context, room: Room, { after, before, limit, bytes }: Span): Promise<Kept> {
  const oldest = Math.max(0, room.seq - room.capacity);
  const from = Math.max(after, oldest);
  const wanted = Math.min(limit, Math.max(0, Math.min(before, room.seq + 1) - from - 1));
  if (wanted === 0) return { messages: [], complete: after >= oldest || before <= after + 1 };
  // The tail not yet drained is part of the order already: a late member must not have a hole where it is.
  const tail = room.pending.filter(({ seq }) => seq > from && seq < before);
  const { id, epoch, drained } = room;
  const logged = await context.rooms.log({ room: id, epoch, after: from, before: Math.min(before, drained + 1), limit: wanted, now: context.clock.now() });
  const messages = fitting([...logged, ...tail].slice(-wanted), { epoch, bytes });
  const first = messages[0]?.seq;
  return { messages, complete: after >= oldest && first === after + 1 };
}

interface Missed {
  readonly messages: readonly Message[];
  /** That is all of it, without a hole. */
  readonly resumed: boolean;
}

/** What a member who last saw `last` missed. Without `last`: what is kept, for one who comes for the first time. */
export async function missedSince(context: Context, room: Room, last: { readonly epoch: string; readonly seq: number } | undefined): Promise<Missed> {
  const known = last?.epoch === room.epoch && last.seq <= room.seq;
  const after = known ? last.seq : 0;
  const { messages, complete } = await messagesIn(context, room, { after, before: room.seq + 1, limit: room.capacity, bytes: frameful });
  return { messages, resumed: known && (last.seq === room.seq || complete) };
}

// From the newest backwards, as many as there is room for.
function fitting(accepted: readonly Accepted[], { epoch, bytes: most }: { readonly epoch: string; readonly bytes: number }): Message[] {
  const messages: Message[] = [];
  let bytes = 0;
  for (const message of [...accepted].reverse()) {
    const view = messageView(epoch, message);
    bytes += utf8Bytes(JSON.stringify(view)) + 1;
    if (bytes > most) break;
    messages.push(view);
  }
  return messages.reverse();
}
