// What was set to happen at a time: by kind, the call that does it.

import type { Context } from './context.ts';
import type { Alarm, AlarmKind } from './ports.ts';
import { lookAtTail } from './room/drain.ts';
import { closeAgain, expire } from './room/expire.ts';
import { tellPresence } from './room/members.ts';

type Rung = Pick<Alarm, 'room' | 'epoch'>;

const calls: Readonly<Record<AlarmKind, (context: Context, rung: Rung) => Promise<void>>> = {
  end: expire,
  close: closeAgain,
  tail: lookAtTail,
  presence: tellPresence,
};

/**
 * An alarm rings. It may ring late and more than once; every call it makes looks for itself whether
 * there is anything to do.
 */
export const ring = (
  context: Context,
  { kind, ...rung }: Rung & Pick<Alarm, 'kind'>,
): Promise<void> => calls[kind](context, rung);
