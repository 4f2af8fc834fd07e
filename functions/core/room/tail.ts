// The tail alarm: set before anybody is told of a message, so that somebody looks for it though its
// deliverer dies. What is done when it rings is drain.ts.

import type { Context } from '../context.ts';
import { note } from '../notes.ts';
import type { Room } from '../ports.ts';
import { timing } from '../settings.ts';

// An alarm that rings at once might look before the message is there.
const marginMilliseconds = 1_000;

/**
 * Sees to it that somebody looks at this room's tail soon. One alarm serves all messages until
 * shortly before it rings.
 */
export async function watchTail(
  context: Context,
  { id, epoch }: Pick<Room, 'id' | 'epoch'>,
): Promise<void> {
  const { clock, memory } = context;
  if ((memory.alarms.get(keyOf({ id, epoch })) ?? 0) > clock.now() + marginMilliseconds) return;
  await lookAgain(context, { id, epoch }, clock.now() + timing.tailMilliseconds);
}

/** Has the tail looked at when this moment comes. */
export async function lookAgain(
  { alarms, memory }: Context,
  { id, epoch }: Pick<Room, 'id' | 'epoch'>,
  at: number,
): Promise<void> {
  await alarms.set({ kind: 'tail', room: id, epoch, at });
  note(memory.alarms, keyOf({ id, epoch }), at);
}

const keyOf = ({ id, epoch }: Pick<Room, 'id' | 'epoch'>): string => `tail ${id} ${epoch}`;
