// Puts memory behind another outbox store: browsers forbid or fill up IndexedDB, and sometimes it
// never answers. Messages must be sent all the same.

import type { Clock } from '../environment.ts';
import { createMemoryOutboxStore, type OutboxStore } from './outbox-store.ts';

/** A store that takes longer to answer is not used again. */
const maxAnswerMs = 2_000;
/** Another tab holds the lock until its message is answered, at most 10 s. */
const maxLockMs = 12_000;

/**
 * Returns a store that always answers and never rejects. Memory keeps the messages that `store`
 * refuses. Once `store` does not answer in time, memory alone is used from then on.
 */
export function createFallbackStore(
  store: OutboxStore,
  clock: Pick<Clock, 'schedule'>,
): OutboxStore {
  const memory = createMemoryOutboxStore();
  let isSilent = false;
  let hasRefused = false;
  let hasLocks = true;

  function attempt<Value>(work: () => Promise<Value>, fallback: Value): Promise<Value> {
    if (isSilent) return Promise.resolve(fallback);
    return new Promise((resolve) => {
      const cancel = clock.schedule(maxAnswerMs, () => {
        isSilent = true;
        resolve(fallback);
      });
      const settle = (value: Value): void => {
        cancel();
        resolve(value);
      };
      call(work).then(settle, () => settle(fallback));
    });
  }

  /** Works without the lock if the browser refuses it: the cid makes a second send harmless. */
  function runExclusively<Value>(queue: string, work: () => Promise<Value>): Promise<Value> {
    if (!hasLocks) return work();
    let working: Promise<Value> | undefined;
    return new Promise((resolve) => {
      const start = (): Promise<Value> => {
        cancel();
        working ??= call(work);
        resolve(working);
        return working;
      };
      const startWithoutLock = (): void => {
        if (working !== undefined) return;
        hasLocks = false;
        void start();
      };
      const cancel = clock.schedule(maxLockMs, startWithoutLock);
      call(() => store.runExclusively(queue, start)).catch(startWithoutLock);
    });
  }

  return {
    load: async (queue) => [
      ...(await attempt(() => store.load(queue), [])),
      ...(await memory.load(queue)),
    ],
    put: async (queue, message) => {
      const isStored = await attempt(async () => {
        await store.put(queue, message);
        return true;
      }, false);
      if (isStored) return;
      hasRefused = true;
      await memory.put(queue, message);
    },
    // In doubt the message still waits: dropping it is worse than sending its cid again.
    has: async (queue, cid) =>
      (await memory.has(queue, cid)) || attempt(() => store.has(queue, cid), true),
    remove: async (queue, cid) => {
      await memory.remove(queue, cid);
      await attempt(() => store.remove(queue, cid), undefined);
    },
    clear: async (queue) => {
      await memory.clear(queue);
      await attempt(() => store.clear(queue), undefined);
    },
    removeExpired: (nowMs) => attempt(() => store.removeExpired(nowMs), undefined),
    runExclusively,
    isDurable: () => !isSilent && !hasRefused && (store.isDurable?.() ?? true),
  };
}

/** Calls a function. If it throws, the promise rejects. */
const call = async <Value>(work: () => Promise<Value>): Promise<Value> => work();
