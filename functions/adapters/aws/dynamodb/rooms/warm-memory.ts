// A warm function's memory of its rooms. It only saves reads and writes.

import type { Item } from '../items.ts';
import type { CidMemory } from './cid-memory.ts';
import { parseLease } from './room-item.ts';

export interface WarmMemory {
  readonly leases: LeaseMemory;
  readonly cids: CidMemory;
}

/** A batch that `append` placed, and where. */
interface PlacedBatch {
  readonly lastSeq: number;
  /** True: in the log. False: too small for its own write, so `release` holds it in the room. */
  readonly isLogged: boolean;
}

/** The room items read under the leases that this function took, by the lease's id. */
export interface LeaseMemory {
  /** Remembers the room item, if it has this lease. */
  setItem(lease: string, item: Item): void;
  getItem(lease: string): Item | undefined;
  setBatch(lease: string, batch: PlacedBatch): void;
  getBatch(lease: string): PlacedBatch | undefined;
  delete(lease: string): void;
}

interface Entry {
  readonly item: Item;
  readonly batch?: PlacedBatch;
}

export function createLeaseMemory(max = 1_000): LeaseMemory {
  const entries = new Map<string, Entry>();

  return {
    setItem(lease, item) {
      if (parseLease(item)?.id !== lease) return;
      entries.delete(lease);
      entries.set(lease, { item });
      // A holder that lost its lease never deletes its entry, so the oldest entries are dropped.
      for (const [oldest] of entries) {
        if (entries.size <= max) break;
        entries.delete(oldest);
      }
    },

    getItem: (lease) => entries.get(lease)?.item,

    setBatch(lease, batch) {
      const entry = entries.get(lease);
      if (entry !== undefined) entries.set(lease, { ...entry, batch });
    },

    getBatch: (lease) => entries.get(lease)?.batch,
    delete: (lease) => void entries.delete(lease),
  };
}
