// What every core call is given: the world's ports, the settings, and what a warm process may remember between calls.
// Nothing remembered here is needed to be right; it only saves reads and writes.

import type { ConnectionId, WordList, RoomId, Seat, World } from './ports.ts';
import type { Settings } from './settings.ts';
import { buildTrack, type Track } from './track/track.ts';
import type { Bucket } from './room/rate.ts';

export interface Context extends World {
  readonly settings: Settings;
  readonly memory: Memory;
}

interface Memory {
  /** Member lists, each at the membership version it was read at. */
  readonly seats: Map<RoomId, { readonly membership: number; readonly seats: readonly Seat[] }>;
  readonly buckets: Map<string, Bucket>;
  /** When the alarm rings that this process set last, by kind and room. */
  readonly alarms: Map<string, number>;
  /** When a connection's seats were last seen to, by its heartbeats. */
  readonly heard: Map<ConnectionId, number>;
  /** The slow mode a room was last seen in. */
  readonly slow: Map<RoomId, number>;
  track: { readonly lists: readonly WordList[]; readonly track: Track } | undefined;
}

export const createContext = (world: World, settings: Settings): Context => ({
  ...world,
  settings,
  memory: { seats: new Map(), buckets: new Map(), alarms: new Map(), heard: new Map(), slow: new Map(), track: undefined },
});

/** The track of the lists in force, built once for as long as the lists stay the same. */
export async function trackOf(context: Context): Promise<Track> {
  const lists = await context.lists.read();
  const { memory } = context;
  if (memory.track?.lists !== lists) memory.track = { lists, track: buildTrack(lists) };
  return memory.track.track;
}
