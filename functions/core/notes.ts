// Notes that a warm process keeps: maps that forget the oldest beyond a bound.

import { bounds } from './settings.ts';

/** Sets a note and forgets the oldest beyond the bound (a Map keeps insertion order). */
export function note<Key, Value>(notes: Map<Key, Value>, key: Key, value: Value): void {
  notes.delete(key);
  notes.set(key, value);
  if (notes.size <= bounds.notes) return;
  const oldest = notes.keys().next();
  if (oldest.done !== true) notes.delete(oldest.value);
}
