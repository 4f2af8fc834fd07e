// Runs fired timers. Each kind has one function.

import type { Context } from '../context.ts';
import { removeSilentBots } from '../membership/bots.ts';
import { hangUp } from '../membership/close-subscription.ts';
import { publishPresence } from '../membership/room-presence.ts';
import { publishWatchers } from '../membership/watchers.ts';
import { runDeliveryTimer } from '../messaging/deliver.ts';
import { completeKicks } from '../moderation/kick.ts';
import type { Timer, TimerKind } from '../ports.ts';
import { expire, retryClose } from './expire.ts';
import { expireTokens } from './expire-tokens.ts';
import { publishUnpublished } from './publish-change.ts';

type TimerCall = (context: Context, timer: Timer) => Promise<void>;

const calls: Readonly<Record<TimerKind, TimerCall>> = {
  end: expire,
  close: retryClose,
  change: async (context, timer) => {
    await completeKicks(context, timer);
    await publishUnpublished(context, timer);
  },
  delivery: runDeliveryTimer,
  presence: publishPresence,
  watchers: publishWatchers,
  bots: removeSilentBots,
  tokens: expireTokens,
  'hang-up': hangUp,
};

/**
 * Runs a timer that fired. It may fire late and more than once: each call checks what is left to
 * do.
 */
export const runTimer = (context: Context, timer: Timer): Promise<void> =>
  calls[timer.kind](context, timer);
