// How long a room still lasts, by the server's clock: a phone's own may be minutes off.

import type { RoomView } from '../../functions/protocol/events.ts';

/** A room's end, and the clocks to measure it by. */
export interface CountdownInput {
  /** `RoomView.expiresAt`, in ISO 8601. */
  readonly expiresAt: string;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly offset: number;
  /** This device's time in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Returns the milliseconds to add to this device's clock to get the server's. Measure it when a
 * room's view arrives.
 * @example
 * const offset = measureClockOffsetMs(room, systemClock.now());
 */
export const measureClockOffsetMs = (room: Pick<RoomView, 'serverTime'>, now: number): number =>
  Date.parse(room.serverTime) - now;

/**
 * Returns the milliseconds until a room ends, never below 0.
 * @example
 * const left = getRemainingMs({ expiresAt: room.expiresAt, offset, now: systemClock.now() });
 */
export const getRemainingMs = ({ expiresAt, offset, now }: CountdownInput): number =>
  Math.max(0, Date.parse(expiresAt) - (now + offset));

/**
 * Formats milliseconds as minutes and whole seconds, rounded down.
 * @example
 * formatCountdown(599_999); // '09:59'
 */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}
