// Unsent messages in IndexedDB and in memory, across tabs and reloads.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../web/client/environment.ts';
import { createFallbackStore } from '../../../../web/client/outbox/fallback-store.ts';
import { createIndexedDbOutboxStore } from '../../../../web/client/outbox/indexed-db-store.ts';
import {
  createOutbox,
  type DeliveryResult,
  type Outbox,
} from '../../../../web/client/outbox/outbox.ts';
import {
  createMemoryOutboxStore,
  type StoredMessage,
  type OutboxStore,
} from '../../../../web/client/outbox/outbox-store.ts';
import { createMemberOutboxStore } from '../../../../web/client/outbox/member-outbox-store.ts';

const createStored = (cid: string, change: Partial<StoredMessage> = {}): StoredMessage => ({
  cid,
  body: cid,
  to: null,
  at: '2026-01-01T12:00:00.000Z',
  expiresAtMs: 1_000,
  ...change,
});
const cids = (messages: readonly StoredMessage[]): string[] => messages.map(({ cid }) => cid);
const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let databases = 0;
const stores: readonly (readonly [string, () => OutboxStore])[] = [
  ['memory', createMemoryOutboxStore],
  ['IndexedDB', () => createIndexedDbOutboxStore({ name: `test-${String((databases += 1))}` })],
];

describe.each(stores)('the store in %s', (_name, make) => {
  it('[K6] returns each queue’s messages in the order in which they were written', async () => {
    const store = make();
    await store.put('q', createStored('z'));
    await store.put('q', createStored('a'));
    await store.put('q', createStored('b', { to: 'Bo', at: '2026-01-01T12:00:01.000Z' }));
    await store.put('other', createStored('c'));
    expect(cids(await store.load('q'))).toEqual(['z', 'a', 'b']);
    expect((await store.load('q'))[2]).toEqual(
      createStored('b', { to: 'Bo', at: '2026-01-01T12:00:01.000Z' }),
    );
    expect(await store.has('q', 'c')).toBe(false);
    await store.remove('q', 'z');
    await store.clear('other');
    expect([cids(await store.load('q')), await store.load('other')]).toEqual([['a', 'b'], []]);
  });
});

describe('the store in IndexedDB', () => {
  it('[K6] is shared with other tabs, and removes expired messages', async () => {
    const one = createIndexedDbOutboxStore({ name: 'shared' });
    const two = createIndexedDbOutboxStore({ name: 'shared' });
    await one.put('q', createStored('a'));
    await one.put('over', createStored('b', { expiresAtMs: 400 }));
    await two.removeExpired(500);
    expect([cids(await two.load('q')), await two.load('over')]).toEqual([['a'], []]);
  });
});

const silent = (): Promise<never> => new Promise(() => undefined);
const refuse = (): Promise<never> => Promise.reject(new Error('no'));
const createBrokenStore = (fail: () => Promise<never>): OutboxStore => ({
  load: fail,
  put: fail,
  has: fail,
  remove: fail,
  clear: fail,
  removeExpired: fail,
  runExclusively: fail,
});

describe('a store with memory behind it', () => {
  it('[K6] [K18] keeps in memory what IndexedDB refuses', async () => {
    const database = createIndexedDbOutboxStore({ name: 'refused' });
    const store = createFallbackStore(database, systemClock);
    await store.put('q', createStored('z'));
    expect(store.isDurable?.()).toBe(true);
    // IndexedDB cannot clone a function.
    await store.put('q', Object.assign(createStored('a'), { to: () => undefined }));
    expect([store.isDurable?.(), cids(await store.load('q'))]).toEqual([false, ['z', 'a']]);
    expect(await store.has('q', 'a')).toBe(true);
    await store.remove('q', 'a');
    expect([await store.has('q', 'a'), cids(await store.load('q'))]).toEqual([false, ['z']]);
  });

  it.for([
    ['never answers', silent],
    ['rejects', refuse],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
  ] as const)('[K18] sends messages with a store that %s', async ([, fail]) => {
    vi.useFakeTimers();
    const store = createFallbackStore(createBrokenStore(fail), systemClock);
    const delivered: string[] = [];
    const tab = createTab(store, async (cid) => {
      delivered.push(cid);
      return { kind: 'ok', seq: delivered.length, at: '' };
    });
    tab.write('early');
    const opened = tab.open();
    await vi.advanceTimersByTimeAsync(2_000);
    await opened;
    tab.write('a');
    // The lock, too, is silent: it gets the time that another tab's message may take.
    await vi.advanceTimersByTimeAsync(12_000);
    expect(delivered).toEqual(['early', 'a']);
    tab.write('b');
    await vi.advanceTimersByTimeAsync(0);
    expect([delivered, store.isDurable?.()]).toEqual([['early', 'a', 'b'], false]);
    vi.useRealTimers();
  });

  it('[K7] does not deliver twice if a lock comes late', async () => {
    vi.useFakeTimers();
    const memory = createMemoryOutboxStore();
    let grant = (): void => undefined;
    const store = createFallbackStore(
      {
        ...memory,
        runExclusively: async (_queue, work) => {
          await new Promise<void>((resolve) => (grant = resolve));
          return work();
        },
      },
      systemClock,
    );
    const work = vi.fn(async () => 'done');
    const result = store.runExclusively('q', work);
    await vi.advanceTimersByTimeAsync(12_000);
    grant();
    expect([await result, work.mock.calls.length]).toEqual(['done', 1]);
    vi.useRealTimers();
  });
});

