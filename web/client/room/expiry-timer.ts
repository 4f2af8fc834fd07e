// Follows a room's end by the server's clock, and reports when the server stays silent about it.

import type { RoomView } from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';
import { getRemainingMs, measureClockOffsetMs } from '../countdown.ts';
import { getRoom } from '../rooms-api.ts';
import type { RoomSettings } from './room-options.ts';
import type { RoomSnapshot } from './room-snapshot.ts';

export interface ExpiryTimerOptions {
  readonly settings: Pick<RoomSettings, 'id' | 'clock' | 'preview' | 'server'>;
  readonly getToken: () => string;
  /** The requested room has come. */
  readonly onRoom: (room: RoomView) => void;
  /** The end seems past, and the server has not closed the room: only a join knows. */
  readonly onOverdue: () => void;
  /** The longest possible life is over, whatever extension this client has missed. */
  readonly onExpired: () => void;
}

export interface ExpiryTimer {
  readonly getRoom: () => RoomView | null;
  /** Returns the server's time, in milliseconds since 1970. */
  readonly getServerTimeMs: () => number;
  readonly getMeasurement: () => Pick<RoomSnapshot, 'clockOffsetMs' | 'clockJumps'>;
  /**
   * Takes over the room's new view. `isReply`: the server has just sent it. An event may have
   * waited while the device slept.
   */
  readonly update: (room: RoomView, isReply: boolean) => void;
  /** Asks the server for the time if the clock has jumped since the last measurement. */
  readonly verify: () => Promise<void>;
  readonly getRemainingMs: () => number;
  /** Returns the end after the longest extension, in milliseconds since 1970. */
  readonly getLatestEndMs: () => number;
  readonly stop: () => void;
}

/** The server closes a room within five seconds of its end. */
const graceMs = 6_000;
const minRecheckMs = 9 * graceMs;
const retryMs = 5_000;
const maxRoomMs = limits.roomSeconds.max * 1_000;

export function createExpiryTimer(options: ExpiryTimerOptions): ExpiryTimer {
  const { settings, getToken, onRoom, onOverdue, onExpired } = options;
  const { id, clock, preview, server } = settings;
  let room = preview?.room ?? null;
  let offset = preview?.clockOffsetMs ?? 0;
  let measuredJumps = preview?.clockJumps;
  let isStopped = false;
  let cancel = (): void => undefined;
  let cancelRetry = (): void => undefined;

  const countJumps = (): number => clock.countJumps?.() ?? 0;
  const isSure = (): boolean => measuredJumps === countJumps();
  const getServerTimeMs = (): number => clock.now() + offset;
  const getLatestEndMs = (): number =>
    (room === null ? getServerTimeMs() : Date.parse(room.createdAt)) + maxRoomMs;
  const getRemaining = (): number =>
    room === null ? 0 : getRemainingMs({ expiresAt: room.expiresAt, offset, now: clock.now() });

  // Only the server ends a room, because this client may have missed an extension.
  function checkAfter(waitMs: number): void {
    cancel();
    cancel = clock.schedule(waitMs, () => {
      if (room === null) return;
      if (getServerTimeMs() >= getLatestEndMs() + graceMs && isSure()) {
        onExpired();
        return;
      }
      if (getRemaining() === 0) onOverdue();
      checkAfter(Math.max(getRemaining(), minRecheckMs) + graceMs);
    });
  }

  function measure(view: RoomView, isReply: boolean): void {
    const measured = measureClockOffsetMs(view, clock.now());
    // Every view is a little late, so the largest offset is the best. After a jump, none counts.
    if (isSure()) offset = Math.max(offset, measured);
    else if (isReply) {
      offset = measured;
      measuredJumps = countJumps();
    }
  }

  async function verify(): Promise<void> {
    cancelRetry();
    if (isStopped || room === null || isSure()) return;
    const result = await getRoom({ id, token: getToken() }, server);
    if (hasStopped()) return;
    if (result.ok) onRoom(result.value);
    else if (result.reason === 'unavailable' || result.reason === 'rate_limited') {
      cancelRetry = clock.schedule(retryMs, () => void verify());
    } else onOverdue();
  }
  const hasStopped = (): boolean => isStopped;

  return {
    getRoom: () => room,
    getServerTimeMs,
    getMeasurement: () => ({ clockOffsetMs: offset, clockJumps: measuredJumps }),
    update: (view, isReply) => {
      room = view;
      measure(view, isReply);
      checkAfter(getRemaining() + graceMs);
    },
    verify,
    getRemainingMs: getRemaining,
    getLatestEndMs,
    stop: () => {
      isStopped = true;
      cancel();
      cancelRetry();
    },
  };
}
