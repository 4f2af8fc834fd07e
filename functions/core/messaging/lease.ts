// The baton in its holder's hand: a lease that is renewed while its holder still posts, and known
// to be lost when it is. Rules of the baton: RoomStore in ports.ts.

import type { Context } from '../context.ts';
import type { DeliveryLease, RoomId } from '../ports.ts';
import { timing } from '../settings.ts';

export const createLease = ({
  random,
  clock,
}: Pick<Context, 'random' | 'clock'>): DeliveryLease => ({
  id: random.id(10),
  until: clock.now() + timing.leaseMilliseconds,
});

export interface HeldLease {
  /** As it stands in the room item. */
  readonly lease: DeliveryLease;
  /** The same, with a full term from now on. */
  renewed(): DeliveryLease;
  /** Notes that the store has written this renewal. */
  keep(renewed: DeliveryLease): void;
  /** Whether it is still ours; renews it when half its term is over. */
  readonly holds: () => boolean | Promise<boolean>;
  /** It was found lost. */
  readonly isLost: () => boolean;
}

/**
 * A holder that is slow, not dead, renews its lease as it posts: the next one would deliver the
 * same messages again.
 */
export function holdLease(
  { rooms, clock }: Pick<Context, 'rooms' | 'clock'>,
  room: RoomId,
  lease: DeliveryLease,
): HeldLease {
  let held = lease;
  let lost = false;
  let renewing: Promise<boolean> | undefined;
  const renewed = (): DeliveryLease => ({
    id: held.id,
    until: clock.now() + timing.leaseMilliseconds,
  });
  const renew = async (): Promise<boolean> => {
    const to = renewed();
    // A store that fails counts as a lost baton: what waits stays pending, and the next holder
    // carries it.
    const taken = await rooms
      .takeLease({ room, from: held, to, now: clock.now() })
      .catch(() => undefined);
    renewing = undefined;
    if (taken === undefined) lost = true;
    else held = to;
    return !lost;
  };
  return {
    get lease() {
      return held;
    },
    renewed,
    keep: (to) => {
      held = to;
    },
    isLost: () => lost,
    holds: () => {
      if (lost) return false;
      if (renewing === undefined && held.until - clock.now() > timing.leaseMilliseconds / 2) {
        return true;
      }
      return (renewing ??= renew());
    },
  };
}
