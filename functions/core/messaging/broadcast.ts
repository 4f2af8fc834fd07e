// From one event to every seat that may see it: frames built once for all who see the same, posted
// under a bound, connections that could not be reached handed back. How many are posted to is
// post-each.ts and shards.ts; knows nothing of stores.

import { encodeFrame, utf8Bytes, type Version } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Message } from '../../protocol/events.ts';
import type { AcceptedMessage, Room, RoomId, Subscription, Ports } from '../ports.ts';
import type { HeldLease } from './lease.ts';
import { postEach } from './post-each.ts';
import { postInShards } from './shards.ts';
import { isVisibleTo, messageView } from '../room-views.ts';

export const roomTopic = (room: RoomId): string => `room:${room}`;

/**
 * Who may read the receive channel at `now`: a seat whose token allows it and still holds. That the
 * room lives is the caller's to know.
 */
const receives = (subscription: Subscription, now: number): boolean =>
  subscription.scopes.includes('receive') && (subscription.tokenExpiresAt ?? Infinity) > now;

// A member list is never changed, only replaced: who receives is found once for all until a token
// ends. Looking at each of a thousand seats again takes longer than all else that is done for their
// message before it is written.
const found = new WeakMap<
  readonly Subscription[],
  { readonly receivers: readonly Subscription[]; readonly until: number }
>();

function receiversOf(subscriptions: readonly Subscription[], now: number): readonly Subscription[] {
  const known = found.get(subscriptions);
  if (known !== undefined && now < known.until) return known.receivers;
  const receivers = subscriptions.filter((subscription) => receives(subscription, now));
  const until = receivers.reduce(
    (min, { tokenExpiresAt = Infinity }) => Math.min(min, tokenExpiresAt),
    Infinity,
  );
  found.set(subscriptions, { receivers, until });
  return receivers;
}

interface FanOut {
  readonly ports: Pick<Ports, 'gateway' | 'clock' | 'workers'>;
  readonly room: Pick<Room, 'id' | 'expiresAt'>;
  readonly subscriptions: readonly Subscription[];
  readonly now: number;
  /** If it is lost, the fan-out ends. */
  readonly heldLease?: HeldLease;
}

/**
 * `gone`: ended connections. `failed`: those that live, as far as is known, and have missed
 * something.
 */
export interface Unreachable {
  readonly gone: readonly Subscription[];
  readonly failed: readonly Subscription[];
}

export interface Event {
  readonly event: string;
  readonly payload: unknown;
}

/** The same events, in order, to every receiving seat. */
export const broadcast = ({
  events,
  ...fanOut
}: FanOut & { readonly events: readonly Event[] }): Promise<Unreachable> => {
  const frames = framesOf(fanOut.room.id);
  return deliver(fanOut, (subscription) => frames('all', subscription.version, () => events));
};

/**
 * Messages in order to every receiving seat: one `shout` each, or `shouts` for those who asked for
 * batches. Where a private message stands that is not for a seat, it is told the seq (`hidden`), so
 * that it misses none.
 */
export const broadcastMessages = ({
  messages,
  epoch,
  ...fanOut
}: FanOut & {
  readonly messages: readonly AcceptedMessage[];
  readonly epoch: string;
}): Promise<Unreachable> => {
  const frames = framesOf(fanOut.room.id);
  const first = messages[0]?.seq ?? 0;
  const confidential = messages.filter(({ to }) => to !== undefined);
  return deliver(fanOut, (subscription) => {
    const seen =
      confidential.length === 0
        ? ''
        : confidential
            .filter((message) => isVisibleTo(message, subscription.member?.id))
            .map(({ seq }) => seq)
            .join();
    const kind = subscription.batch ? 'batch' : 'single';
    const audience =
      subscription.from < first && seen === ''
        ? kind
        : `${kind} ${Math.max(subscription.from, first - 1)} ${seen}`;
    return frames(audience, subscription.version, () => {
      const later = messages.filter(({ seq }) => seq > subscription.from);
      return eventsOf({
        epoch,
        batch: subscription.batch,
        messages: later,
        member: subscription.member?.id,
      });
    });
  });
};

interface Audience {
  readonly epoch: string;
  readonly batch: boolean;
  readonly messages: readonly AcceptedMessage[];
  readonly member: AcceptedMessage['member'] | undefined;
}

function eventsOf({ epoch, batch, messages, member }: Audience): readonly Event[] {
  const hidden = messages.filter((message) => !isVisibleTo(message, member)).map(({ seq }) => seq);
  const views = messages
    .filter((message) => isVisibleTo(message, member))
    .map((message) => messageView(epoch, message));
  if (batch && messages.length > 1 && views.length > 0) {
    return batchesOf(views).map((run, index) => ({
      event: 'shouts',
      payload: { messages: run, ...(index === 0 && hidden.length > 0 ? { hidden } : {}) },
    }));
  }
  return [
    ...(hidden.length === 0 ? [] : [{ event: 'hidden', payload: { epoch, seqs: hidden } }]),
    ...views.map((payload) => ({ event: 'shout', payload })),
  ];
}

// A broadcast's join_ref is null, so that all seats of one version and audience share its frames.
function framesOf(
  room: RoomId,
): (audience: string, version: Version, events: () => readonly Event[]) => readonly string[] {
  const built = {
    1: new Map<string, readonly string[]>(),
    2: new Map<string, readonly string[]>(),
  };
  return (audience, version, events) => {
    const known = built[version].get(audience);
    if (known !== undefined) return known;
    const frames = events().map(({ event, payload }) =>
      encodeFrame(version, { joinRef: null, ref: null, topic: roomTopic(room), event, payload }),
    );
    built[version].set(audience, frames);
    return frames;
  };
}

/** Cuts messages into runs that fit one frame each. */
function batchesOf(messages: readonly Message[]): (readonly Message[])[] {
  const batches: Message[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size = utf8Bytes(JSON.stringify(message)) + 1;
    if (bytes + size > limits.outgoingFrameBytes) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(message);
    bytes += size;
  }
  return batches;
}

// Posted one by one, or in shards where there are workers and it is worth it.
function deliver(
  { ports, room, subscriptions, now, heldLease }: FanOut,
  framesFor: (subscription: Subscription) => readonly string[],
): Promise<Unreachable> {
  const { gateway, clock, workers } = ports;
  const receivers = receiversOf(subscriptions, now);
  return workers === undefined || receivers.length <= workers.cut.beyond
    ? postEach({ gateway, receivers, framesFor, shouldContinue: heldLease?.holds })
    : postInShards({
        gateway,
        clock,
        workers,
        receivers,
        framesFor,
        heldLease,
        end: room.expiresAt,
      });
}
