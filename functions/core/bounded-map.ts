// Maps of a warm process, which forget their oldest entries beyond a size.

import { serverLimits } from './settings.ts';

/**
 * Sets an entry. Beyond the maximum size, deletes the entry that was created first.
 *
 * Setting an entry again keeps its place. Deleting and adding it for every message would make V8
 * copy the whole map again and again, and link the copies, so all of them grow old before they are
 * collected.
 */
export function setBounded<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.set(key, value);
  if (map.size <= serverLimits.maxMapEntries) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
