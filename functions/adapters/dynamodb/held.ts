// What a warm function remembers of the rooms it meets: the room items that it holds the batons of,
// and the cids it has seen (cids.ts).

import type { KnownCids } from './cids.ts';
import type { Item } from './items.ts';
import { batonIn } from './room-item.ts';

/**
 * The room items this function saw when it took its batons: they name the cids to drop and what is
 * kept, which saves reads.
 */
export interface Held {
  note(baton: string, item: Item): void;
  item(baton: string): Item | undefined;
  drop(baton: string): void;
}

/**
 * What a function remembers of the rooms it meets. Nothing here is needed: without it, more is
 * read.
 */
export interface Memory {
  readonly held: Held;
  readonly cids: KnownCids;
}

export function heldBatons(most = 1_000): Held {
  const items = new Map<string, Item>();
  return {
    note(baton, item) {
      if (batonIn(item)?.id !== baton) return;
      items.delete(baton);
      items.set(baton, item);
      // A drainer that died leaves its entry; the oldest goes.
      for (const [oldest] of items) {
        if (items.size <= most) break;
        items.delete(oldest);
      }
    },
    item: (baton) => items.get(baton),
    drop: (baton) => void items.delete(baton),
  };
}
