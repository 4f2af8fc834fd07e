// How long a room still lives, by what the server last said of it.

import { limits } from '../../functions/protocol/limits.ts';
import type { RoomView } from '../../functions/protocol/events.ts';
import type { Clock } from './environment.ts';
import type { RoomPreview } from './room-options.ts';
import { measureClockOffsetMs, getRemainingMs } from './countdown.ts';

export interface ExpiryTimerOptions {
  readonly clock: Clock;
  readonly preview: RoomPreview | undefined;
  /** Its end is past, and the server has not said so. */
  readonly onOverdue: () => void;
  /** It cannot live any more, whatever has not reached us. */
  readonly onExpired: () => void;
}

export interface ExpiryTimer {
  readonly getRoom: () => RoomView | null;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly getClockOffsetMs: () => number;
  /** Whether its end has moved. */
  readonly update: (room: RoomView) => boolean;
  readonly getRemainingMs: () => number;
  /** The end by this device's clock: when all that is kept here must be gone. */
  readonly getExpiresAtMs: () => number;
  readonly stop: () => void;
}

/** The server closes within five seconds of the end; past them it is asked. */
const graceMs = 6_000;
const longestMs = limits.roomSeconds.max * 1_000;

export function createExpiryTimer({
  clock,
  preview,
  onOverdue: overdue,
  onExpired: over,
}: ExpiryTimerOptions): ExpiryTimer {
  let room = preview?.room ?? null;
  let offset = preview?.clockOffsetMs ?? 0;
  let cancel = (): void => undefined;

  const left = (): number =>
    room === null ? 0 : getRemainingMs({ expiresAt: room.expiresAt, offset, now: clock.now() });

  // The end is the server's to tell, for an extension may have been missed.
  function arm(wait: number): void {
    cancel();
    cancel = clock.schedule(wait, () => {
      if (room === null) return;
      if (clock.now() + offset >= Date.parse(room.createdAt) + longestMs + graceMs) {
        over();
        return;
      }
      if (left() === 0) overdue();
      arm(Math.max(left(), 9 * graceMs) + graceMs);
    });
  }

  return {
    getRoom: () => room,
    getClockOffsetMs: () => offset,
    update: (view) => {
      const moved = room?.expiresAt !== view.expiresAt;
      room = view;
      offset = measureClockOffsetMs(view, clock.now());
      arm(left() + graceMs);
      return moved;
    },
    getRemainingMs: left,
    getExpiresAtMs: () => clock.now() + (room === null ? longestMs : left()),
    stop: () => cancel(),
  };
}
