// The end of a token that ends before its room: its subscriptions end, too.

import type { Context } from '../context.ts';
import { closeSubscription } from '../membership/close-subscription.ts';
import { removeSubscription } from '../messaging/publish.ts';
import type { Subscription, Timer } from '../ports.ts';
import { isLive } from '../room-views.ts';

/** Sets the timer that ends a subscription at its token's end. */
export async function scheduleTokenEnd(
  { timers }: Pick<Context, 'timers'>,
  { room, epoch, tokenExpiresAt }: Pick<Subscription, 'room' | 'epoch' | 'tokenExpiresAt'>,
): Promise<void> {
  if (tokenExpiresAt === undefined) return;
  await timers.set({ kind: 'tokens', room, epoch, at: tokenExpiresAt });
}

/**
 * Handles the timer of a token's end: closes the subscriptions whose tokens have ended. If it fires
 * early, because the queue cannot delay longer, sets it again.
 */
export async function expireTokens(context: Context, timer: Timer): Promise<void> {
  const { clock, rooms, subscriptions, timers } = context;
  const { room: id, epoch, at } = timer;
  const room = await rooms.get(id);
  const now = clock.now();
  if (room?.epoch !== epoch || !isLive(room, now)) return;

  if (at > now) {
    await timers.set(timer);
    return;
  }
  const ended = (await subscriptions.list(id)).filter(
    ({ tokenExpiresAt = Infinity }) => tokenExpiresAt <= now,
  );
  for (const subscription of ended) {
    // The close frame goes first: if this process dies in between, the timer fires again.
    await closeSubscription(context, subscription, { reason: 'token_expired' });
    const { connection, phxRef } = subscription;
    await removeSubscription(context, { room: id, connection, phxRef });
  }
}
