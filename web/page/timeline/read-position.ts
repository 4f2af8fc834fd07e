// Where somebody stopped reading, and which part of a long conversation is drawn. Pure: what was
// seen goes in, a place comes out.

import type { TimelineItem } from '../../client/index.ts';

export interface ReadPosition {
  /**
   * The key of the last message that was read; empty where there was none yet, null before anything
   * was looked at.
   */
  readonly read: string | null;
  /**
   * The line "New" stands after the message with this key, or, where it is empty, before the first.
   */
  readonly mark: string | null;
  /** How many of others' came since. */
  readonly unread: number;
}

export const initialReadPosition: ReadPosition = { read: null, mark: null, unread: 0 };

/**
 * `attentive`: the end is in sight of somebody who looks. The line stays when one comes back, until
 * more is missed or one speaks.
 */
export function advanceReadPosition(
  reading: ReadPosition,
  items: readonly TimelineItem[],
  attentive: boolean,
): ReadPosition {
  const last = items.at(-1)?.key ?? '';
  // What was said before one came is not news.
  if (reading.read === null) return { read: last, mark: null, unread: 0 };
  if (attentive && reading.read === last && reading.unread === 0) return reading;
  const since = items.slice(items.findLastIndex(({ key }) => key === reading.read) + 1);
  // Who speaks has read.
  const spoken = since.findLast(({ isOwn: own }) => own);
  if (attentive) {
    return kept(reading, {
      read: last,
      mark: spoken === undefined ? reading.mark : null,
      unread: 0,
    });
  }
  if (spoken !== undefined) {
    return advanceReadPosition({ read: spoken.key, mark: null, unread: 0 }, items, false);
  }
  return kept(reading, {
    read: reading.read,
    mark: since.length > 0 ? reading.read : reading.mark,
    unread: since.length,
  });
}

const kept = (before: ReadPosition, next: ReadPosition): ReadPosition =>
  before.read === next.read && before.mark === next.mark && before.unread === next.unread
    ? before
    : next;

/**
 * Messages drawn where one follows the end; at most so many for who reads further up; and how many
 * are added at a time.
 */
const atEnd = 80;
const max = 160;
export const step = 12;

/**
 * From and up to which index to draw. `first`: the key of the first one drawn, for who does not
 * follow.
 */
export function renderedRange(
  items: readonly TimelineItem[],
  first: string | null,
): { readonly from: number; readonly to: number } {
  const from = first === null ? -1 : items.findIndex(({ key }) => key === first);
  if (from < 0) return { from: Math.max(0, items.length - atEnd), to: items.length };
  return { from, to: Math.min(items.length, from + max) };
}
