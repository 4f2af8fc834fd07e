// What every core call is given: the world's ports, the settings, and what a warm process may
// remember between calls. Nothing remembered here is needed to be right; it only saves reads and
// writes.

import type { TrackChoice } from '../protocol/events.ts';
import type { ConnectionId, ActiveLists, RoomId, Subscription, Ports } from './ports.ts';
import type { Settings } from './settings.ts';
import { resolveTrackOptions } from './track/track-options.ts';
import { createMatcher, type Matcher } from './track/word-filter/index.ts';
import { buildTrack, type Track } from './track/track.ts';
import { createWordListFilter } from './track/apply-word-lists.ts';
import type { Bucket } from './access/rate-limit.ts';
import type { Said } from './messaging/repeat-guard.ts';

export interface Context extends Ports {
  readonly settings: Settings;
  readonly memory: Memory;
}

interface Memory {
  /** Member lists, each at the membership version it was read at. */
  readonly subscriptions: Map<
    RoomId,
    { readonly membership: number; readonly subscriptions: readonly Subscription[] }
  >;
  readonly buckets: Map<string, Bucket>;
  /** When the alarm rings that this process set last, by kind and room. */
  readonly timers: Map<string, number>;
  /** When a connection's seats were last seen to, by its heartbeats. */
  readonly heard: Map<ConnectionId, number>;
  /** The slow mode a room was last seen in. */
  readonly slow: Map<RoomId, number>;
  /** What members said last, where they may not say it again at once. */
  readonly said: Map<string, Said>;
  /** The lists that were in force when a message last came, compiled. */
  matcher: { readonly of: ActiveLists; readonly matcher: Matcher } | undefined;
}

export const createContext = (ports: Ports, settings: Settings): Context => ({
  ...ports,
  settings,
  memory: {
    subscriptions: new Map(),
    buckets: new Map(),
    timers: new Map(),
    heard: new Map(),
    slow: new Map(),
    said: new Map(),
    matcher: undefined,
  },
});

/**
 * Has keys and lists fetched, which a process that has just begun lacks, while the caller reads
 * what else it needs, and not after it. Nobody waits here: whoever needs them does, and is told
 * where they cannot be had.
 */
export function prefetch(
  { keys, lists }: Pick<Ports, 'keys' | 'lists'>,
  ...what: readonly ('keys' | 'lists')[]
): void {
  if (what.includes('keys')) keys.published().catch(() => undefined);
  if (what.includes('lists')) lists.read().catch(() => undefined);
}

/**
 * The track of a room, by what its maker chose. Lists are compiled once for as long as they stay
 * the same, all together whatever rooms chose.
 */
export async function trackOf(context: Context, choice: TrackChoice | undefined): Promise<Track> {
  const inForce = await context.lists.read();
  const { names, options } = resolveTrackOptions(context.settings.filter, choice);
  return buildTrack(createWordListFilter(matcherIn(context, inForce).createFinder(names)), options);
}

function matcherIn({ memory }: Context, inForce: ActiveLists): Matcher {
  if (memory.matcher?.of !== inForce)
    memory.matcher = { of: inForce, matcher: createMatcher(inForce) };
  return memory.matcher.matcher;
}
