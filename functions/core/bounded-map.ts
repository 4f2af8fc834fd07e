// Notes that a warm process keeps: maps that forget the oldest beyond a bound.

import { bounds } from './settings.ts';

/**
 * Sets a note and forgets the one that was first made, beyond the bound. A note that is set again
 * keeps its place: to take it out and put it back for every message has V8 copy the whole map again
 * and again, and link the copies so that all of them grow old before they are collected.
 */
export function setBounded<Key, Value>(notes: Map<Key, Value>, key: Key, value: Value): void {
  notes.set(key, value);
  if (notes.size <= bounds.notes) return;
  const oldest = notes.keys().next();
  if (oldest.done !== true) notes.delete(oldest.value);
}
