// What a warm function remembers of the rooms it meets: the room items that it holds the batons of,
// and the cids it has seen (cids.ts).

import type { KnownCids } from './cid-memory.ts';
import type { Item } from '../items.ts';
import { leaseIn } from './room-item.ts';

/**
 * The room items this function saw when it took its batons: they name the cids to drop and what is
 * kept, which saves reads.
 */
export interface Held {
  setBounded(lease: string, item: Item): void;
  item(lease: string): Item | undefined;
  drop(lease: string): void;
}

/**
 * What a function remembers of the rooms it meets. Nothing here is needed: without it, more is
 * read.
 */
export interface Memory {
  readonly held: Held;
  readonly cids: KnownCids;
}

export function createHeldRooms(max = 1_000): Held {
  const items = new Map<string, Item>();
  return {
    setBounded(lease, item) {
      if (leaseIn(item)?.id !== lease) return;
      items.delete(lease);
      items.set(lease, item);
      // A drainer that died leaves its entry; the oldest goes.
      for (const [oldest] of items) {
        if (items.size <= max) break;
        items.delete(oldest);
      }
    },
    item: (lease) => items.get(lease),
    drop: (lease) => void items.delete(lease),
  };
}
