// Presence on the wire: `presence_state` and `presence_diff`.

import type { Meta, PresenceState } from '../../protocol/events.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import type { Event } from '../messaging/fan-out.ts';
import type { Subscription } from '../ports.ts';
import { viewPresence } from '../room-views.ts';

/**
 * One change of presence: a new subscription joins, an old one leaves, a changed one does both.
 */
export interface PresenceChange {
  readonly joins?: Subscription;
  readonly leaves?: Subscription;
}

/** Returns a change as one diff. A changed meta has its old ref as `phx_ref_prev`. */
export function buildPresenceDiff({ joins, leaves }: PresenceChange): Event {
  const joining = joins === undefined ? {} : viewPresence([joins]);
  const leaving = leaves === undefined ? {} : viewPresence([leaves]);
  return {
    event: 'presence_diff',
    payload: {
      joins: leaves === undefined ? joining : withPreviousRef(joining, leaves.phxRef),
      leaves: leaving,
    },
  };
}

const withPreviousRef = (state: PresenceState, previous: string): PresenceState =>
  Object.fromEntries(
    Object.entries(state).map(([name, { metas }]) => [
      name,
      { metas: metas.map((meta): Meta => ({ ...meta, phx_ref_prev: previous })) },
    ]),
  );

/** Returns the whole presence: `presence_state`, then diffs with the rest that did not fit. */
export function buildPresenceState(subscriptions: readonly Subscription[]): readonly Event[] {
  const parts: PresenceState[] = [];
  let bytes = Infinity;
  for (const [name, member] of Object.entries(viewPresence(subscriptions))) {
    const size = member.metas.reduce((sum, meta) => sum + measureMeta(meta), 0);
    if (bytes + size > limits.maxOutgoingFrameBytes) {
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

// Metas are cached, so each is measured once.
const sizes = new WeakMap<Meta, number>();

/** Returns a meta's bytes in a state, with its name and the JSON around it. */
function measureMeta(meta: Meta): number {
  const cached = sizes.get(meta);
  if (cached !== undefined) return cached;
  const size = utf8Bytes(JSON.stringify([meta.username, meta])) + '{"metas":[]},'.length;
  sizes.set(meta, size);
  return size;
}

/** Whether two lists have the same subscriptions in the same state. */
export const isSamePresence = (
  one: readonly Subscription[],
  other: readonly Subscription[],
): boolean => {
  const refs = new Set(one.map(({ phxRef }) => phxRef));
  return refs.size === other.length && other.every(({ phxRef }) => refs.has(phxRef));
};
