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
export const nobody: Presence = { metas: new Map(), gone: new Set() };

/** As many refs as are remembered: what is on its way arrives long before so many have left. */
const goneMost = 2_000;

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
  return { metas: next, gone: gone.size <= goneMost ? gone : new Set([...gone].slice(-goneMost)) };
}

/**
 * One entry a name, in the order of arrival; typing when any of its connections is.
 * @internal
 */
export function present({ metas }: Presence): readonly PresenceMember[] {
  return [...metas]
    .map(([name, all]) => ({
      name,
      id: memberOf(all),
      isTyping: all.some((meta) => meta.typing),
      connectionCount: all.length,
      since: earliest(all),
    }))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.name.localeCompare(b.name)))
    .map(({ since: _, ...who }) => who);
}

const memberOf = (metas: readonly Partial<Meta>[]): string | null =>
  metas.find(({ member }) => member !== undefined)?.member ?? null;

const earliest = (metas: readonly Meta[]): string =>
  metas.reduce((min, meta) => (meta.online_at < min ? meta.online_at : min), '~');

export interface Roll {
  /**
   * The state is sent after the join's answer; a diff that overtakes it, or the answer, waits for
   * it.
   */
  readonly joined: () => void;
  readonly lost: () => void;
  /** A state is asked for: it will tell of every change that is known by now. */
  readonly asked: () => void;
  readonly state: (state: PresenceState) => void;
  readonly diff: (diff: PresenceDiff) => void;
  readonly present: () => readonly PresenceMember[];
  readonly has: (name: string) => boolean;
  readonly clear: () => void;
}

export function keepRoll(changed: () => void): Roll {
  let presence = nobody;
  let early: PresenceDiff[] | null = [];
  const set = (next: Presence): void => {
    presence = next;
    changed();
  };
  return {
    joined: () => {
      // A diff may overtake the very answer to the join.
      early ??= [];
    },
    lost: () => {
      early = [];
    },
    asked: () => {
      if (early !== null) early = [];
    },
    state: (state) => {
      const waiting = early ?? [];
      early = null;
      set(waiting.reduce(applyDiff, applyState(presence, state)));
    },
    diff: (diff) => {
      if (early === null) set(applyDiff(presence, diff));
      else early.push(diff);
    },
    present: () => present(presence),
    has: (name) => presence.metas.has(name),
    clear: () => {
      presence = nobody;
    },
  };
}
