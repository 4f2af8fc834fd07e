// From one event to every seat that may see it: frames built once for all who see the same, posted
// under a bound, connections that could not be reached handed back. How many are posted to is
// post-each.ts and shards.ts; knows nothing of stores.

import { encodeFrame, utf8Bytes, type Version } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Message } from '../../protocol/events.ts';
import type { Accepted, Room, RoomId, Seat, World } from '../ports.ts';
import type { Lease } from './lease.ts';
import { postEach } from './post-each.ts';
import { postInShards } from './shards.ts';
import { isFor, messageView } from './view.ts';

export const topicOf = (room: RoomId): string => `room:${room}`;

/**
 * Who may read the receive channel at `now`: a seat whose token allows it and still holds. That the
 * room lives is the caller's to know.
 */
const receives = (seat: Seat, now: number): boolean =>
  seat.scopes.includes('receive') && (seat.tokenExpiresAt ?? Infinity) > now;

// A member list is never changed, only replaced: who receives is found once for all until a token
// ends. Looking at each of a thousand seats again takes longer than all else that is done for their
// message before it is written.
const found = new WeakMap<
  readonly Seat[],
  { readonly receivers: readonly Seat[]; readonly until: number }
>();

function receiversOf(seats: readonly Seat[], now: number): readonly Seat[] {
  const known = found.get(seats);
  if (known !== undefined && now < known.until) return known.receivers;
  const receivers = seats.filter((seat) => receives(seat, now));
  const until = receivers.reduce(
    (least, { tokenExpiresAt = Infinity }) => Math.min(least, tokenExpiresAt),
    Infinity,
  );
  found.set(seats, { receivers, until });
  return receivers;
}

interface FanOut {
  readonly world: Pick<World, 'gateway' | 'clock' | 'workers'>;
  readonly room: Pick<Room, 'id' | 'expiresAt'>;
  readonly seats: readonly Seat[];
  readonly now: number;
  /** If it is lost, the fan-out ends. */
  readonly lease?: Lease;
}

/**
 * `gone`: ended connections. `failed`: those that live, as far as is known, and have missed
 * something.
 */
export interface Unreachable {
  readonly gone: readonly Seat[];
  readonly failed: readonly Seat[];
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
  return deliver(fanOut, (seat) => frames('all', seat.version, () => events));
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
  readonly messages: readonly Accepted[];
  readonly epoch: string;
}): Promise<Unreachable> => {
  const frames = framesOf(fanOut.room.id);
  const first = messages[0]?.seq ?? 0;
  const confidential = messages.filter(({ to }) => to !== undefined);
  return deliver(fanOut, (seat) => {
    const seen =
      confidential.length === 0
        ? ''
        : confidential
            .filter((message) => isFor(message, seat.member?.id))
            .map(({ seq }) => seq)
            .join();
    const kind = seat.batch ? 'batch' : 'single';
    const audience =
      seat.from < first && seen === '' ? kind : `${kind} ${Math.max(seat.from, first - 1)} ${seen}`;
    return frames(audience, seat.version, () => {
      const later = messages.filter(({ seq }) => seq > seat.from);
      return eventsOf({ epoch, batch: seat.batch, messages: later, member: seat.member?.id });
    });
  });
};

interface Audience {
  readonly epoch: string;
  readonly batch: boolean;
  readonly messages: readonly Accepted[];
  readonly member: Accepted['member'] | undefined;
}

function eventsOf({ epoch, batch, messages, member }: Audience): readonly Event[] {
  const hidden = messages.filter((message) => !isFor(message, member)).map(({ seq }) => seq);
  const views = messages
    .filter((message) => isFor(message, member))
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
      encodeFrame(version, { joinRef: null, ref: null, topic: topicOf(room), event, payload }),
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
  { world, room, seats, now, lease }: FanOut,
  framesFor: (seat: Seat) => readonly string[],
): Promise<Unreachable> {
  const { gateway, clock, workers } = world;
  const receivers = receiversOf(seats, now);
  return workers === undefined || receivers.length <= workers.cut.beyond
    ? postEach({ gateway, receivers, framesFor, goOn: lease?.holds })
    : postInShards({ gateway, clock, workers, receivers, framesFor, lease, end: room.expiresAt });
}
