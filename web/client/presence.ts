// Who is in the room, from presence_state and presence_diff. Names are people's own words, hence a Map and no plain object.

import type { Meta, PresenceDiff, PresenceState } from '../../functions/protocol/events.ts';

export type Presence = ReadonlyMap<string, readonly Meta[]>;

export interface Present {
  readonly name: string;
  readonly typing: boolean;
}

export const nobody: Presence = new Map();

export const presenceFrom = (state: PresenceState): Presence => new Map(Object.entries(state).map(([name, { metas }]) => [name, metas]));

/** Joins first, then leaves, by phx_ref: an update is one diff with the new meta joining and the old one leaving. */
export function applyDiff(presence: Presence, { joins, leaves }: PresenceDiff): Presence {
  const next = new Map(presence);
  for (const [name, { metas }] of Object.entries(joins)) {
    const fresh = new Set(metas.map((meta) => meta.phx_ref));
    next.set(name, [...(next.get(name) ?? []).filter((meta) => !fresh.has(meta.phx_ref)), ...metas]);
  }
  for (const [name, { metas }] of Object.entries(leaves)) {
    const gone = new Set(metas.map((meta) => meta.phx_ref));
    const left = (next.get(name) ?? []).filter((meta) => !gone.has(meta.phx_ref));
    if (left.length === 0) next.delete(name);
    else next.set(name, left);
  }
  return next;
}

/** One entry a name, in the order of arrival; typing when any of its connections is. */
export function present(presence: Presence): readonly Present[] {
  return [...presence]
    .map(([name, metas]) => ({ name, typing: metas.some((meta) => meta.typing), since: metas.reduce((least, meta) => (meta.online_at < least ? meta.online_at : least), '~') }))
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.name.localeCompare(b.name)))
    .map(({ name, typing }) => ({ name, typing }));
}
