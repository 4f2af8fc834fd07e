// Receives one frame from a client: decodes it, counts it, and runs the handler of its event.
// CONTRIBUTING.md shows how to add an event.

import * as v from 'valibot';
import {
  Close,
  Extend,
  History,
  Kick,
  Lock,
  describeProblem,
  Rename,
  Shout,
  Slow,
  Sync,
  Typing,
} from '../protocol/events.ts';
import { decodeBinaryPush, decodeFrame, type Decoded, type Frame } from '../protocol/frames.ts';
import { limits } from '../protocol/limits.ts';
import { refuse } from '../protocol/reasons.ts';
import { authorize, authorizeCached } from './access/authorize.ts';
import { consumeToken, refuseRate } from './access/rate-limit.ts';
import { prefetch, type Context } from './context.ts';
import { lobby } from './lifecycle/lobby.ts';
import { updateCachedSubscription } from './membership/cached-subscriptions.ts';
import { heartbeat } from './membership/subscription-leases.ts';
import { join } from './membership/join.ts';
import { leave } from './membership/leave.ts';
import { setTyping } from './membership/room-presence.ts';
import { rename } from './membership/rename.ts';
import { readHistory, sync } from './messaging/history.ts';
import { shout } from './messaging/shout.ts';
import { close, extend, kick, lock, setSlowMode } from './moderation/owner-events.ts';
import type { ConnectionId, Scope, Subscription } from './ports.ts';
import { isAnswered, reply, type Answer, type Push, type Received } from './reply.ts';

interface EventDefinition<Schema extends v.GenericSchema = v.GenericSchema> {
  /** The scope that the connection's token needs. */
  readonly scope: Scope;
  readonly schema: Schema;
  /**
   * - `requests`: counted here, before anything is read.
   * - `messages`: counted here, too, and by member and room when the message is admitted. The
   *   subscription may come from the cache; the handler returns `stale-membership` if it must be
   *   read again.
   */
  readonly rate: 'requests' | 'messages';
  handler(
    context: Context,
    push: Push<v.InferOutput<Schema>>,
  ): Promise<Answer | 'stale-membership'>;
}

const define = <Schema extends v.GenericSchema>(
  definition: EventDefinition<Schema>,
): EventDefinition => definition;

/** Every event that a subscribed connection may push. */
export const events: ReadonlyMap<string, EventDefinition> = new Map(
  Object.entries({
    shout: define({ scope: 'send', schema: Shout, rate: 'messages', handler: shout }),
    typing: define({ scope: 'send', schema: Typing, rate: 'requests', handler: setTyping }),
    history: define({ scope: 'receive', schema: History, rate: 'requests', handler: readHistory }),
    sync: define({ scope: 'receive', schema: Sync, rate: 'requests', handler: sync }),
    rename: define({ scope: 'send', schema: Rename, rate: 'requests', handler: rename }),
    kick: define({ scope: 'moderate', schema: Kick, rate: 'requests', handler: kick }),
    lock: define({ scope: 'moderate', schema: Lock, rate: 'requests', handler: lock }),
    slow: define({ scope: 'moderate', schema: Slow, rate: 'requests', handler: setSlowMode }),
    extend: define({ scope: 'moderate', schema: Extend, rate: 'requests', handler: extend }),
    close: define({ scope: 'moderate', schema: Close, rate: 'requests', handler: close }),
  }),
);

interface IncomingFrame {
  readonly connection: ConnectionId;
  readonly text: string;
}

/**
 * Handles one frame. Every reply is posted; nothing is returned.
 *
 * @throws Our own failures, after replying `unavailable`. The caller counts them.
 */
export async function receive(
  context: Context,
  { connection, text }: IncomingFrame,
): Promise<void> {
  if (!countFrame(context, connection)) {
    await context.gateway.close(connection, 1008);
    return;
  }
  const decoded = decodeFrame(text);
  if (!decoded.ok) {
    await rejectUnreadable(context, connection, decoded);
    return;
  }

  const received: Received = { connection, version: decoded.version, frame: decoded.frame };
  try {
    await dispatch(context, received);
  } catch (error) {
    if (!isAnswered(received)) await reply(context, received, refuse('unavailable'));
    throw error;
  }
}

/** Counts a frame of any kind, before anything of it is read. False: the connection is too fast. */
export const countFrame = (context: Context, connection: ConnectionId): boolean =>
  consumeToken(context, `frames.${connection}`, limits.frameRate).ok;

/** Counts a frame that cannot be read, and replies in the form that its connection chose. */
async function rejectUnreadable(
  context: Context,
  connection: ConnectionId,
  { address, ...refusal }: Exclude<Decoded, { readonly ok: true }>,
): Promise<void> {
  const taken = consumeToken(context, `requests.${connection}`, limits.requestRate);
  const version = (await context.connections.read(connection))?.version ?? 1;
  const received = { connection, version, frame: { ...unreadableFrame, ...address } };
  await sendAnswer(context, received, taken.ok ? refusal : refuseRate(taken));
}

