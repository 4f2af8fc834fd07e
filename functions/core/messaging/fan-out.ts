// Fan-out: posts events or messages to every subscription that may receive them. Subscriptions that
// see the same share one set of frames. Returns the subscriptions it could not reach.

import type { Message } from '../../protocol/events.ts';
import { encodeFrame, utf8Bytes, type Version } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { AcceptedMessage, MemberId, Ports, Room, RoomId, Subscription } from '../ports.ts';
import { isVisibleTo, roomTopic, viewMessage } from '../room-views.ts';
import type { HeldLease } from './lease.ts';
import { postEach } from './post-each.ts';
import { postInShards } from './shards.ts';

export interface Event {
  readonly event: string;
  readonly payload: unknown;
}

interface FanOut {
  readonly ports: Pick<Ports, 'gateway' | 'clock' | 'workers'>;
  /** The caller checks that it is live. */
  readonly room: Pick<Room, 'id' | 'expiresAt'>;
  readonly subscriptions: readonly Subscription[];
  readonly now: number;
  /** If it is lost, the fan-out stops. */
  readonly heldLease?: HeldLease;
}

export interface Unreachable {
  /** Their connections have ended. */
  readonly gone: readonly Subscription[];
  /** Their connections may be alive, but missed a post. */
  readonly failed: readonly Subscription[];
}

interface EventFanOut extends FanOut {
  readonly events: readonly Event[];
}

/** Posts the same events, in order, to every receiving subscription. */
export const fanOutEvents = ({ events, ...fanOut }: EventFanOut): Promise<Unreachable> => {
  const getFrames = createFrameCache(fanOut.room.id);
  return postToReceivers(fanOut, (subscription) =>
    getFrames('all', subscription.version, () => events),
  );
};

interface MessageFanOut extends FanOut {
  readonly messages: readonly AcceptedMessage[];
  readonly epoch: string;
}

/**
 * Posts messages, in order, to every receiving subscription: as one `shout` each, or as `shouts` to
 * those that joined with `batch`. The seq of a private message goes to everyone else as `hidden`,
 * so nobody takes it for a hole.
 */
export const fanOutMessages = ({
  messages,
  epoch,
  ...fanOut
}: MessageFanOut): Promise<Unreachable> => {
  const getFrames = createFrameCache(fanOut.room.id);
  const firstSeq = messages[0]?.seq ?? 0;
  const privateMessages = messages.filter(({ to }) => to !== undefined);

  return postToReceivers(fanOut, (subscription) => {
    const { batch, from, member, version } = subscription;
    const visible =
      privateMessages.length === 0 ? '' : listVisibleSeqs(privateMessages, member?.id);
    const kind = batch ? 'batch' : 'single';
    // Subscriptions of one audience see the same messages.
    const audience =
      from < firstSeq && visible === ''
        ? kind
        : `${kind} ${Math.max(from, firstSeq - 1)} ${visible}`;

    return getFrames(audience, version, () =>
      buildMessageEvents({
        epoch,
        batch,
        messages: messages.filter(({ seq }) => seq > from),
        reader: member?.id,
      }),
    );
  });
};

const listVisibleSeqs = (
  messages: readonly AcceptedMessage[],
  reader: MemberId | undefined,
): string =>
  messages
    .filter((message) => isVisibleTo(message, reader))
    .map(({ seq }) => seq)
    .join();

interface Audience {
  readonly epoch: string;
  readonly batch: boolean;
  readonly messages: readonly AcceptedMessage[];
  readonly reader: MemberId | undefined;
}

function buildMessageEvents({ epoch, batch, messages, reader }: Audience): readonly Event[] {
  const hidden = messages.filter((message) => !isVisibleTo(message, reader)).map(({ seq }) => seq);
  const views = messages
    .filter((message) => isVisibleTo(message, reader))
    .map((message) => viewMessage(epoch, message));

  if (batch && messages.length > 1 && views.length > 0) {
    return splitIntoFrames(views).map((run, index) => ({
      event: 'shouts',
      payload: { messages: run, ...(index === 0 && hidden.length > 0 ? { hidden } : {}) },
    }));
  }
  return [
    ...(hidden.length === 0 ? [] : [{ event: 'hidden', payload: { epoch, seqs: hidden } }]),
    ...views.map((payload) => ({ event: 'shout', payload })),
  ];
}

/** Splits messages into runs that fit one frame each. */
function splitIntoFrames(messages: readonly Message[]): (readonly Message[])[] {
  const runs: Message[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size = utf8Bytes(JSON.stringify(message)) + 1;
    if (bytes + size > limits.maxOutgoingFrameBytes) {
      runs.push([]);
      bytes = 0;
    }
    runs.at(-1)?.push(message);
    bytes += size;
  }
  return runs;
}

type FrameCache = (
  audience: string,
  version: Version,
  buildEvents: () => readonly Event[],
) => readonly string[];

// These frames have no join_ref, so subscriptions of one version and audience share them.
function createFrameCache(room: RoomId): FrameCache {
  const built = {
    1: new Map<string, readonly string[]>(),
    2: new Map<string, readonly string[]>(),
  };
  return (audience, version, buildEvents) => {
    const cached = built[version].get(audience);
    if (cached !== undefined) return cached;
    const frames = buildEvents().map(({ event, payload }) =>
      encodeFrame(version, { joinRef: null, ref: null, topic: roomTopic(room), event, payload }),
    );
    built[version].set(audience, frames);
    return frames;
  };
}

function postToReceivers(
  { ports, room, subscriptions, now, heldLease }: FanOut,
  framesFor: (subscription: Subscription) => readonly string[],
): Promise<Unreachable> {
  const { gateway, clock, workers } = ports;
  const receivers = findReceivers(subscriptions, now);
  return workers === undefined || receivers.length <= workers.shardLimits.beyond
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

interface Receivers {
  readonly receivers: readonly Subscription[];
  /** When the first of their tokens expires. */
  readonly until: number;
}

// A list is never changed, only replaced, so its receivers are found once until a token expires.
// Checking a thousand subscriptions again would cost more than the rest of a message's admission.
const receiversByList = new WeakMap<readonly Subscription[], Receivers>();

function findReceivers(
  subscriptions: readonly Subscription[],
  now: number,
): readonly Subscription[] {
  const cached = receiversByList.get(subscriptions);
  if (cached !== undefined && now < cached.until) return cached.receivers;

  const receivers = subscriptions.filter((subscription) => canReceive(subscription, now));
  const until = receivers.reduce(
    (min, { tokenExpiresAt = Infinity }) => Math.min(min, tokenExpiresAt),
    Infinity,
  );
  receiversByList.set(subscriptions, { receivers, until });
  return receivers;
}

const canReceive = ({ scopes, tokenExpiresAt }: Subscription, now: number): boolean =>
  scopes.includes('receive') && (tokenExpiresAt ?? Infinity) > now;
