// Groups messages: those of one sender within one minute share a heading. Pure.

import type { TimelineItem } from '../../client/index.ts';

/** The heading above a message. `time`: the same sender, a minute or more later. */
export type Heading = 'name' | 'time' | 'none';

type GroupedItem = Pick<TimelineItem, 'name' | 'isOwn' | 'at' | 'hasGapBefore' | 'to'>;

/** `isSeparated`: a line, such as the one above new messages, is between the two. */
export function chooseHeading(
  before: GroupedItem | undefined,
  item: GroupedItem,
  isSeparated: boolean,
): Heading {
  if (
    before === undefined ||
    isSeparated ||
    item.hasGapBefore ||
    before.name !== item.name ||
    before.isOwn !== item.isOwn ||
    before.to !== item.to
  ) {
    return 'name';
  }
  return readMinute(before.at) === readMinute(item.at) ? 'none' : 'time';
}

const readMinute = (at: string): number => Math.floor(Date.parse(at) / 60_000);
