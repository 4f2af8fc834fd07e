// Combines the deployment's filter settings with the choices of a room's creator.

import type { TrackChoice } from '../../protocol/events.ts';
import type { Settings } from '../settings.ts';
import type { TrackOptions } from './track.ts';

interface ResolvedTrackOptions {
  /** The names of the word lists to apply. Undefined: all lists. */
  readonly names: readonly string[] | undefined;
  readonly options: TrackOptions;
}

type FilterSettings = Pick<
  Settings,
  'filterLinks' | 'filterLinkHosts' | 'filterRedact' | 'publicOrigin'
>;

const getHost = (origin: string): readonly string[] =>
  /^https?:\/\/([^/:]+)/.exec(origin.toLowerCase())?.slice(1) ?? [];

const strictness = { off: 0, plain: 1, allow: 2 } as const;

/**
 * Returns the word lists and options of a room's track. Creators choose word lists freely. For
 * links and redaction they can only add to the deployment's settings. Links to the deployment's own
 * rooms are always allowed.
 */
export function resolveTrackOptions(
  { filterLinks: links, filterLinkHosts, filterRedact: redact, publicOrigin }: FilterSettings,
  choice: TrackChoice = {},
): ResolvedTrackOptions {
  const chosen = choice.links ?? 'off';
  return {
    names: choice.lists,
    options: {
      links: strictness[chosen] > strictness[links] ? chosen : links,
      linkHosts: [...filterLinkHosts, ...getHost(publicOrigin)],
      redact: [...redact, ...(choice.redact ?? [])],
    },
  };
}