interface BinaryFrame {
  readonly connection: ConnectionId;
  readonly data: Uint8Array;
}

/** Replies to a binary push. The caller closes the connection with 1003, as API Gateway does. */
export async function rejectBinary(
  context: Context,
  { connection, data }: BinaryFrame,
): Promise<void> {
  if (!countFrame(context, connection)) return;
  const frame = decodeBinaryPush(data);
  if (frame === undefined) return;
  const refusal = refuse('invalid_payload', 'Binary payloads are not supported. Send JSON.');
  await reply(context, { connection, version: 2, frame }, refusal);
}

function dispatch(context: Context, received: Received): Promise<unknown> {
  const { topic, event } = received.frame;
  const definition = events.get(event);
  const isMessage = definition?.rate === 'messages';
  const taken = isMessage
    ? consumeToken(context, received.connection, limits.messageRates.connection)
    : consumeToken(context, `requests.${received.connection}`, limits.requestRate);
  if (!taken.ok) return sendAnswer(context, received, refuseRate(taken));
  if (isMessage) return handleMessage(context, received, definition);

  if (topic === 'phoenix' && event === 'heartbeat') return heartbeat(context, received);
  if (topic === 'lobby') return lobby(context, received);
  if (event === 'phx_join') return join(context, received);
  if (event === 'phx_leave') return leave(context, received);
  return definition === undefined
    ? rejectUnknownEvent(context, received)
    : handlePush(context, received, definition);
}

async function handlePush(
  context: Context,
  received: Received,
  definition: EventDefinition,
): Promise<void> {
  const subscription = await authorizeOrReject(context, received, definition.scope);
  if (subscription !== undefined) await runHandler(context, received, { definition, subscription });
}

/** Handles a push of the hot path: reads the subscription only if the cache has no current one. */
async function handleMessage(
  context: Context,
  received: Received,
  definition: EventDefinition,
): Promise<void> {
  prefetch(context, 'lists');

  const cached = authorizeCached(context, received, definition.scope);
  if (cached !== undefined) {
    const { subscription, membership } = cached;
    const outcome = await runHandler(context, received, { definition, subscription, membership });
    if (outcome !== 'stale-membership') return;
    context.memory.subscriptions.delete(subscription.room);
  }

  const subscription = await authorizeOrReject(context, received, definition.scope);
  if (subscription === undefined) return;
  updateCachedSubscription(context, subscription);
  await runHandler(context, received, {
    definition,
    subscription,
    isRateCounted: cached !== undefined,
  });
}

async function rejectUnknownEvent(context: Context, received: Received): Promise<void> {
  if ((await authorizeOrReject(context, received, undefined)) === undefined) return;
  await reply(context, received, refuse('invalid_payload', 'Unknown event. See docs/protocol.md.'));
}

/** Returns the subscription of a push. Otherwise replies, or ignores a push of a replaced join. */
async function authorizeOrReject(
  context: Context,
  received: Received,
  scope: Scope | undefined,
): Promise<Subscription | undefined> {
  const authorized = await authorize(context, received, scope);
  if (authorized.ok) return authorized.subscription;
  if (authorized.reason !== 'stale') await reply(context, received, authorized);
  return undefined;
}

interface HandlerRun {
  readonly definition: EventDefinition;
  readonly subscription: Subscription;
  readonly membership?: number;
  readonly isRateCounted?: boolean;
}

/** Parses the payload, runs the handler, and answers, unless the subscription is out of date. */
async function runHandler(
  context: Context,
  received: Received,
  { definition, subscription, membership, isRateCounted }: HandlerRun,
): Promise<'stale-membership' | undefined> {
  const parsed = v.safeParse(definition.schema, received.frame.payload);
  const answer = parsed.success
    ? await definition.handler(context, {
        subscription,
        payload: parsed.output,
        membership,
        isRateCounted,
      })
    : refuse('invalid_payload', describeProblem(parsed.issues));
  if (answer === 'stale-membership') return answer;

  await sendAnswer(context, received, answer);
  return undefined;
}

/** Replies, then runs the rest. Closes with 1008 after too many consecutive rate refusals. */
async function sendAnswer(context: Context, received: Received, answer: Answer): Promise<void> {
  await reply(context, received, answer);
  if (answer.ok) {
    await answer.after?.();
  } else if (
    'consecutiveRefusals' in answer &&
    (answer.consecutiveRefusals ?? 0) >= limits.maxConsecutiveRefusals
  ) {
    await context.gateway.close(received.connection, 1008);
  }
}

// An unreadable frame may have no ref to reply under.
const unreadableFrame: Frame = {
  joinRef: null,
  ref: null,
  topic: 'phoenix',
  event: 'unreadable',
  payload: {},
};
