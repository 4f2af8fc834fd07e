// The rooms of `OPEN_ROOMS`: created when someone first joins, and anew after their end.

import type { Context } from '../context.ts';
import type { Room, RoomId } from '../ports.ts';
import { isLive } from '../room-views.ts';
import { timing } from '../settings.ts';
import { writeRoom } from './create-room.ts';
import { endRoom } from './expire.ts';

/**
 * Returns the live incarnation of an open room. Creates one if there is none. Returns undefined
 * while connections of the former incarnation remain to be closed.
 */
export async function openRoom(context: Context, id: RoomId): Promise<Room | undefined> {
  const { clock, rooms } = context;
  const former = await rooms.get(id);
  if (former !== undefined && isLive(former, clock.now())) return former;

  // Its end may be late or half done. The new incarnation replaces its subscriptions, and then
  // nobody could find the connections to close.
  if (former !== undefined && clock.now() >= former.expiresAt) {
    const isEnded = await endRoom(context, former);
    if (!isEnded) {
      if (clock.now() < former.expiresAt + timing.maxCloseMilliseconds) return undefined;
      await hangUpLater(context, former);
    }
  }
  // If two members open it at the same time, the second finds the first one's.
  return (await writeRoom(context, id, { title: id })) ?? (await rooms.get(id));
}

/** One connection that cannot be reached must not keep the room closed for all. */
async function hangUpLater({ clock, subscriptions, timers }: Context, former: Room): Promise<void> {
  const { id: room, epoch } = former;
  const at = clock.now() + timing.closeRetryMilliseconds;
  const left = (await subscriptions.list(room)).filter(
    (subscription) => subscription.epoch === epoch && subscription.bot === undefined,
  );
  for (const { connection } of left) {
    await timers.set({ kind: 'hang-up', room, epoch, at, id: connection });
  }
}
