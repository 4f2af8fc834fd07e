// What a room looks like from outside the client: one snapshot, replaced whole whenever something changes.

import type { CloseReason, MemberView, Message, RoomView } from '../../functions/protocol/events.ts';
import type { Outgoing } from './outbox.ts';
import type { Present } from './presence.ts';
import type { Problem } from './api.ts';
import type { Timeline } from './timeline.ts';

export interface Item {
  /** Stays the same while an own message goes from pending to received. */
  readonly key: string;
  readonly cid: string;
  readonly name: string;
  readonly body: string;
  readonly at: string;
  readonly own: boolean;
  readonly state: Outgoing['state'];
  readonly problem: string | null;
  /** Messages before this one were missed. */
  readonly gap: boolean;
}

export type Status =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'joined' }
  /** Was joined, and is trying to be again. */
  | { readonly kind: 'reconnecting' }
  /** The server said no and will go on saying so. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'ended'; readonly reason: CloseReason };

export interface Snapshot {
  readonly status: Status;
  readonly room: RoomView | null;
  /** Milliseconds to add to this device's clock. */
  readonly offset: number;
  /** Null before the join, and for a watcher. */
  readonly me: MemberView | null;
  readonly session: string | null;
  readonly items: readonly Item[];
  readonly present: readonly Present[];
}

/** Received messages in order, own accepted ones where they will stand, then those that wait. */
export function itemsOf({ timeline, outgoing, me }: { timeline: Timeline; outgoing: readonly Outgoing[]; me: MemberView | null }): readonly Item[] {
  const received = timeline.messages.map((message) => ({ seq: message.seq, item: receivedItem(message, { me, gap: timeline.gaps.has(message.seq) }) }));
  const own = outgoing.map((message) => ({ seq: message.seq ?? Infinity, item: ownItem(message, me?.name ?? '') }));
  if (own.length === 0) return received.map(({ item }) => item);
  return [...received, ...own].sort((a, b) => (a.seq === b.seq ? 0 : a.seq - b.seq)).map(({ item }) => item);
}

function receivedItem({ seq, epoch, cid, name, member, body, at }: Message, { me, gap }: { me: MemberView | null; gap: boolean }): Item {
  const own = me !== null && member === me.id;
  return { key: own ? `own:${cid}` : `${epoch}:${String(seq)}`, cid, name, body, at, own, state: 'sent', problem: null, gap };
}

const ownItem = ({ cid, body, at, state, problem }: Outgoing, name: string): Item => ({ key: `own:${cid}`, cid, name, body, at, own: true, state, problem, gap: false });
