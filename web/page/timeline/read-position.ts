// Where the user stopped reading, and which part of a long conversation is rendered. Pure.

import type { TimelineItem } from '../../client/index.ts';

export interface ReadPosition {
  /** Key of the last read message; empty if there was none, null before the first look. */
  readonly read: string | null;
  /** Key of the message above the "New" line; empty for a line above the first one. */
  readonly mark: string | null;
  /** Number of unread messages. */
  readonly unread: number;
}

export const initialReadPosition: ReadPosition = { read: null, mark: null, unread: 0 };

/**
 * Advances the position. `isAttentive`: the user sees the end. The "New" line stays after the user
 * returns, until more messages are missed or the user writes.
 */
export function advanceReadPosition(
  position: ReadPosition,
  items: readonly TimelineItem[],
  isAttentive: boolean,
): ReadPosition {
  const last = items.at(-1)?.key ?? '';
  // Messages from before the join are not new.
  if (position.read === null) return { read: last, mark: null, unread: 0 };
  if (isAttentive && position.read === last && position.unread === 0) return position;

  const since = items.slice(items.findLastIndex(({ key }) => key === position.read) + 1);
  // A user who writes has read everything before.
  const lastOwn = since.findLast(({ isOwn }) => isOwn);
  if (isAttentive) {
    const mark = lastOwn === undefined ? position.mark : null;
    return reuseIfEqual(position, { read: last, mark, unread: 0 });
  }
  if (lastOwn !== undefined) {
    return advanceReadPosition({ read: lastOwn.key, mark: null, unread: 0 }, items, false);
  }
  return reuseIfEqual(position, {
    read: position.read,
    mark: since.length > 0 ? position.read : position.mark,
    unread: since.length,
  });
}

const reuseIfEqual = (before: ReadPosition, next: ReadPosition): ReadPosition =>
  before.read === next.read && before.mark === next.mark && before.unread === next.unread
    ? before
    : next;

/** Number of messages rendered at the end of the conversation. */
const renderedAtEnd = 80;
/** Maximum number rendered further up. */
const maxRendered = 160;
/** Number of messages by which the rendered part moves. */
export const rangeStep = 12;

export interface RenderedRange {
  readonly from: number;
  readonly to: number;
}

/** Returns the indexes to render. `first`: key of the first message; null to follow the end. */
export function renderedRange(items: readonly TimelineItem[], first: string | null): RenderedRange {
  const from = first === null ? -1 : items.findIndex(({ key }) => key === first);
  if (from < 0) return { from: Math.max(0, items.length - renderedAtEnd), to: items.length };
  return { from, to: Math.min(items.length, from + maxRendered) };
}
