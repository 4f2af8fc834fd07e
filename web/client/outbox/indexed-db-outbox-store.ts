// The queue of unanswered messages in a browser's IndexedDB. Where that is forbidden or full,
// memory takes its place.

import { createStore, delMany, entries, get, set, type UseStore } from 'idb-keyval';
import { createMemoryOutboxStore, type StoredMessage, type OutboxStore } from './outbox-store.ts';

interface Entry extends StoredMessage {
  readonly queue: string;
  /** Breaks ties between messages written in the same millisecond. */
  readonly order: number;
}

interface Surroundings {
  readonly navigator?: {
    readonly locks?: {
      readonly request: <Value>(name: string, work: () => Promise<Value>) => Promise<Value>;
    };
  };
}

/** By `now` it is decided what rooms that are over have left behind. */
export function createIndexedDbOutboxStore({
  now,
  name = 'ten-minute-chat',
}: {
  readonly now: () => number;
  readonly name?: string;
}): OutboxStore {
  const memory = createMemoryOutboxStore();
  let order = 0;
  let opened: UseStore | undefined;
  const database = (): UseStore => (opened ??= createStore(name, 'queue'));
  const key = (queue: string, cid: string): string => `${queue} ${cid}`;

  async function attempt<Value>(work: () => Promise<Value>, otherwise: Value): Promise<Value> {
    try {
      return await work();
    } catch {
      return otherwise;
    }
  }

  const all = (): Promise<[string, Entry][]> =>
    attempt(() => entries<string, Entry>(database()), []);
  const removeWhere = async (test: (entry: Entry) => boolean): Promise<void> => {
    const keys = (await all()).filter(([, entry]) => test(entry)).map(([name]) => name);
    if (keys.length > 0) await attempt(() => delMany(keys, database()), undefined);
  };

  return {
    load: async (queue) => {
      const stored = (await all())
        .map(([, entry]) => entry)
        .filter((entry) => entry.queue === queue);
      const sorted = stored.sort((a, b) =>
        a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order,
      );
      return [
        ...sorted.map(({ cid, body, to, at, expiresAtMs }) => ({ cid, body, to, at, expiresAtMs })),
        ...(await memory.load(queue)),
      ];
    },
    put: async (queue, message) => {
      order += 1;
      const kept = await attempt(async () => {
        await set(key(queue, message.cid), { ...message, queue, order }, database());
        return true;
      }, false);
      if (!kept) await memory.put(queue, message);
    },
    has: async (queue, cid) =>
      (await memory.has(queue, cid)) ||
      (await attempt(async () => (await get(key(queue, cid), database())) !== undefined, false)),
    remove: async (queue, cid) => {
      await memory.remove(queue, cid);
      await attempt(() => delMany([key(queue, cid)], database()), undefined);
    },
    clear: async (queue) => {
      await memory.clear(queue);
      await removeWhere((entry) => entry.queue === queue);
    },
    removeExpired: () => removeWhere(({ expiresAtMs }) => expiresAtMs <= now()),
    // Not everywhere: pages served by plain HTTP on a local network have no locks. Then the cid
    // alone makes sending twice harmless.
    runExclusively: (queue, work) => {
      const locks = (globalThis as Surroundings).navigator?.locks;
      return locks === undefined ? work() : locks.request(`${name} ${queue}`, work);
    },
  };
}
