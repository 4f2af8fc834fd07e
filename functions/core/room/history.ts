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
}

/** The newest messages of a span that capacity keeps and one frame holds, ascending; `complete` if the span was served to its beginning. */
export async function messagesIn(context: Context, room: Room, { after, before, limit }: Span): Promise<{ readonly messages: readonly Message[]; readonly complete: boolean }> {
  const oldest = Math.max(0, room.seq - room.capacity);
  const from = Math.max(after, oldest);
  const wanted = Math.min(limit, Math.max(0, Math.min(before, room.seq + 1) - from - 1));
  if (wanted === 0) return { messages: [], complete: after >= oldest || before <= after + 1 };
  // The tail not yet drained is part of the order already: a late member must not have a hole where it is.
  const tail = room.pending.filter(({ seq }) => seq > from && seq < before);
  const logged = await context.rooms.log({ room: room.id, epoch: room.epoch, after: from, before: Math.min(before, room.drained + 1), limit: wanted, now: context.clock.now() });
  const messages = fitting([...logged, ...tail].slice(-wanted), room.epoch);
  const first = messages[0]?.seq;
  return { messages, complete: after >= oldest && first === after + 1 };
}

/** What a member who last saw `last` missed; `resumed` only if that is all of it, without a hole. */
export async function missedSince(context: Context, room: Room, last: { readonly epoch: string; readonly seq: number } | undefined): Promise<{ readonly messages: readonly Message[]; readonly resumed: boolean }> {
  const known = last?.epoch === room.epoch && last.seq <= room.seq;
  const after = known ? last.seq : 0;
  const { messages, complete } = await messagesIn(context, room, { after, before: room.seq + 1, limit: room.capacity });
  return { messages, resumed: known && (last.seq === room.seq || complete) };
}

// From the newest backwards, as many as one outgoing frame holds.
function fitting(accepted: readonly Accepted[], epoch: string): Message[] {
  const messages: Message[] = [];
  let bytes = 4_096;
  for (const message of [...accepted].reverse()) {
    const view = messageView(epoch, message);
    bytes += utf8Bytes(JSON.stringify(view)) + 1;
    if (bytes > limits.outgoingFrameBytes) break;
    messages.push(view);
  }
  return messages.reverse();
}
