// How presence looks on the wire: `presence_state`, `presence_diff`. Who is told, and when, is
// members.ts.

import type { Meta, PresenceState } from '../../protocol/events.ts';
import { encodeFrame, utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Gateway, Subscription } from '../ports.ts';
import { roomTopic, type Event } from '../messaging/broadcast.ts';
import { toPresenceState } from '../room-views.ts';

/** A seat that was taken or changed (its new meta joins), left or changed (its old one leaves). */
export interface Change {
  readonly joins?: Subscription;
  readonly leaves?: Subscription;
}

/** Sends one seat all that there is, in the order that Phoenix clients expect after a join. */
export async function sendPresence(
  { gateway }: { readonly gateway: Gateway },
  subscription: Subscription,
  subscriptions: readonly Subscription[],
): Promise<void> {
  const { connection, version, joinRef, room } = subscription;
  for (const { event, payload } of toPresenceEvents(subscriptions)) {
    await gateway.post(
      connection,
      encodeFrame(version, { joinRef, ref: null, topic: roomTopic(room), event, payload }),
    );
  }
}

/** Whether two lists have the same seats in the same state. */
export const isSamePresence = (
  some: readonly Subscription[],
  others: readonly Subscription[],
): boolean => {
  const refs = new Set(some.map(({ phxRef }) => phxRef));
  return refs.size === others.length && others.every(({ phxRef }) => refs.has(phxRef));
};

/** One diff; of a seat that changed, with the meta it had before among the leaves. */
export function toPresenceDiff({ joins, leaves }: Change): Event {
  const joining = joins === undefined ? {} : toPresenceState([joins]);
  const before = leaves?.phxRef;
  const updated =
    before === undefined
      ? joining
      : Object.fromEntries(
          Object.entries(joining).map(([name, { metas }]) => [
            name,
            { metas: metas.map((meta): Meta => ({ ...meta, phx_ref_prev: before })) },
          ]),
        );
  return {
    event: 'presence_diff',
    payload: { joins: updated, leaves: leaves === undefined ? {} : toPresenceState([leaves]) },
  };
}

/** `presence_state`; what of it does not fit a frame follows as diffs. */
export function toPresenceEvents(subscriptions: readonly Subscription[]): readonly Event[] {
  const parts: PresenceState[] = [];
  let bytes = Infinity;
  for (const [name, member] of Object.entries(toPresenceState(subscriptions))) {
    const size = member.metas.reduce((sum, meta) => sum + sizeOf(meta), 0);
    if (bytes + size > limits.outgoingFrameBytes) {
      parts.push(Object.create(null) as PresenceState);
      bytes = 0;
    }
    const part = parts.at(-1);
    if (part !== undefined) part[name] = member;
    bytes += size;
  }
  const [first = {}, ...rest] = parts;
  return [
    { event: 'presence_state', payload: first },
    ...rest.map((joins) => ({ event: 'presence_diff', payload: { joins, leaves: {} } })),
  ];
}

const sizes = new WeakMap<Meta, number>();

/**
 * Bytes of a meta in a state, its name and what stands around both counted with each; measured
 * once, as metas are kept.
 */
function sizeOf(meta: Meta): number {
  const known = sizes.get(meta);
  if (known !== undefined) return known;
  const size = utf8Bytes(JSON.stringify([meta.username, meta])) + '{"metas":[]},'.length;
  sizes.set(meta, size);
  return size;
}
