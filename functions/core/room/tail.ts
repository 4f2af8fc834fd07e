// Whose turn it is when a deliverer dies: the tail alarm, which is set before a message is answered and finds what nobody delivers.
// Delivering itself is drain.ts.

import type { Context } from '../context.ts';
import { note } from '../notes.ts';
import type { Room, RoomId } from '../ports.ts';
import { timing } from '../settings.ts';
import { isLive } from './create.ts';
import { rescue } from './drain.ts';

// An alarm that rings at once might look before the message is there.
const marginMilliseconds = 1_000;

/** Sees to it that somebody looks at this room's tail soon. One alarm serves all messages until shortly before it rings. */
export async function watchTail(context: Context, { id, epoch }: Pick<Room, 'id' | 'epoch'>): Promise<void> {
  const { alarms, clock, memory } = context;
  const now = clock.now();
  const key = `tail ${id} ${epoch}`;
  if ((memory.alarms.get(key) ?? 0) > now + marginMilliseconds) return;
  const at = now + timing.tailMilliseconds;
  await alarms.set({ kind: 'tail', room: id, epoch, at });
  note(memory.alarms, key, at);
}

/** The tail alarm rings: delivers what waits without a deliverer, and looks again as long as anything waits. */
export async function lookAtTail(context: Context, { room: id, epoch }: { readonly room: RoomId; readonly epoch: string }): Promise<void> {
  const { alarms, clock, rooms } = context;
  const room = await rooms.read(id);
  const now = clock.now();
  if (room?.epoch !== epoch || !isLive(room, now) || room.pending.length === 0) return;
  // Set before the rescue: whoever rescues may die too. Another function's clock may be ahead: no lease is longer than its term.
  const free = Math.max(now, Math.min(room.baton?.until ?? now, now + timing.batonMilliseconds));
  await alarms.set({ kind: 'tail', room: id, epoch, at: free > now ? free : now + timing.tailMilliseconds });
  await rescue(context, room);
}
