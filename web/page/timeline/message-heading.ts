// Which messages stand together: one sender's, within one minute. Pure.

import type { TimelineItem } from '../../client/index.ts';

/**
 * What stands above a message: name and time, the time alone where the same goes on a minute later,
 * or nothing.
 */
export type Heading = 'name' | 'time' | 'none';

type Grouped = Pick<TimelineItem, 'name' | 'isOwn' | 'at' | 'hasGapBefore' | 'to'>;

/** `cut`: something stands between the two, such as the line above what is new. */
export function chooseHeading(before: Grouped | undefined, item: Grouped, cut: boolean): Heading {
  if (
    before === undefined ||
    cut ||
    item.hasGapBefore ||
    before.name !== item.name ||
    before.isOwn !== item.isOwn ||
    before.to !== item.to
  ) {
    return 'name';
  }
  return minuteOf(before.at) === minuteOf(item.at) ? 'none' : 'time';
}

const minuteOf = (at: string): number => Math.floor(Date.parse(at) / 60_000);
