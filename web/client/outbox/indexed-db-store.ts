// The outbox store of browsers, in IndexedDB.

import { createStore, delMany, entries, get, set, type UseStore } from 'idb-keyval';
import { getBrowserGlobals } from '../environment.ts';
import type { OutboxStore, StoredMessage } from './outbox-store.ts';

interface Entry extends StoredMessage {
  readonly queue: string;
  /** Orders messages written in the same millisecond. */
  readonly order: number;
}

export interface IndexedDbOutboxStoreOptions {
  /**
   * The database's name.
   * @defaultValue `'ten-minute-chat'`
   */
  readonly name?: string;
}

/**
 * Creates a store in IndexedDB, shared by all tabs of the page's origin. It is the default in
 * browsers. Its methods reject where IndexedDB is forbidden or full.
 * @example
 * const outboxStore = createIndexedDbOutboxStore({ name: 'my-chat' });
 */
export function createIndexedDbOutboxStore({
  name = 'ten-minute-chat',
}: IndexedDbOutboxStoreOptions = {}): OutboxStore {
  let lastOrder = 0;
  let opened: UseStore | undefined;
  const openDatabase = (): UseStore => (opened ??= createStore(name, 'queue'));
  const createKey = (queue: string, cid: string): string => `${queue} ${cid}`;

  const removeWhere = async (matches: (entry: Entry) => boolean): Promise<void> => {
    const all = await entries<string, Entry>(openDatabase());
    const matching = all.filter(([, entry]) => matches(entry));
    if (matching.length > 0) {
      await delMany(
        matching.map(([key]) => key),
        openDatabase(),
      );
    }
  };

  return {
    load: async (queue) =>
      (await entries<string, Entry>(openDatabase()))
        .map(([, entry]) => entry)
        .filter((entry) => entry.queue === queue)
        .sort(compareAge)
        .map(({ queue: _queue, order: _order, ...message }) => message),
    put: async (queue, message) => {
      lastOrder += 1;
      const entry: Entry = { ...message, queue, order: lastOrder };
      await set(createKey(queue, message.cid), entry, openDatabase());
    },
    has: async (queue, cid) =>
      (await get<Entry>(createKey(queue, cid), openDatabase())) !== undefined,
    remove: async (queue, cid) => delMany([createKey(queue, cid)], openDatabase()),
    clear: (queue) => removeWhere((entry) => entry.queue === queue),
    removeExpired: (nowMs) => removeWhere(({ expiresAtMs }) => expiresAtMs <= nowMs),
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
