// Keeps the subscriptions of live connections from expiring: their leases are renewed with each
// push and with the heartbeats of connections that only listen.

import { setBounded } from '../bounded-map.ts';
import type { Context } from '../context.ts';
import type { Subscription } from '../ports.ts';
import { reply, type Received } from '../reply.ts';
import { timing } from '../settings.ts';

/** Answers a heartbeat, and renews the connection's subscriptions, at most four times per lease. */
export async function heartbeat(context: Context, received: Received): Promise<void> {
  await reply(context, received, { ok: true, response: {} });

  const { connections, clock, memory, subscriptions } = context;
  const { connection: id } = received;
  const now = clock.now();
  const renewedAt = memory.heartbeats.get(id) ?? -Infinity;
  if (renewedAt > now - timing.subscriptionLeaseMilliseconds / 4) return;
  setBounded(memory.heartbeats, id, now);

  for (const room of (await connections.read(id))?.rooms ?? []) {
    const subscription = await subscriptions.find({ room, connection: id });
    if (subscription !== undefined) await renewSubscription(context, subscription);
  }
}

/** Renews a subscription's lease once less than half of it remains. Returns the current record. */
export async function renewSubscription(
  { clock, subscriptions }: Pick<Context, 'clock' | 'subscriptions'>,
  subscription: Subscription,
): Promise<Subscription> {
  const now = clock.now();
  if (subscription.leaseExpiresAt - now > timing.subscriptionLeaseMilliseconds / 2) {
    return subscription;
  }
  const after: Subscription = {
    ...subscription,
    leaseExpiresAt: now + timing.subscriptionLeaseMilliseconds,
  };
  return (await subscriptions.update({ before: subscription, after, bumpsMembership: false }))
    ? after
    : subscription;
}
