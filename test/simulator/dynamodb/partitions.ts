// Stores items by partition, and within a partition in the order of their sort keys, which are
// strings. It has no notion of expressions.

import { compareTexts, type Attributes } from './values.ts';

export interface Schema {
  readonly partitionKey: string;
  readonly sortKey?: string;
}

interface Entry {
  readonly item: Attributes;
  readonly bytes: number;
}

interface Partition {
  readonly entries: Map<string, Entry>;
  /** In order. */
  readonly sorts: string[];
}

export interface Partitions {
  get(partition: string, sort: string): Entry | undefined;
  put(partition: string, sort: string, entry: Entry): void;
  delete(partition: string, sort: string): void;
  inOrder(
    partition: string,
    from: { readonly forward: boolean; readonly after: string | undefined },
  ): Generator<Entry & { readonly sort: string }>;
  all(): Generator<Attributes>;
}

export function partitionsOf(): Partitions {
  const partitions = new Map<string, Partition>();
  return {
    get: (partition, sort) => partitions.get(partition)?.entries.get(sort),

    put(partition, sort, entry) {
      const { entries, sorts } = partitions.get(partition) ?? opened(partition);
      if (!entries.has(sort)) sorts.splice(findIndex(sorts, sort), 0, sort);
      entries.set(sort, entry);
    },

    delete(partition, sort) {
      const found = partitions.get(partition);
      if (found?.entries.delete(sort) !== true) return;
      found.sorts.splice(findIndex(found.sorts, sort), 1);
      if (found.sorts.length === 0) partitions.delete(partition);
    },

    *inOrder(partition, { forward, after }) {
      const { entries, sorts } = partitions.get(partition) ?? {
        entries: new Map<string, Entry>(),
        sorts: [],
      };
      const start = forward ? 0 : sorts.length;
      const place = after === undefined ? start : findIndex(sorts, after);
      const step = forward ? 1 : -1;
      const first = forward
        ? place + (after !== undefined && sorts[place] === after ? 1 : 0)
        : place - 1;
      for (let index = first; index >= 0 && index < sorts.length; index += step) {
        const sort = sorts[index] ?? '';
        const entry = entries.get(sort);
        if (entry !== undefined) yield { ...entry, sort };
      }
    },

    *all() {
      for (const { entries } of partitions.values()) {
        for (const { item } of entries.values()) yield item;
      }
    },
  };

  function opened(partition: string): Partition {
    const made: Partition = { entries: new Map(), sorts: [] };
    partitions.set(partition, made);
    return made;
  }
}

/** Returns the first index whose key is not less. */
function findIndex(sorts: readonly string[], sort: string): number {
  let [low, high] = [0, sorts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareTexts(sorts[middle] ?? '', sort) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
