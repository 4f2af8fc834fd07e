// Follows a room's end by the server's clock, and reports when the server stays silent about it.

import type { RoomView } from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { getRemainingMs, measureClockOffsetMs } from '../countdown.ts';
import type { Clock } from '../environment.ts';
import type { RoomPreview } from './room-options.ts';

export interface ExpiryTimerOptions {
  readonly clock: Clock;
  readonly preview: RoomPreview | undefined;
  /** The end is past, and the server has not closed the room. */
  readonly onOverdue: () => void;
  /** The longest possible life is over, whatever extension this client has missed. */
  readonly onExpired: () => void;
}

export interface ExpiryTimer {
  readonly getRoom: () => RoomView | null;
  /** Returns the milliseconds to add to this device's clock to get the server's. */
  readonly getClockOffsetMs: () => number;
  /** Takes over the room's new view, and returns whether its end has moved. */
  readonly update: (room: RoomView) => boolean;
  readonly getRemainingMs: () => number;
  /** Returns the end by this device's clock, in milliseconds since 1970. */
  readonly getExpiresAtMs: () => number;
  readonly stop: () => void;
}

/** The server closes a room within five seconds of its end. */
const graceMs = 6_000;
const minRecheckMs = 9 * graceMs;
const maxRoomMs = limits.roomSeconds.max * 1_000;

export function createExpiryTimer(options: ExpiryTimerOptions): ExpiryTimer {
  const { clock, preview, onOverdue, onExpired } = options;
  let room = preview?.room ?? null;
  let offset = preview?.clockOffsetMs ?? 0;
  let cancel = (): void => undefined;

  const getRemaining = (): number =>
    room === null ? 0 : getRemainingMs({ expiresAt: room.expiresAt, offset, now: clock.now() });

  // Only the server ends a room, because this client may have missed an extension.
  function checkAfter(waitMs: number): void {
    cancel();
    cancel = clock.schedule(waitMs, () => {
      if (room === null) return;
      const latestEnd = Date.parse(room.createdAt) + maxRoomMs + graceMs;
      if (clock.now() + offset >= latestEnd) {
        onExpired();
        return;
      }
      if (getRemaining() === 0) onOverdue();
      checkAfter(Math.max(getRemaining(), minRecheckMs) + graceMs);
    });
  }

  return {
    getRoom: () => room,
    getClockOffsetMs: () => offset,
    update: (view) => {
      const hasMoved = room?.expiresAt !== view.expiresAt;
      room = view;
      offset = measureClockOffsetMs(view, clock.now());
      checkAfter(getRemaining() + graceMs);
      return hasMoved;
    },
    getRemainingMs: getRemaining,
    getExpiresAtMs: () => clock.now() + (room === null ? maxRoomMs : getRemaining()),
    stop: () => cancel(),
  };
}
