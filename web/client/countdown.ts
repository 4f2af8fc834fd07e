// How long a room still lives, counted by the server's clock: a phone's own may be minutes off.

import type { RoomView } from '../../functions/protocol/events.ts';

/** What to add to this device's clock to get the server's, taken when the room's view arrives. */
export const measureClockOffsetMs = (room: Pick<RoomView, 'serverTime'>, now: number): number =>
  Date.parse(room.serverTime) - now;

/** Milliseconds until the room is gone, never below 0. */
export function getRemainingMs({
  expiresAt,
  offset,
  now,
}: {
  expiresAt: string;
  offset: number;
  now: number;
}): number {
  return Math.max(0, Date.parse(expiresAt) - (now + offset));
}

/** `09:59`. Whole seconds that are left; 00:00 is the last one. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
