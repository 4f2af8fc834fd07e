// The server's defaults and word lists, requested when somebody opens the options of a new room.

import type { RouteResponse } from '../../../functions/protocol/http.ts';

export type RoomDefaults = RouteResponse<'GET /api/settings'>;

/** Returns null if the request failed. The form then offers no word lists. */
export async function fetchRoomDefaults(): Promise<RoomDefaults | null> {
  try {
    const response = await fetch('/api/settings', { credentials: 'omit' });
    return response.ok ? ((await response.json()) as RoomDefaults) : null;
  } catch {
    return null;
  }
}
