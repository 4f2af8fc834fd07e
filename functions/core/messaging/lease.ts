// The delivery lease as its holder sees it: renewed while the holder posts, and known to be lost
// when another function takes it. The port Rooms defines its rules.

import type { Context } from '../context.ts';
import type { DeliveryLease, RoomId } from '../ports.ts';
import { timing } from '../settings.ts';

/** Returns a new lease of a full term, not yet taken. */
export const createLease = ({
  random,
  clock,
}: Pick<Context, 'random' | 'clock'>): DeliveryLease => ({
  id: random.id(10),
  until: clock.now() + timing.leaseMilliseconds,
});

export interface HeldLease {
  /** The lease as the room has it. */
  readonly lease: DeliveryLease;
  /** Returns the lease with a full term from now on. Does not write it. */
  extended(): DeliveryLease;
  /** Records that the store has written this extension. */
  setLease(extended: DeliveryLease): void;
  /** Returns whether we still hold the lease. Renews it once half of its term is over. */
  readonly holds: () => boolean | Promise<boolean>;
  /** Whether the lease was found to be lost. */
  readonly isLost: () => boolean;
}

/**
 * Holds a lease that was taken. A slow holder must renew it: the next holder would deliver the same
 * messages again.
 */
export function holdLease(
  { rooms, clock }: Pick<Context, 'rooms' | 'clock'>,
  room: RoomId,
  lease: DeliveryLease,
): HeldLease {
  let held = lease;
  let isLost = false;
  let renewal: Promise<boolean> | undefined;

  const extended = (): DeliveryLease => ({
    id: held.id,
    until: clock.now() + timing.leaseMilliseconds,
  });

  const renew = async (): Promise<boolean> => {
    const to = extended();
    // If the store fails, the lease counts as lost: the messages stay undelivered, and the next
    // holder delivers them.
    const taken = await rooms
      .takeLease({ room, from: held, to, now: clock.now() })
      .catch(() => undefined);
    renewal = undefined;
    if (taken === undefined) isLost = true;
    else held = to;
    return !isLost;
  };

  return {
    get lease() {
      return held;
    },
    extended,
    setLease: (to) => {
      held = to;
    },
    isLost: () => isLost,
    holds: () => {
      if (isLost) return false;
      const isFresh = held.until - clock.now() > timing.leaseMilliseconds / 2;
      if (renewal === undefined && isFresh) return true;
      return (renewal ??= renew());
    },
  };
}
