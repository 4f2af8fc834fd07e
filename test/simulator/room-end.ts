// When a room ends, as far as its members know. Its owner may extend or close it, and may not learn
// whether that succeeded.

import type { HistoryEvent } from './history.ts';

export interface RoomEnd {
  /** An extension is in flight. */
  extending(seconds: number): void;
  /** The server reports when the room ends. */
  reported(endsAt: number): void;
  /** The owner's close is in flight: from now on nothing is promised. */
  closing(): void;
  closed(): void;
  /** An open room opened again. */
  reopened(epoch: string, endsAt: number): void;
  /** The latest possible end. */
  readonly latest: number;
}

/**
 * Work decided before an unexpected close may finish this much later (see the stalls in plan.ts).
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
  const record = (): void =>
    void events.push({ type: 'ends', at: now(), room, endsAt: promised, overAt: latest });
  return {
    extending: (seconds) => {
      // Twice, since a frame may be handled twice.
      latest += 2 * seconds * 1_000;
      record();
    },
    reported: (at) => {
      if (isClosing || at <= promised) return;
      promised = at;
      latest = Math.max(latest, at);
      record();
    },
    closing: () => {
      isClosing = true;
      promised = Math.min(promised, now());
      record();
    },
    closed: () => {
      latest = Math.min(latest, now() + maxStall);
      record();
    },
    reopened: (epoch, at) => {
      promised = at;
      latest = Math.max(latest, at);
      events.push({ type: 'opens', at: now(), room, epoch, endsAt: at });
    },
    get latest() {
      return latest;
    },
  };
}
