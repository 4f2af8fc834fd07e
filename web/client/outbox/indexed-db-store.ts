// The outbox store of browsers, in IndexedDB. Memory replaces it where the browser refuses.

import { createStore, delMany, entries, get, set, type UseStore } from 'idb-keyval';
import { getBrowserGlobals } from '../environment.ts';
import { createMemoryOutboxStore, type OutboxStore, type StoredMessage } from './outbox-store.ts';

interface Entry extends StoredMessage {
  readonly queue: string;
  /** Orders messages written in the same millisecond. */
  readonly order: number;
}

export interface IndexedDbOutboxStoreOptions {
  /** Returns the time in milliseconds since 1970; decides which messages have expired. */
  readonly now: () => number;
  /**
   * The database's name.
   * @defaultValue `'ten-minute-chat'`
   */
  readonly name?: string;
}

/**
 * Creates a store in IndexedDB, shared by all tabs of the page's origin. It is the default in
 * browsers. If IndexedDB is forbidden or full, messages wait in memory.
 * @example
 * const outboxStore = createIndexedDbOutboxStore({ now: () => Date.now(), name: 'my-chat' });
 */
export function createIndexedDbOutboxStore({
  now,
  name = 'ten-minute-chat',
}: IndexedDbOutboxStoreOptions): OutboxStore {
  const memory = createMemoryOutboxStore();
  let lastOrder = 0;
  let opened: UseStore | undefined;
  const openDatabase = (): UseStore => (opened ??= createStore(name, 'queue'));
  const createKey = (queue: string, cid: string): string => `${queue} ${cid}`;

  /** Returns `fallback` if the browser refuses. */
  async function attempt<Value>(work: () => Promise<Value>, fallback: Value): Promise<Value> {
    try {
      return await work();
    } catch {
      // Private windows forbid IndexedDB, and a full disk refuses to write.
      return fallback;
    }
  }

  const loadAll = (): Promise<[string, Entry][]> =>
    attempt(() => entries<string, Entry>(openDatabase()), []);
  const removeKeys = (keys: string[]): Promise<void> =>
    attempt(() => delMany(keys, openDatabase()), undefined);
  const removeWhere = async (matches: (entry: Entry) => boolean): Promise<void> => {
    const matching = (await loadAll()).filter(([, entry]) => matches(entry));
    if (matching.length > 0) await removeKeys(matching.map(([key]) => key));
  };

  return {
    load: async (queue) => {
      const stored = (await loadAll())
        .map(([, entry]) => entry)
        .filter((entry) => entry.queue === queue)
        .sort(compareAge)
        .map(({ queue: _queue, order: _order, ...message }) => message);
      return [...stored, ...(await memory.load(queue))];
    },
    put: async (queue, message) => {
      lastOrder += 1;
      const entry = { ...message, queue, order: lastOrder };
      const isStored = await attempt(async () => {
        await set(createKey(queue, message.cid), entry, openDatabase());
        return true;
      }, false);
      if (!isStored) await memory.put(queue, message);
    },
    has: async (queue, cid) => {
      if (await memory.has(queue, cid)) return true;
      const entry = await attempt(
        () => get<Entry>(createKey(queue, cid), openDatabase()),
        undefined,
      );
      return entry !== undefined;
    },
    remove: async (queue, cid) => {
      await memory.remove(queue, cid);
      await removeKeys([createKey(queue, cid)]);
    },
    clear: async (queue) => {
      await memory.clear(queue);
      await removeWhere((entry) => entry.queue === queue);
    },
    removeExpired: () => removeWhere(({ expiresAtMs }) => expiresAtMs <= now()),
    // Pages served over plain HTTP from a local network have no locks. There the cid alone makes
    // sending a message twice harmless.
    runExclusively: (queue, work) => {
      const locks = getBrowserGlobals().navigator?.locks;
      return locks === undefined ? work() : locks.request(`${name} ${queue}`, work);
    },
  };
}

function compareAge(one: Entry, other: Entry): number {
  if (one.at === other.at) return one.order - other.order;
  return one.at < other.at ? -1 : 1;
}
