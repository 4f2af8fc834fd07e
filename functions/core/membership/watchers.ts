// The number of watchers, who are not in presence: published when it changes, at most about once a
// second.

import type { Context } from '../context.ts';
import { publish, scheduleWatchersUpdate } from '../messaging/publish.ts';
import type { FiredTimer } from '../ports.ts';
import { countWatchers, isLive, viewRoom } from '../room-views.ts';

/** Handles the watchers timer: publishes the number of watchers if it has changed. */
export async function publishWatchers(
  context: Context,
  { room: id, epoch, id: timer }: FiredTimer,
): Promise<void> {
  const { clock, random, rooms } = context;
  const by = timer ?? random.id(8);
  const room = await rooms.get(id);
  if (room?.epoch !== epoch || !isLive(room, clock.now())) return;

  const subscriptions = await context.subscriptions.list(id);
  const watchers = countWatchers(subscriptions);
  // Recorded first: the timers of other functions fire at the same time, and each would publish it.
  // If this function dies meanwhile, its timer fires again and recognizes its own record.
  const record = () => rooms.recordWatchers({ room: id, epoch, watchers, by });
  if (!(await record())) return;

  await publish(context, room, {
    subscriptions,
    events: (audience) => [{ event: 'room', payload: { room: viewRoom(room, audience) } }],
  });

  // Another function may have recorded and published a later number before this one was published.
  // Clients show this one, so it is recorded again: otherwise the later one would not seem new.
  if (countWatchers(await context.subscriptions.list(id)) !== watchers) {
    await record();
    await scheduleWatchersUpdate(context, room);
  }
}
