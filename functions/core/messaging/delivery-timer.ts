// The tail alarm: set before anybody is told of a message, so that somebody looks for it though its
// deliverer dies. What is done when it rings is drain.ts.

import type { Context } from '../context.ts';
import { setBounded } from '../bounded-map.ts';
import type { Room } from '../ports.ts';
import { timing } from '../settings.ts';

// An alarm that rings at once might look before the message is there.
const marginMilliseconds = 1_000;

/**
 * Sees to it that somebody looks at this room's tail soon. One alarm serves all messages until
 * shortly before it rings.
 */
export async function ensureDeliveryTimer(
  context: Context,
  { id, epoch }: Pick<Room, 'id' | 'epoch'>,
): Promise<void> {
  const { clock, memory } = context;
  if ((memory.timers.get(keyOf({ id, epoch })) ?? 0) > clock.now() + marginMilliseconds) return;
  await setDeliveryTimer(context, { id, epoch }, clock.now() + timing.deliveryTimerMilliseconds);
}

/** Has the tail looked at when this moment comes. */
export async function setDeliveryTimer(
  { timers, memory }: Context,
  { id, epoch }: Pick<Room, 'id' | 'epoch'>,
  at: number,
): Promise<void> {
  await timers.set({ kind: 'delivery', room: id, epoch, at });
  setBounded(memory.timers, keyOf({ id, epoch }), at);
}

const keyOf = ({ id, epoch }: Pick<Room, 'id' | 'epoch'>): string => `tail ${id} ${epoch}`;
