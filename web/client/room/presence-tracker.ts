// Keeps the members who are present, from `presence_state` and `presence_diff`. People choose their
// names, so names key a Map and never a plain object.

import type { Meta, PresenceDiff, PresenceState } from '../../../functions/protocol/events.ts';
import type { OutgoingMessage } from '../outbox/outbox.ts';
import type { SendOptions } from './room-options.ts';

/** A name in the room. */
export interface PresenceMember {
  readonly name: string;
  /** The member's id; null if the server does not send it. */
  readonly id: string | null;
  /** True while any of the member's connections types. */
  readonly isTyping: boolean;
  /** How many tabs and devices the member has in the room. */
  readonly connectionCount: number;
  /** Posts over HTTP, without a connection. */
  readonly isBot: boolean;
}

/** @internal */
export interface Presence {
  readonly metas: ReadonlyMap<string, readonly Meta[]>;
  /** Refs that have left. A join that arrives after its own leave must not bring them back. */
  readonly goneRefs: ReadonlySet<string>;
}

/** @internal */
export const emptyPresence: Presence = { metas: new Map(), goneRefs: new Set() };

/** A late join arrives long before this many others have left. */
const maxGoneRefs = 2_000;

/**
 * Replaces all that was known, except for members that have left since the state was written.
 * @internal
 */
export function applyState({ goneRefs }: Presence, state: PresenceState): Presence {
  const metas = new Map<string, readonly Meta[]>();
  for (const [name, entry] of Object.entries(state)) {
    const present = entry.metas.filter((meta) => !goneRefs.has(meta.phx_ref));
    if (present.length > 0) metas.set(name, present);
  }
  return { metas, goneRefs };
}

/**
 * Applies joins, then leaves, by `phx_ref`: an update is one diff in which the new meta joins and
 * the old one leaves.
 * @internal
 */
export function applyDiff(presence: Presence, { joins, leaves }: PresenceDiff): Presence {
  const metas = new Map(presence.metas);
  for (const [name, joining] of Object.entries(joins)) {
    const added = joining.metas.filter((meta) => !presence.goneRefs.has(meta.phx_ref));
    if (added.length === 0) continue;
    const byRef = new Map(added.map((meta) => [meta.phx_ref, meta]));
    const others = (metas.get(name) ?? []).filter((meta) => !byRef.has(meta.phx_ref));
    metas.set(name, [...others, ...byRef.values()]);
  }

  const goneRefs = new Set(presence.goneRefs);
  for (const [name, leaving] of Object.entries(leaves)) {
    for (const { phx_ref: ref } of leaving.metas) goneRefs.add(ref);
    const present = (metas.get(name) ?? []).filter((meta) => !goneRefs.has(meta.phx_ref));
    if (present.length === 0) metas.delete(name);
    else metas.set(name, present);
  }
  return { metas, goneRefs: keepLatest(goneRefs, maxGoneRefs) };
}

const keepLatest = (refs: ReadonlySet<string>, max: number): ReadonlySet<string> =>
  refs.size <= max ? refs : new Set([...refs].slice(-max));

/**
 * Lists one entry per name, in the order of arrival.
 * @internal
 */
export function listMembers({ metas }: Presence): readonly PresenceMember[] {
  return [...metas]
    .map(([name, all]) => ({ name, all, joinedAt: findEarliestJoin(all) }))
    .sort((one, other) => {
      if (one.joinedAt === other.joinedAt) return one.name.localeCompare(other.name);
      return one.joinedAt < other.joinedAt ? -1 : 1;
    })
    .map(({ name, all }) => ({
      name,
      id: findMemberId(all),
      isTyping: all.some((meta) => meta.typing),
      connectionCount: all.length,
      isBot: all.some((meta) => meta.bot === true),
    }));
}

const findMemberId = (metas: readonly Partial<Meta>[]): string | null =>
  metas.find(({ member }) => member !== undefined)?.member ?? null;

/** `~` sorts after every ISO 8601 time. */
const findEarliestJoin = (metas: readonly Meta[]): string =>
  metas.reduce((earliest, meta) => (meta.online_at < earliest ? meta.online_at : earliest), '~');

/** Keeps presence right, in whatever order the cloud delivers the reply, the state and diffs. */
export interface PresenceTracker {
  /** A state follows the reply to the join. Diffs that arrive before it wait. */
  readonly onJoined: () => void;
  readonly onDisconnected: () => void;
  /** A state follows the reply to `sync`. It includes every diff that waits now. */
  readonly onSyncRequested: () => void;
  readonly onState: (state: PresenceState) => void;
  readonly onDiff: (diff: PresenceDiff) => void;
  readonly getMembers: () => readonly PresenceMember[];
  readonly has: (name: string) => boolean;
  /** Finds the id behind a name now: it may be another member's once the message is sent. */
  readonly resolveRecipient: (options: SendOptions) => Pick<OutgoingMessage, 'to' | 'toName'>;
  readonly clear: () => void;
}

export function createPresenceTracker(onChange: () => void): PresenceTracker {
  let presence = emptyPresence;
  /** Diffs that arrived before the state; null once a state is known. */
  let earlyDiffs: PresenceDiff[] | null = [];

  const set = (next: Presence): void => {
    presence = next;
    onChange();
  };

  return {
    onJoined: () => {
      // A diff may arrive even before the reply to the join.
      earlyDiffs ??= [];
    },
    onDisconnected: () => {
      earlyDiffs = [];
    },
    onSyncRequested: () => {
      if (earlyDiffs !== null) earlyDiffs = [];
    },
    onState: (state) => {
      const diffs = earlyDiffs ?? [];
      earlyDiffs = null;
      set(diffs.reduce(applyDiff, applyState(presence, state)));
    },
    onDiff: (diff) => {
      if (earlyDiffs === null) set(applyDiff(presence, diff));
      else earlyDiffs.push(diff);
    },
    getMembers: () => listMembers(presence),
    has: (name) => presence.metas.has(name),
    resolveRecipient: ({ to = null, toName = null }) => {
      if (to === null || toName !== null) return { to, toName };
      const members = listMembers(presence);
      const member = members.find(({ id }) => id === to) ?? members.find(({ name }) => name === to);
      return member === undefined || member.id === null
        ? { to, toName: null }
        : { to: member.id, toName: member.name };
    },
    clear: () => {
      presence = emptyPresence;
    },
  };
}
