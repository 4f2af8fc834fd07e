// How a room, a message and a member look from outside: stored forms turned into the wire's.

import type { Message, Meta, PresenceState, RoomView } from '../protocol/events.ts';
import type { AcceptedMessage, MemberId, Room, Subscription } from './ports.ts';

export const toIsoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const roomView = (
  room: Room,
  { subscriptions, now }: { readonly subscriptions: readonly Subscription[]; readonly now: number },
): RoomView => ({
  id: room.id,
  title: room.title,
  state: room.state,
  createdAt: toIsoTime(room.createdAt),
  expiresAt: toIsoTime(room.expiresAt),
  serverTime: toIsoTime(now),
  capacity: room.capacity,
  slow: room.slow,
  members: new Set(subscriptions.flatMap(({ member }) => member?.id ?? [])).size,
  watchers: subscriptions.filter(({ member }) => member === undefined).length,
});

export const messageView = (
  epoch: string,
  { seq, cid, body, name, member, at, to }: AcceptedMessage,
): Message => ({
  seq,
  epoch,
  cid,
  body,
  name,
  member,
  channel: 'receive',
  at: toIsoTime(at),
  ...(to === undefined ? {} : { to: to.id, toName: to.name }),
});

/** Whether a reader (undefined: one who is no member) may see a message. */
export const isVisibleTo = (
  { to, member }: AcceptedMessage,
  reader: MemberId | undefined,
): boolean => to === undefined || member === reader || to.id === reader;

// A seat is never changed, only replaced, so its meta is made once: a thousand joins would else
// make half a million of them.
const metas = new WeakMap<Subscription, Meta>();

function metaOf(
  subscription: Subscription,
  { id, name }: NonNullable<Subscription['member']>,
): Meta {
  const known = metas.get(subscription);
  if (known !== undefined) return known;
  const meta: Meta = {
    phx_ref: subscription.phxRef,
    username: name,
    member: id,
    typing: subscription.typing,
    online_at: toIsoTime(subscription.onlineAt),
  };
  metas.set(subscription, meta);
  return meta;
}

/** All members who hold a seat, keyed by name, one meta for each of their connections. */
export function toPresenceState(subscriptions: readonly Subscription[]): PresenceState {
  const state: PresenceState = Object.create(null) as PresenceState;
  for (const subscription of subscriptions) {
    if (subscription.member === undefined) continue;
    (state[subscription.member.name] ??= { metas: [] }).metas.push(
      metaOf(subscription, subscription.member),
    );
  }
  return state;
}
