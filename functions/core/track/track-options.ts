// What holds in a room, of what the deployment asks of the filter and what the room's maker does.

import type { TrackChoice } from '../../protocol/events.ts';
import type { Settings } from '../settings.ts';
import type { TrackOptions } from './track.ts';

const strictness = { off: 0, plain: 1, allow: 2 } as const;

/**
 * `names`: of the lists that hold; undefined: all. A maker chooses lists freely; the rest only ever
 * becomes stricter.
 */
export function choose(
  { links = 'off', linkHosts = [], redact = [] }: NonNullable<Settings['filter']> = {},
  choice: TrackChoice = {},
): { readonly names: readonly string[] | undefined; readonly options: TrackOptions } {
  const wanted = choice.links ?? 'off';
  return {
    names: choice.lists,
    options: {
      links: strictness[wanted] > strictness[links] ? wanted : links,
      linkHosts,
      redact: [...redact, ...(choice.redact ?? [])],
    },
  };
}
