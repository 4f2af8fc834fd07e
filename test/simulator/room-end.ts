// When a room ends, as far as those in it know: its owner may put it off or bring it about, and may
// not learn whether that was done.

import type { HistoryEvent } from './history.ts';

export interface RoomEnd {
  /** An extension is under way. */
  extending(seconds: number): void;
  /** The server tells when the room ends. */
  lastPresenceSync(endsAt: number): void;
  /** The owner's close is under way: from now on nothing is promised. */
  closing(): void;
  closed(): void;
  /** The latest it may be. */
  readonly latest: number;
}

/**
 * Work decided before an unexpected close may finish as late as this (see the stalls in plan.ts).
 */
const maxStall = 9_000;

export function createRoomEnd({
  room,
  endsAt,
  events,
  now,
}: {
  readonly room: string;
  readonly endsAt: number;
  readonly events: HistoryEvent[];
  readonly now: () => number;
}): RoomEnd {
  let promised = endsAt;
  let latest = endsAt;
  let isClosing = false;
  const setBounded = (): void =>
    void events.push({ type: 'ends', at: now(), room, endsAt: promised, overAt: latest });
  return {
    extending: (seconds) => {
      // Twice, for a frame may be handled twice.
      latest += 2 * seconds * 1_000;
      setBounded();
    },
    lastPresenceSync: (at) => {
      if (isClosing || at <= promised) return;
      promised = at;
      latest = Math.max(latest, at);
      setBounded();
    },
    closing: () => {
      isClosing = true;
      promised = Math.min(promised, now());
      setBounded();
    },
    closed: () => {
      latest = Math.min(latest, now() + maxStall);
      setBounded();
    },
    get latest() {
      return latest;
    },
  };
}
