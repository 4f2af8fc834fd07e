// The context of every core call: the ports, the settings, and this process's memory. The memory
// only saves reads and writes. Everything works without it.

import type { TrackChoice } from '../protocol/events.ts';
import type { Bucket } from './access/rate-limit.ts';
import type { SentMessage } from './messaging/repeat-guard.ts';
import type { ActiveLists, ConnectionId, MemberId, Ports, RoomId, Subscription } from './ports.ts';
import type { Settings } from './settings.ts';
import { createWordListFilter } from './track/apply-word-lists.ts';
import { resolveTrackOptions } from './track/track-options.ts';
import { buildTrack, type Track } from './track/track.ts';
import { createMatcher, type Matcher } from './track/word-filter/index.ts';

export interface Context extends Ports {
  readonly settings: Settings;
  readonly memory: Memory;
}

interface CachedSubscriptions {
  /** The room's membership version at which they were read. */
  readonly membership: number;
  readonly subscriptions: readonly Subscription[];
}

interface CompiledLists {
  readonly lists: ActiveLists;
  readonly matcher: Matcher;
}

interface Memory {
  readonly subscriptions: Map<RoomId, CachedSubscriptions>;
  readonly buckets: Map<string, Bucket>;
  /** When the timer that this process set last fires, by kind and room. */
  readonly timers: Map<string, number>;
  /** When a heartbeat last renewed a connection's subscriptions. */
  readonly heartbeats: Map<ConnectionId, number>;
  /** When a bot's lease is due for renewal, by room and member. */
  readonly bots: Map<string, number>;
  /** Bots whose message is being handled, by room. */
  readonly reservedBots: Map<string, readonly MemberId[]>;
  /** When the long polls of a token or a room end. */
  readonly polls: Map<string, readonly number[]>;
  /** The slow mode in which a room was last seen, in seconds. */
  readonly slowModes: Map<RoomId, number>;
  /** The last messages of members who may not repeat them yet. */
  readonly lastMessages: Map<string, SentMessage>;
  /** The word lists that were active at the last message, compiled. */
  compiledLists: CompiledLists | undefined;
}

export const createContext = (ports: Ports, settings: Settings): Context => ({
  ...ports,
  settings,
  memory: {
    subscriptions: new Map(),
    buckets: new Map(),
    timers: new Map(),
    heartbeats: new Map(),
    bots: new Map(),
    reservedBots: new Map(),
    polls: new Map(),
    slowModes: new Map(),
    lastMessages: new Map(),
    compiledLists: undefined,
  },
});

/**
 * Starts to fetch keys or lists, which a cold process lacks, while the caller reads other things.
 * Does not wait. If they cannot be fetched, the call that needs them fails.
 */
export function prefetch(
  { keys, lists }: Pick<Ports, 'keys' | 'lists'>,
  ...needed: readonly ('keys' | 'lists')[]
): void {
  if (needed.includes('keys')) keys.published().catch(() => undefined);
  if (needed.includes('lists')) lists.read().catch(() => undefined);
}

/**
 * Returns the track of a room with this choice of filters. Word lists are compiled once until they
 * change, all of them together.
 */
export async function getTrack(context: Context, choice: TrackChoice | undefined): Promise<Track> {
  const lists = await context.lists.read();
  const { names, options } = resolveTrackOptions(context.settings, choice);
  return buildTrack(createWordListFilter(getMatcher(context, lists).createFinder(names)), options);
}

function getMatcher({ memory }: Context, lists: ActiveLists): Matcher {
  if (memory.compiledLists?.lists !== lists) {
    memory.compiledLists = { lists, matcher: createMatcher(lists) };
  }
  return memory.compiledLists.matcher;
}
