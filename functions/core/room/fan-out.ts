// From one event to every seat that may see it: frames built once for all who see the same, posted under a bound, connections
// that could not be reached handed back. Knows nothing of batons or stores.

import { encodeFrame, utf8Bytes, type Version } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Message } from '../../protocol/events.ts';
import type { Accepted, ConnectionId, Gateway, RoomId, Seat } from '../ports.ts';
import { bounds } from '../settings.ts';
import { isFor, messageView } from './view.ts';

export const topicOf = (room: RoomId): string => `room:${room}`;

/** Who may read the receive channel at `now`: a seat whose token allows it and still holds. That the room lives is the caller's to know. */
const receives = (seat: Seat, now: number): boolean => seat.scopes.includes('receive') && (seat.tokenExpiresAt ?? Infinity) > now;

interface FanOut {
  readonly gateway: Gateway;
  readonly room: RoomId;
  readonly seats: readonly Seat[];
  readonly now: number;
  /** Asked before each post; false ends the fan-out. */
  readonly goOn?: () => boolean | Promise<boolean>;
}

/** `gone`: ended connections. `failed`: those that live, as far as is known, and have missed something. */
export interface Unreachable {
  readonly gone: readonly ConnectionId[];
  readonly failed: readonly Seat[];
}

export interface Event {
  readonly event: string;
  readonly payload: unknown;
}

/** The same events, in order, to every receiving seat. */
export const broadcast = ({ events, ...fanOut }: FanOut & { readonly events: readonly Event[] }): Promise<Unreachable> => {
  const frames = framesOf(fanOut.room);
  return postEach(fanOut, (seat) => frames('all', seat.version, () => events));
};

/**
 * Messages in order to every receiving seat: one `shout` each, or `shouts` for those who asked for batches. Where a private message
 * stands that is not for a seat, it is told the seq (`hidden`), so that it misses none.
 */
export const broadcastMessages = (
  { messages, epoch, ...fanOut }: FanOut & { readonly messages: readonly Accepted[]; readonly epoch: string },
): Promise<Unreachable> => {
  const frames = framesOf(fanOut.room);
  const first = messages[0]?.seq ?? 0;
  const confidential = messages.filter(({ to }) => to !== undefined);
  return postEach(fanOut, (seat) => {
    const seen = confidential.length === 0 ? '' : confidential.filter((message) => isFor(message, seat.member?.id)).map(({ seq }) => seq).join();
    const kind = seat.batch ? 'batch' : 'single';
    const audience = seat.from < first && seen === '' ? kind : `${kind} ${Math.max(seat.from, first - 1)} ${seen}`;
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
  const views = messages.filter((message) => isFor(message, member)).map((message) => messageView(epoch, message));
  if (batch && messages.length > 1 && views.length > 0) {
    return batchesOf(views).map((run, index) => ({ event: 'shouts', payload: { messages: run, ...(index === 0 && hidden.length > 0 ? { hidden } : {}) } }));
  }
  return [
    ...(hidden.length === 0 ? [] : [{ event: 'hidden', payload: { epoch, seqs: hidden } }]),
    ...views.map((payload) => ({ event: 'shout', payload })),
  ];
}

// A broadcast's join_ref is null, so that all seats of one version and audience share its frames.
function framesOf(room: RoomId): (audience: string, version: Version, events: () => readonly Event[]) => readonly string[] {
  const built = { 1: new Map<string, readonly string[]>(), 2: new Map<string, readonly string[]>() };
  return (audience, version, events) => {
    const known = built[version].get(audience);
    if (known !== undefined) return known;
    const frames = events().map(({ event, payload }) => encodeFrame(version, { joinRef: null, ref: null, topic: topicOf(room), event, payload }));
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

// Seats are served side by side under a bound; each seat's own frames one after the other, which keeps their order.
async function postEach({ gateway, seats, now, goOn }: FanOut, framesFor: (seat: Seat) => readonly string[]): Promise<Unreachable> {
  const gone: ConnectionId[] = [];
  const failed: Seat[] = [];
  const receivers = seats.filter((seat) => receives(seat, now));
  let next = 0;
  const serve = async (): Promise<void> => {
    // Where sockets are at hand nothing is waited for, and a thousand posts take no time in which a lease could end.
    let asked = false;
    for (let seat = receivers[next++]; seat !== undefined; seat = receivers[next++]) {
      try {
        for (const frame of framesFor(seat)) {
          if (goOn !== undefined && !asked && !(await goOn())) return;
          asked = true;
          const posted = gateway.post(seat.connection, frame);
          if (typeof posted !== 'string') asked = false;
          if ((typeof posted === 'string' ? posted : await posted) === 'gone') {
            gone.push(seat.connection);
            break;
          }
        }
      } catch {
        // One connection's trouble is nobody else's.
        failed.push(seat);
      }
    }
  };
  const serving: Promise<void>[] = [];
  while (next < receivers.length && serving.length < bounds.concurrentPosts) serving.push(serve());
  await Promise.all(serving);
  return { gone, failed };
}
