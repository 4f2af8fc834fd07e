// The subscription lists that this process caches, each with the membership version it was read at.
// A list is never changed, only replaced.

import { setBounded } from '../bounded-map.ts';
import type { Context } from '../context.ts';
import type { ConnectionId, RoomId, Subscription } from '../ports.ts';

/** Returns a room's subscriptions at this membership version, from the cache if it has them. */
export async function readSubscriptions(
  context: Context,
  room: RoomId,
  membership: number,
): Promise<readonly Subscription[]> {
  const cached = context.memory.subscriptions.get(room);
  if (cached?.membership === membership) return cached.subscriptions;

  const subscriptions = await context.subscriptions.list(room);
  // The list may be newer than `membership`. A later version makes the next call read it again.
  setBounded(context.memory.subscriptions, room, { membership, subscriptions });
  return subscriptions;
}

/** Puts a subscription that was just read in place of the cached one, which may be out of date. */
export function updateCachedSubscription({ memory }: Context, subscription: Subscription): void {
  const cached = memory.subscriptions.get(subscription.room);
  if (cached === undefined) return;
  const index = cached.subscriptions.findIndex(
    ({ connection }) => connection === subscription.connection,
  );
  if (index < 0) return;
  setBounded(memory.subscriptions, subscription.room, {
    ...cached,
    subscriptions: cached.subscriptions.with(index, subscription),
  });
}

// Built once per list.
const indexes = new WeakMap<readonly Subscription[], ReadonlyMap<ConnectionId, Subscription>>();

/** Returns a connection's subscription from a cached list. */
export function findCachedSubscription(
  subscriptions: readonly Subscription[],
  connection: ConnectionId,
): Subscription | undefined {
  let byConnection = indexes.get(subscriptions);
  if (byConnection === undefined) {
    byConnection = new Map(
      subscriptions.map((subscription) => [subscription.connection, subscription]),
    );
    indexes.set(subscriptions, byConnection);
  }
  return byConnection.get(connection);
}
