// A room seen from outside: whether it is live, its topic, and the forms of rooms, messages and
// presence on the wire.

import type { Message, Meta, PresenceState, RoomView } from '../protocol/events.ts';
import type { AcceptedMessage, Member, MemberId, Room, RoomId, Subscription } from './ports.ts';

/** Whether a room is neither closed nor expired. */
export const isLive = (room: Room, now: number): boolean =>
  room.state !== 'closed' && room.expiresAt > now;

/** Returns the topic of a room. */
export const roomTopic = (room: RoomId): string => `room:${room}`;

const topicPattern = /^room:([A-Za-z0-9_-]{1,64})$/;

/** Returns the room of a topic. Undefined: it is not a room's topic. */
export const parseRoomTopic = (topic: string): RoomId | undefined =>
  topicPattern.exec(topic)?.[1] as RoomId | undefined;

export const toIsoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

export interface RoomAudience {
  readonly subscriptions: readonly Subscription[];
  readonly now: number;
}

/** Returns the room as every member may see it. */
export const viewRoom = (room: Room, { subscriptions, now }: RoomAudience): RoomView => ({
  id: room.id,
  title: room.title,
  state: room.state,
  createdAt: toIsoTime(room.createdAt),
  expiresAt: toIsoTime(room.expiresAt),
  serverTime: toIsoTime(now),
  capacity: room.capacity,
  slow: room.slow,
  members: new Set(subscriptions.flatMap(({ member }) => member?.id ?? [])).size,
  watchers: countWatchers(subscriptions),
  ...(room.track?.links === 'plain' ? { links: 'plain' } : {}),
});

export const countWatchers = (subscriptions: readonly Subscription[]): number =>
  subscriptions.filter(({ member }) => member === undefined).length;

/** Returns a message as it is delivered. */
export const viewMessage = (
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

/** Whether a reader may see a message. `reader` undefined: not a member. */
export const isVisibleTo = (
  { to, member }: AcceptedMessage,
  reader: MemberId | undefined,
): boolean => to === undefined || member === reader || to.id === reader;

/** Returns the presence of all members: keyed by name, one meta per connection. */
export function viewPresence(subscriptions: readonly Subscription[]): PresenceState {
  const state = Object.create(null) as PresenceState;
  for (const subscription of subscriptions) {
    const { member } = subscription;
    if (member === undefined) continue;
    (state[member.name] ??= { metas: [] }).metas.push(viewMeta(subscription, member));
  }
  return state;
}

// A subscription is never changed, only replaced, so its meta is built once. A thousand joins would
// otherwise build half a million.
const metas = new WeakMap<Subscription, Meta>();

function viewMeta(subscription: Subscription, { id, name }: Member): Meta {
  const cached = metas.get(subscription);
  if (cached !== undefined) return cached;
  const meta: Meta = {
    phx_ref: subscription.phxRef,
    username: name,
    member: id,
    typing: subscription.typing,
    online_at: toIsoTime(subscription.onlineAt),
    ...(subscription.bot === undefined ? {} : { bot: true }),
  };
  metas.set(subscription, meta);
  return meta;
}
