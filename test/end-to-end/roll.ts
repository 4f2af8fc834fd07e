// Presence computed from presence_state and presence_diff as Phoenix clients do: by phx_ref.

import type { PresenceDiff, PresenceState } from '../../functions/protocol/events.ts';

export interface Roll {
  take(event: string, payload: unknown): void;
  names(): ReadonlySet<string>;
  /** The number of connections; cheap to read. */
  readonly size: number;
}

export function createRoll(): Roll {
  const refs = new Map<string, string>();
  const add = (state: PresenceState): void => {
    for (const [name, { metas }] of Object.entries(state)) {
      for (const meta of metas) refs.set(meta.phx_ref, name);
    }
  };
  return {
    take(event, payload) {
      if (event === 'presence_state') {
        refs.clear();
        add(payload as PresenceState);
      } else if (event === 'presence_diff') {
        const { joins, leaves } = payload as PresenceDiff;
        add(joins);
        for (const { metas } of Object.values(leaves)) {
          for (const meta of metas) refs.delete(meta.phx_ref);
        }
      }
    },
    names: () => new Set(refs.values()),
    get size() {
      return refs.size;
    },
  };
}
