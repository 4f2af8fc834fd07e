// What a room looks like from outside the client: one snapshot, replaced whole whenever something
// changes.

import type {
  CloseReason,
  MemberView,
  Message,
  Receipt,
  RoomView,
} from '../../functions/protocol/events.ts';
import type { OutgoingMessage } from './outbox/outbox.ts';
import type { PresenceMember } from './presence-tracker.ts';
import type { Problem } from './rooms-api.ts';
import type { FilterReceipts, MessageFilterReceipt } from './filter-receipts.ts';
import type { Timeline } from './sync/message-timeline.ts';

export interface TimelineItem {
  /** Stays the same while an own message goes from pending to received. */
  readonly key: string;
  readonly cid: string;
  /** Null until accepted. */
  readonly seq: number | null;
  readonly name: string;
  /** The sender's id; null in an own message until it has come back. */
  readonly member: string | null;
  readonly body: string;
  readonly at: string;
  readonly isOwn: boolean;
  /** Whom a private message is for, by name; null: all. */
  readonly to: string | null;
  readonly state: OutgoingMessage['state'];
  readonly problem: OutgoingMessage['problem'];
  /** What the filter told of an own message; null where it changed nothing, or tells nothing. */
  readonly filterReceipt: MessageFilterReceipt | null;
  /** Messages before this one were missed. */
  readonly hasGapBefore: boolean;
}

export type RoomStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'joined' }
  /** Was joined, and is trying to be again. */
  | { readonly kind: 'reconnecting' }
  /** The server said no and will go on saying so. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** The receipt says what was and what is no more; null where the server did not hand one over. */
  | { readonly kind: 'ended'; readonly reason: CloseReason; readonly receipt: Receipt | null };

export interface RoomSnapshot {
  readonly status: RoomStatus;
  readonly room: RoomView | null;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly clockOffsetMs: number;
  /** Null before the join, and for a watcher. */
  readonly me: MemberView | null;
  /** The ways back in, as they are now: an extension replaces both. */
  readonly session: string | null;
  readonly token: string;
  /** The same list until a message changes. */
  readonly items: readonly TimelineItem[];
  /**
   * The first seq that is held; 1: the room's beginning. What is before it can be asked for with
   * `history`.
   */
  readonly earliestSeq: number;
  readonly presence: readonly PresenceMember[];
}

interface ItemSources {
  readonly timeline: Timeline;
  readonly outgoing: readonly OutgoingMessage[];
  readonly me: MemberView | null;
  readonly receipts: Pick<FilterReceipts, 'get'>;
}

/**
 * Draws items, and keeps those that have not changed: a full room has a thousand, and is drawn with
 * every word.
 */
export function createItemBuilder(): (drawn: ItemSources) => readonly TimelineItem[] {
  let kept = new Map<string, TimelineItem>();
  let last: readonly TimelineItem[] = [];
  return (drawn) => {
    const items = buildItems(drawn).map((item) => {
      const before = kept.get(item.key);
      return before !== undefined && isSameItem(before, item) ? before : item;
    });
    kept = new Map(items.map((item) => [item.key, item]));
    if (items.length !== last.length || items.some((item, index) => item !== last[index])) {
      last = items;
    }
    return last;
  };
}

const isSameItem = (a: TimelineItem, b: TimelineItem): boolean =>
  a.body === b.body &&
  a.state === b.state &&
  a.problem === b.problem &&
  a.filterReceipt === b.filterReceipt &&
  a.hasGapBefore === b.hasGapBefore &&
  a.seq === b.seq &&
  a.name === b.name &&
  a.at === b.at &&
  a.to === b.to &&
  a.isOwn === b.isOwn &&
  a.member === b.member;

/**
 * Received messages in order, own accepted ones where they will stand, then those that wait.
 * @internal
 */
export function buildItems({
  timeline,
  outgoing,
  me,
  receipts,
}: ItemSources): readonly TimelineItem[] {
  let before = 0;
  const received = timeline.messages.map((message) => {
    const gap = hasGapBetween(timeline, before, message.seq);
    before = message.seq;
    return { seq: message.seq, item: buildReceivedItem(message, { me, gap, receipts }) };
  });
  const own = outgoing.map((message) => ({
    seq: message.seq ?? Infinity,
    item: buildOutgoingItem(message, me?.name ?? '', receipts),
  }));
  if (own.length === 0) return received.map(({ item }) => item);
  return [...received, ...own]
    .sort((a, b) => (a.seq === b.seq ? 0 : a.seq - b.seq))
    .map(({ item }) => item);
}

/** The mark may stand at a seq that is hidden: it shows at the next message. */
function hasGapBetween({ gaps }: Timeline, before: number, seq: number): boolean {
  for (const gap of gaps) if (gap > before && gap <= seq) return true;
  return false;
}

function buildReceivedItem(
  message: Message,
  {
    me,
    gap,
    receipts,
  }: { me: MemberView | null; gap: boolean; receipts: Pick<FilterReceipts, 'get'> },
): TimelineItem {
  const { seq, epoch, cid, name, member, body, at, toName } = message;
  const own = me !== null && member === me.id;
  return {
    key: own ? `own:${cid}` : `${epoch}:${seq}`,
    cid,
    seq,
    name,
    member,
    body,
    at,
    isOwn: own,
    to: toName ?? null,
    state: 'sent',
    problem: null,
    filterReceipt: own ? receipts.get(cid) : null,
    hasGapBefore: gap,
  };
}

const buildOutgoingItem = (
  { cid, body, to, at, state, seq, problem }: OutgoingMessage,
  name: string,
  receipts: Pick<FilterReceipts, 'get'>,
): TimelineItem => ({
  key: `own:${cid}`,
  cid,
  seq,
  name,
  member: null,
  body,
  at,
  isOwn: true,
  to,
  state,
  problem,
  filterReceipt: receipts.get(cid),
  hasGapBefore: false,
});
