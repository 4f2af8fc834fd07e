// Who is in the room, from presence_state and presence_diff. Names are people's own words, hence a
// Map and no plain object.

import type { Meta, PresenceDiff, PresenceState } from '../../functions/protocol/events.ts';

/** @internal */
export interface Presence {
  readonly metas: ReadonlyMap<string, readonly Meta[]>;
  /**
   * Refs of metas that have left: a join or a state that arrives after the leave it was sent before
   * leaves no ghost.
   */
  readonly gone: ReadonlySet<string>;
}

export interface PresenceMember {
  readonly name: string;
  /** The member's id; null where a server does not tell it. */
  readonly id: string | null;
  readonly isTyping: boolean;
  /** Tabs and devices. */
  readonly connectionCount: number;
}

/** @internal */
export const emptyPresence: Presence = { metas: new Map(), gone: new Set() };

/** As many refs as are remembered: what is on its way arrives long before so many have left. */
const maxGoneRefs = 2_000;

/**
 * A state replaces all that was known, but what has left since it was written.
 * @internal
 */
export function applyState({ gone }: Presence, state: PresenceState): Presence {
  const metas = new Map<string, readonly Meta[]>();
  for (const [name, listed] of Object.entries(state)) {
    const here = listed.metas.filter((meta) => !gone.has(meta.phx_ref));
    if (here.length > 0) metas.set(name, here);
  }
  return { metas, gone };
}

/**
 * Joins first, then leaves, by phx_ref: an update is one diff with the new meta joining and the old
 * one leaving. @internal
 */
export function applyDiff(presence: Presence, { joins, leaves }: PresenceDiff): Presence {
  const next = new Map(presence.metas);
  for (const [name, { metas }] of Object.entries(joins)) {
    const fresh = new Map(
      metas.filter((meta) => !presence.gone.has(meta.phx_ref)).map((meta) => [meta.phx_ref, meta]),
    );
    if (fresh.size > 0) {
      next.set(name, [
        ...(next.get(name) ?? []).filter((meta) => !fresh.has(meta.phx_ref)),
        ...fresh.values(),
      ]);
    }
  }
  const gone = new Set(presence.gone);
  for (const [name, { metas }] of Object.entries(leaves)) {
    for (const { phx_ref: ref } of metas) gone.add(ref);
    const left = (next.get(name) ?? []).filter((meta) => !gone.has(meta.phx_ref));
    if (left.length === 0) next.delete(name);
    else next.set(name, left);
  }
  return {
    metas: next,
    gone: gone.size <= maxGoneRefs ? gone : new Set([...gone].slice(-maxGoneRefs)),
  };
}

/**
 * One entry a name, in the order of arrival; typing when any of its connections is.
 * @internal
 */
export function listMembers({ metas }: Presence): readonly PresenceMember[] {
  return [...metas]
    .map(([name, all]) => ({
      name,
      id: findMemberId(all),
      isTyping: all.some((meta) => meta.typing),
      connectionCount: all.length,
      since: findEarliestJoin(all),
    }))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.name.localeCompare(b.name)))
    .map(({ since: _, ...who }) => who);
}

const findMemberId = (metas: readonly Partial<Meta>[]): string | null =>
  metas.find(({ member }) => member !== undefined)?.member ?? null;

const findEarliestJoin = (metas: readonly Meta[]): string =>
  metas.reduce((min, meta) => (meta.online_at < min ? meta.online_at : min), '~');

export interface PresenceTracker {
  /**
   * The state is sent after the join's answer; a diff that overtakes it, or the answer, waits for
   * it.
   */
  readonly onJoined: () => void;
  readonly onDisconnected: () => void;
  /** A state is asked for: it will tell of every change that is known by now. */
  readonly onSyncRequested: () => void;
  readonly onState: (state: PresenceState) => void;
  readonly onDiff: (diff: PresenceDiff) => void;
  readonly getMembers: () => readonly PresenceMember[];
  readonly has: (name: string) => boolean;
  readonly clear: () => void;
}

export function createPresenceTracker(changed: () => void): PresenceTracker {
  let presence = emptyPresence;
  let early: PresenceDiff[] | null = [];
  const set = (next: Presence): void => {
    presence = next;
    changed();
  };
  return {
    onJoined: () => {
      // A diff may overtake the very answer to the join.
      early ??= [];
    },
    onDisconnected: () => {
      early = [];
    },
    onSyncRequested: () => {
      if (early !== null) early = [];
    },
    onState: (state) => {
      const waiting = early ?? [];
      early = null;
      set(waiting.reduce(applyDiff, applyState(presence, state)));
    },
    onDiff: (diff) => {
      if (early === null) set(applyDiff(presence, diff));
      else early.push(diff);
    },
    getMembers: () => listMembers(presence),
    has: (name) => presence.metas.has(name),
    clear: () => {
      presence = emptyPresence;
    },
  };
}