interface Tab {
  readonly outbox: Outbox;
  readonly write: (cid: string) => void;
  readonly open: () => Promise<void>;
}

/** A tab with an outbox and its store. `deliver` is the server. */
function createTab(store: OutboxStore, deliver: (cid: string) => Promise<DeliveryResult>): Tab {
  const queue = createMemberOutboxStore(store, 'room');
  const outbox = createOutbox({
    deliver: ({ cid }) => queue.deliverOnce(cid, () => deliver(cid)),
    wait: flush,
    onChange: () => undefined,
    onSettled: (cid) => queue.remove(cid),
  });
  return {
    outbox,
    write: (cid) => {
      queue.put(createStored(cid));
      outbox.add(createStored(cid));
    },
    open: async () => {
      outbox.restore(await queue.open('m-ada', 0));
      outbox.setConnected(true);
    },
  };
}

/** Runs one task at a time, like `navigator.locks` in a browser. */
function withLocks(store: OutboxStore): OutboxStore {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...store,
    runExclusively: (_queue, work) => {
      const next = last.then(work);
      last = next.catch(() => undefined);
      return next;
    },
  };
}

describe('two tabs of one member', () => {
  it('[K7] [G3] send every message once and in order, even if replies are lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('one', 'two'), { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (authors, losses) => {
          const store = withLocks(createMemoryOutboxStore());
          const accepted: string[] = [];
          const answers = [...losses];
          const deliver = async (cid: string): Promise<DeliveryResult> => {
            await flush();
            if (accepted.includes(cid)) {
              return { kind: 'ok', seq: accepted.indexOf(cid) + 1, at: '' };
            }
            accepted.push(cid);
            // The server accepts the message, but its reply is lost.
            return answers.shift() === true
              ? { kind: 'unknown' }
              : { kind: 'ok', seq: accepted.length, at: '' };
          };
          const tabs = { one: createTab(store, deliver), two: createTab(store, deliver) };
          const written = authors.map((author, index) => ({
            author,
            cid: `${author}-${String(index)}`,
          }));
          for (const { author, cid } of written) tabs[author].write(cid);
          await tabs.one.open();
          await tabs.two.open();
          for (
            let turns = 0;
            turns < 400 && (await store.load('room m-ada')).length > 0;
            turns += 1
          ) {
            await flush();
          }
          expect(await store.load('room m-ada')).toEqual([]);
          expect([...accepted].sort()).toEqual(written.map(({ cid }) => cid).sort());
          for (const tab of ['one', 'two']) {
            expect(accepted.filter((cid) => cid.startsWith(tab))).toEqual(
              written.filter(({ author }) => author === tab).map(({ cid }) => cid),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[K6] send a closed tab’s messages before their own', async () => {
    const store = createMemoryOutboxStore();
    const delivered: string[] = [];
    const deliver = async (cid: string): Promise<DeliveryResult> => {
      delivered.push(cid);
      return { kind: 'ok', seq: delivered.length, at: '' };
    };
    const closed = createTab(store, deliver);
    await closed.open();
    closed.outbox.setConnected(false);
    for (const cid of ['a', 'b']) closed.write(cid);
    await flush();
    const left = createTab(store, deliver);
    left.write('c');
    await left.open();
    for (let turns = 0; turns < 20; turns += 1) await flush();
    expect(delivered).toEqual(['a', 'b', 'c']);
    expect(await store.load('room m-ada')).toEqual([]);
  });

  it('[K6] move unsent messages when a person becomes another member', async () => {
    const store = createMemoryOutboxStore();
    const queue = createMemberOutboxStore(store, 'room');
    await queue.open('m-old', 0);
    queue.put(createStored('a'));
    expect(cids(await queue.open('m-new', 0))).toEqual(['a']);
    expect([await store.load('room m-old'), cids(await store.load('room m-new'))]).toEqual([
      [],
      ['a'],
    ]);
  });
});
