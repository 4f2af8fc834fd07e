// The state of a room as one immutable snapshot, replaced whenever something changes.

import type {
  CloseReason,
  MemberView,
  Message,
  Receipt,
  RoomView,
} from '../../../functions/protocol/events.ts';
import type { MessageFilterReceipt } from '../outbox/filter-receipts.ts';
import type { MessageState, OutgoingMessage, ProblemDetails } from '../outbox/outbox.ts';
import type { PresenceMember } from './presence-tracker.ts';
import type { Problem } from '../rooms-api.ts';
import type { Timeline } from '../sync/message-timeline.ts';

/** A message to draw, received or on its way. */
export interface TimelineItem {
  /** Stays the same while an own message goes from pending to received. */
  readonly key: string;
  readonly cid: string;
  /** Null until accepted. */
  readonly seq: number | null;
  /** The sender's name. */
  readonly name: string;
  /** The sender's id; null in an own message that has not come back yet. */
  readonly member: string | null;
  readonly body: string;
  /** When it was sent, in ISO 8601. */
  readonly at: string;
  readonly isOwn: boolean;
  /**
   * The id of the one member it is for, or what `send` was given until the message comes back;
   * null: everyone.
   */
  readonly to: string | null;
  /** The name of that member; null if unknown, and for everyone. */
  readonly toName: string | null;
  readonly state: MessageState;
  /** Why it failed or is held back. */
  readonly problem: ProblemDetails | null;
  /** The filter's receipt of an own message; null if it changed nothing or does not say. */
  readonly filterReceipt: MessageFilterReceipt | null;
  /** Messages before this one are missing for good. */
  readonly hasGapBefore: boolean;
}

/** The state of the visit. `refused` and `ended` are final. */
export type RoomStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'joined' }
  /** It was joined before, and joins again by itself. */
  | { readonly kind: 'reconnecting' }
  /** The server refused the join for good. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** The receipt counts what was deleted; null if the server did not send it. */
  | { readonly kind: 'ended'; readonly reason: CloseReason; readonly receipt: Receipt | null };

/**
 * Everything there is to draw of a room.
 * @example
 * const { status, items, presence } = room.getSnapshot();
 */
export interface RoomSnapshot {
  readonly status: RoomStatus;
  /** Null until the first join, unless there was a preview. */
  readonly room: RoomView | null;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly clockOffsetMs: number;
  /** `clock.countJumps()` at that measurement. If it differs now, the offset may be wrong. */
  readonly clockJumps: number | undefined;
  /** Null before the join, and for a watcher. */
  readonly me: MemberView | null;
  /** Joins as the same member again. An extension of the room replaces it. */
  readonly session: string | null;
  /** The token in use. An extension of the room replaces it. */
  readonly token: string;
  /** The messages in order. The same array until one of them changes. */
  readonly items: readonly TimelineItem[];
  /** The first seq that is loaded. Above 1, `loadHistory` may load more. */
  readonly earliestSeq: number;
  /** The members who are present, in the order of arrival. */
  readonly presence: readonly PresenceMember[];
  /** Whether unsent messages survive a reload. False where nothing can be stored. */
  readonly keepsUnsent: boolean;
}

export interface ItemSources {
  readonly timeline: Timeline;
  readonly outgoing: readonly OutgoingMessage[];
  readonly me: MemberView | null;
  readonly getFilterReceipt: (cid: string) => MessageFilterReceipt | null;
}

/**
 * Creates a function that builds the items and reuses those that have not changed. A full room has
 * a thousand of them, and is drawn with every key.
 */
export function createItemBuilder(): (sources: ItemSources) => readonly TimelineItem[] {
  let known = new Map<string, TimelineItem>();
  let last: readonly TimelineItem[] = [];

  return (sources) => {
    const items = buildItems(sources).map((item) => {
      const previous = known.get(item.key);
      return previous !== undefined && isSameItem(previous, item) ? previous : item;
    });
    known = new Map(items.map((item) => [item.key, item]));
    const hasChanged =
      items.length !== last.length || items.some((item, index) => item !== last[index]);
    if (hasChanged) last = items;
    return last;
  };
}

const isSameItem = (one: TimelineItem, other: TimelineItem): boolean =>
  one.body === other.body &&
  one.state === other.state &&
  one.problem === other.problem &&
  one.filterReceipt === other.filterReceipt &&
  one.hasGapBefore === other.hasGapBefore &&
  one.seq === other.seq &&
  one.name === other.name &&
  one.at === other.at &&
  one.to === other.to &&
  one.toName === other.toName &&
  one.isOwn === other.isOwn &&
  one.member === other.member;

/**
 * Builds the items: received messages in order, own accepted ones at their seq, pending ones last.
 * @internal
 */
export function buildItems(sources: ItemSources): readonly TimelineItem[] {
  const { timeline, outgoing } = sources;
  let previousSeq = 0;
  const received = timeline.messages.map((message) => {
    const hasGapBefore = hasGapBetween(timeline, previousSeq, message.seq);
    previousSeq = message.seq;
    return buildReceivedItem(message, hasGapBefore, sources);
  });
  if (outgoing.length === 0) return received;

  const own = outgoing.map((message) => buildOutgoingItem(message, sources));
  return [...received, ...own].sort(compareSeq);
}

function compareSeq(one: TimelineItem, other: TimelineItem): number {
  if (one.seq === other.seq) return 0;
  return (one.seq ?? Infinity) - (other.seq ?? Infinity);
}

/** A gap may be marked at a hidden seq. It then shows before the next message. */
function hasGapBetween({ gaps }: Timeline, previousSeq: number, seq: number): boolean {
  for (const gap of gaps) if (gap > previousSeq && gap <= seq) return true;
  return false;
}

function buildReceivedItem(
  message: Message,
  hasGapBefore: boolean,
  { me, getFilterReceipt }: ItemSources,
): TimelineItem {
  const { seq, epoch, cid, name, member, body, at, to, toName } = message;
  const isOwn = me !== null && member === me.id;
  return {
    key: isOwn ? `own:${cid}` : `${epoch}:${seq}`,
    cid,
    seq,
    name,
    member,
    body,
    at,
    isOwn,
    to: to ?? null,
    toName: toName ?? null,
    state: 'sent',
    problem: null,
    filterReceipt: isOwn ? getFilterReceipt(cid) : null,
    hasGapBefore,
  };
}

const buildOutgoingItem = (
  { cid, body, to, toName, at, state, seq, problem }: OutgoingMessage,
  { me, getFilterReceipt }: ItemSources,
): TimelineItem => ({
  key: `own:${cid}`,
  cid,
  seq,
  name: me?.name ?? '',
  member: null,
  body,
  at,
  isOwn: true,
  to,
  toName,
  state,
  problem,
  filterReceipt: getFilterReceipt(cid),
  hasGapBefore: false,
});
