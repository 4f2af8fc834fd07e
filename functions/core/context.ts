// What every core call is given: the world's ports, the settings, and what a warm process may remember between calls.
// Nothing remembered here is needed to be right; it only saves reads and writes.

import type { TrackChoice } from '../protocol/events.ts';
import type { ConnectionId, WordList, RoomId, Seat, World } from './ports.ts';
import { bounds, type Settings } from './settings.ts';
import { choose } from './track/choose.ts';
import { buildTrack, type Track } from './track/track.ts';
import { buildFilter, type Filter } from './track/word-lists.ts';
import type { Bucket } from './room/rate.ts';
import type { Said } from './room/repeats.ts';

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
  /** What members said last, where they may not say it again at once. */
  readonly said: Map<string, Said>;
  /** What is compiled of these lists, by the names that rooms chose. */
  filters: { readonly lists: readonly WordList[]; readonly byNames: Map<string, Filter> } | undefined;
}

export const createContext = (world: World, settings: Settings): Context => ({
  ...world,
  settings,
  memory: { seats: new Map(), buckets: new Map(), alarms: new Map(), heard: new Map(), slow: new Map(), said: new Map(), filters: undefined },
});

/** The track of a room, by what its maker chose. The lists' part is compiled once for as long as the lists stay the same. */
export async function trackOf(context: Context, choice: TrackChoice | undefined): Promise<Track> {
  const lists = await context.lists.read();
  const { names, options } = choose(context.settings.filter, choice);
  return buildTrack(filterOf(context, lists, names), options);
}

function filterOf({ memory }: Context, lists: readonly WordList[], names: readonly string[] | undefined): Filter {
  if (memory.filters?.lists !== lists) memory.filters = { lists, byNames: new Map() };
  const { byNames } = memory.filters;
  const chosen = names === undefined ? lists : lists.filter(({ name }) => names.includes(name));
  // Names have no comma; all lists have no name.
  const key = names === undefined ? '' : `,${chosen.map(({ name }) => name).join()}`;
  const filter = byNames.get(key) ?? buildFilter(chosen);
  byNames.delete(key);
  byNames.set(key, filter);
  const oldest = byNames.keys().next();
  if (byNames.size > bounds.filters && oldest.done !== true) byNames.delete(oldest.value);
  return filter;
}
