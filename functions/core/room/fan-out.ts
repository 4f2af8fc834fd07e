// From one event to every seat that may see it: frames built once per protocol version, posted under a bound,
// connections that turn out to be gone handed back. Knows nothing of batons or stores.

import { encodeFrame, utf8Bytes, type Version } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Message } from '../../protocol/events.ts';
import type { ConnectionId, Gateway, RoomId, Seat } from '../ports.ts';
import { bounds } from '../settings.ts';

export const topicOf = (room: RoomId): string => `room:${room}`;

/** Who may read the receive channel at `now`: a seat whose token allows it and still holds. */
const receives = (seat: Seat, now: number): boolean => seat.scopes.includes('receive') && seat.tokenExpiresAt > now;

interface FanOut {
  readonly gateway: Gateway;
  readonly room: RoomId;
  readonly seats: readonly Seat[];
  readonly now: number;
  /** Asked before each post; false ends the fan-out. */
  readonly goOn?: () => Promise<boolean>;
}

/** One event to every receiving seat. Resolves to the connections that are gone. */
export const broadcast = ({ event, payload, ...fanOut }: FanOut & { readonly event: string; readonly payload: unknown }): Promise<ConnectionId[]> => {
  const frames = framesOf(fanOut.room, event, [payload]);
  return postEach(fanOut, (seat) => frames(seat.version));
};

/** Messages in order to every receiving seat: one `shout` each, or `shouts` for those who asked for batches. */
export const broadcastMessages = ({ messages, ...fanOut }: FanOut & { readonly messages: readonly Message[] }): Promise<ConnectionId[]> => {
  const single = framesOf(fanOut.room, 'shout', messages);
  const batched = framesOf(fanOut.room, 'shouts', messages.length > 1 ? batchesOf(messages) : []);
  return postEach(fanOut, (seat) => (seat.batch && messages.length > 1 ? batched : single)(seat.version));
};

// A broadcast's join_ref is null, so that all seats of one version share its frame.
function framesOf(room: RoomId, event: string, payloads: readonly unknown[]): (version: Version) => readonly string[] {
  const built = new Map<Version, readonly string[]>();
  return (version) => {
    const known = built.get(version);
    if (known !== undefined) return known;
    const frames = payloads.map((payload) => encodeFrame(version, { joinRef: null, ref: null, topic: topicOf(room), event, payload }));
    built.set(version, frames);
    return frames;
  };
}

/** Cuts messages into runs that fit one frame each. */
function batchesOf(messages: readonly Message[]): { readonly messages: readonly Message[] }[] {
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
  return batches.map((run) => ({ messages: run }));
}

// Seats are served side by side under a bound; each seat's own frames one after the other, which keeps their order.
async function postEach({ gateway, seats, now, goOn }: FanOut, framesFor: (seat: Seat) => readonly string[]): Promise<ConnectionId[]> {
  const gone: ConnectionId[] = [];
  const waiting = seats.filter((seat) => receives(seat, now)).values();
  const serve = async (): Promise<void> => {
    for (const seat of waiting) {
      try {
        for (const frame of framesFor(seat)) {
          if (goOn !== undefined && !(await goOn())) return;
          if ((await gateway.post(seat.connection, frame)) === 'gone') {
            gone.push(seat.connection);
            break;
          }
        }
      } catch {
        // One connection's trouble is nobody else's: this one learns by the gap in seq that it missed something.
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(bounds.concurrentPosts, seats.length) }, serve));
  return gone;
}
