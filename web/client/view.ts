// What a room looks like from outside the client: one snapshot, replaced whole whenever something changes.

import type { CloseReason, MemberView, Message, Receipt, RoomView } from '../../functions/protocol/events.ts';
import type { Outgoing } from './outbox.ts';
import type { Present } from './presence.ts';
import type { Problem } from './api.ts';
import type { Timeline } from './timeline.ts';

export interface Item {
  /** Stays the same while an own message goes from pending to received. */
  readonly key: string;
  readonly cid: string;
  /** Null until accepted. */
  readonly seq: number | null;
  readonly name: string;
  readonly body: string;
  readonly at: string;
  readonly own: boolean;
  /** Whom a private message is for, by name; null: all. */
  readonly to: string | null;
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
  /** The receipt says what was and what is no more; null where the server did not hand one over. */
  | { readonly kind: 'ended'; readonly reason: CloseReason; readonly receipt: Receipt | null };

export interface Snapshot {
  readonly status: Status;
  readonly room: RoomView | null;
  /** Milliseconds to add to this device's clock to get the server's. */
  readonly offset: number;
  /** Null before the join, and for a watcher. */
  readonly me: MemberView | null;
  /** The ways back in, as they are now: an extension replaces both. */
  readonly session: string | null;
  readonly token: string;
  readonly items: readonly Item[];
  readonly present: readonly Present[];
}

/** Received messages in order, own accepted ones where they will stand, then those that wait. */
export function itemsOf({ timeline, outgoing, me }: { timeline: Timeline; outgoing: readonly Outgoing[]; me: MemberView | null }): readonly Item[] {
  let before = 0;
  const received = timeline.messages.map((message) => {
    const item = receivedItem(message, { me, gap: gapBetween(timeline, before, message.seq) });
    before = message.seq;
    return { seq: message.seq, item };
  });
  const own = outgoing.map((message) => ({ seq: message.seq ?? Infinity, item: ownItem(message, me?.name ?? '') }));
  if (own.length === 0) return received.map(({ item }) => item);
  return [...received, ...own].sort((a, b) => (a.seq === b.seq ? 0 : a.seq - b.seq)).map(({ item }) => item);
}

/** The mark may stand at a seq that is hidden: it shows at the next message. */
function gapBetween({ gaps }: Timeline, before: number, seq: number): boolean {
  for (const gap of gaps) if (gap > before && gap <= seq) return true;
  return false;
}

function receivedItem(message: Message, { me, gap }: { me: MemberView | null; gap: boolean }): Item {
  const { seq, epoch, cid, name, member, body, at, toName } = message;
  const own = me !== null && member === me.id;
  return { key: own ? `own:${cid}` : `${epoch}:${seq}`, cid, seq, name, body, at, own, to: toName ?? null, state: 'sent', problem: null, gap };
}

const ownItem = ({ cid, body, to, at, state, seq, problem }: Outgoing, name: string): Item =>
  ({ key: `own:${cid}`, cid, seq, name, body, at, own: true, to, state, problem, gap: false });
