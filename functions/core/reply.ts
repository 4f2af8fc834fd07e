// The input and output of handlers, and the `phx_reply` that answers a push.

import { encodeFrame, type Frame, type Version } from '../protocol/frames.ts';
import { refusalBody, type Refusal } from '../protocol/reasons.ts';
import type { RateRefusal } from './access/rate-limit.ts';
import type { Context } from './context.ts';
import type { ConnectionId, Subscription } from './ports.ts';

/** A decoded frame and its connection. */
export interface Received {
  readonly connection: ConnectionId;
  readonly version: Version;
  readonly frame: Frame;
}

/** A push by a subscribed connection: authorized, its payload parsed. */
export interface Push<Payload> {
  readonly subscription: Subscription;
  readonly payload: Payload;
  /**
   * The membership version at which the subscription was cached. Undefined: it was read just now.
   */
  readonly membership?: number | undefined;
  /** Whether an earlier try counted this push against its member's and its room's rate. */
  readonly isRateCounted?: boolean | undefined;
}

export interface OkAnswer {
  readonly ok: true;
  readonly response: unknown;
  /** Runs after the reply is posted, so nothing that it posts can overtake the reply. */
  readonly after?: () => Promise<unknown>;
}

export type Answer = OkAnswer | Refusal | RateRefusal;

// If a later step fails, an answered push must not get a second reply.
const answered = new WeakSet<Received>();
export const isAnswered = (received: Received): boolean => answered.has(received);

/** Posts the reply to a push, under the push's own refs. */
export async function reply(
  { gateway }: Pick<Context, 'gateway'>,
  received: Received,
  answer: Answer,
): Promise<'sent' | 'gone'> {
  const { connection, version, frame } = received;
  answered.add(received);

  const payload = answer.ok
    ? { status: 'ok', response: answer.response }
    : { status: 'error', response: refusalBody(answer) };
  return gateway.post(
    connection,
    encodeFrame(version, {
      joinRef: frame.joinRef,
      ref: frame.ref,
      topic: frame.topic,
      event: 'phx_reply',
      payload,
    }),
  );
}
