// A client's model of presence, built from the frames it got.

import type { ConnectionId } from '../../../functions/core/ports.ts';
import type { PresenceDiff, PresenceState } from '../../../functions/protocol/events.ts';
import type { Frame } from '../../../functions/protocol/frames.ts';
import { parseFrame, type TestPorts } from '../test-ports.ts';

export const listRefs = (state: PresenceState): readonly string[] =>
  Object.values(state).flatMap(({ metas }) => metas.map(({ phx_ref: ref }) => ref));

/** Applies frames as phoenix's Presence does. Returns the number of metas by name. */
export function applyPresence(frames: readonly Frame[]): Readonly<Record<string, number>> {
  const seen = new Map<string, string>();
  const join = (state: PresenceState): void => {
    for (const [name, { metas }] of Object.entries(state)) {
      for (const { phx_ref: ref } of metas) seen.set(ref, name);
    }
  };
  for (const { event, payload } of frames) {
    if (event === 'presence_state') {
      seen.clear();
      join(payload as PresenceState);
    }
    if (event !== 'presence_diff') continue;
    const { joins, leaves } = payload as PresenceDiff;
    join(joins);
    for (const ref of listRefs(leaves)) seen.delete(ref);
  }
  const counts: Record<string, number> = {};
  for (const name of seen.values()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Returns every frame ever posted to a connection. */
export const listPosted = (ports: TestPorts, connection: ConnectionId): readonly Frame[] =>
  ports.posted.filter((one) => one.connection === connection).map(({ text }) => parseFrame(text));
