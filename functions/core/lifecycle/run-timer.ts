// What was set to happen at a time: by kind, the call that does it.

import type { Context } from '../context.ts';
import type { Timer, TimerKind } from '../ports.ts';
import { runDeliveryTimer } from '../messaging/deliver.ts';
import { retryClose, expire } from './expire.ts';
import { publishPresence } from '../membership/members.ts';

type Rung = Pick<Timer, 'room' | 'epoch'>;

const calls: Readonly<Record<TimerKind, (context: Context, rung: Rung) => Promise<void>>> = {
  end: expire,
  close: retryClose,
  delivery: runDeliveryTimer,
  presence: publishPresence,
};

/**
 * An alarm rings. It may ring late and more than once; every call it makes looks for itself whether
 * there is anything to do.
 */
export const runTimer = (
  context: Context,
  { kind, ...rung }: Rung & Pick<Timer, 'kind'>,
): Promise<void> => calls[kind](context, rung);
