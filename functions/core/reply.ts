// How a push is answered: one `phx_reply`, ok or error, under the refs it came with.

import * as v from 'valibot';
import { problemOf } from '../protocol/events.ts';
import { encodeFrame, type Frame, type Version } from '../protocol/frames.ts';
import { refusalBody, refuse, type Refusal } from '../protocol/reasons.ts';
import { authorize, type Stale } from './access/authorize.ts';
import type { Context } from './context.ts';
import type { ConnectionId, Scope, Subscription } from './ports.ts';

/** One frame as it came in, and from whom. */
export interface Received {
  readonly connection: ConnectionId;
  readonly version: Version;
  readonly frame: Frame;
}

/** `after` runs when the answer is on its way: nothing it causes can overtake the answer. */
export type Answer =
  | { readonly ok: true; readonly response: unknown; readonly after?: () => Promise<unknown> }
  | Refusal;

// Who has had an answer must not get another when what follows it fails: an ok stands.
const answered = new WeakSet<Received>();
export const isAnswered = (received: Received): boolean => answered.has(received);

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

/**
 * Says no; but a push of a join that is no longer this connection's is ignored, as Phoenix does.
 */
export async function refuseUnlessStale(
  context: Context,
  received: Received,
  refusal: Refusal | Stale,
): Promise<void> {
  if (refusal.reason !== 'stale') await reply(context, received, refusal);
}

/**
 * A push of a seated connection: authorised, its payload parsed, answered, then whatever follows
 * the answer.
 */
export async function handlePush<Schema extends v.GenericSchema>(
  context: Context,
  received: Received,
  {
    scope,
    schema,
    answer,
  }: {
    readonly scope: Scope | undefined;
    readonly schema: Schema;
    readonly answer: (
      subscription: Subscription,
      payload: v.InferOutput<Schema>,
    ) => Promise<Answer>;
  },
): Promise<void> {
  const { connection, frame } = received;
  const authorized = await authorize(context, { connection, frame, scope });
  if (!authorized.ok) {
    await refuseUnlessStale(context, received, authorized);
    return;
  }
  const payload = v.safeParse(schema, frame.payload);
  const given = payload.success
    ? await answer(authorized.subscription, payload.output)
    : refuse('invalid_payload', problemOf(payload.issues));
  await reply(context, received, given);
  if (given.ok) await given.after?.();
}
