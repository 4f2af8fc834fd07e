// What waits to be sent: in IndexedDB as in memory, across tabs and reloads.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIndexedDbOutboxStore } from '../../../../web/client/outbox/indexed-db-outbox-store.ts';
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

const waiting = (cid: string, change: Partial<StoredMessage> = {}): StoredMessage => ({
  cid,
  body: cid,
  to: null,
  at: '2026-01-01T12:00:00.000Z',
  expiresAtMs: 1_000,
  ...change,
});
const cids = (messages: readonly StoredMessage[]): string[] => messages.map(({ cid }) => cid);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let databases = 0;
const stores: readonly (readonly [string, () => OutboxStore])[] = [
  ['memory', createMemoryOutboxStore],
  [
    'IndexedDB',
    () => createIndexedDbOutboxStore({ now: () => 500, name: `test-${String((databases += 1))}` }),
  ],
];

describe.each(stores)('the store in %s', (_name, make) => {
  it('[K6] gives back what was put, in the order in which it was written, each queue its own', async () => {
    const store = make();
    await store.put('q', waiting('z'));
    await store.put('q', waiting('a'));
    await store.put('q', waiting('b', { to: 'Bo', at: '2026-01-01T12:00:01.000Z' }));
    await store.put('other', waiting('c'));
    expect(cids(await store.load('q'))).toEqual(['z', 'a', 'b']);
    expect((await store.load('q'))[2]).toEqual(
      waiting('b', { to: 'Bo', at: '2026-01-01T12:00:01.000Z' }),
    );
    expect(await store.has('q', 'c')).toBe(false);
    await store.remove('q', 'z');
    await store.clear('other');
    expect([cids(await store.load('q')), await store.load('other')]).toEqual([['a', 'b'], []]);
  });
});

describe('the store in IndexedDB', () => {
  it('[K6] is the same for another tab, and sweeps what rooms that are over have left', async () => {
    const one = createIndexedDbOutboxStore({ now: () => 500, name: 'shared' });
    const two = createIndexedDbOutboxStore({ now: () => 500, name: 'shared' });
    await one.put('q', waiting('a'));
    await one.put('over', waiting('b', { expiresAtMs: 400 }));
    await two.removeExpired();
    expect([cids(await two.load('q')), await two.load('over')]).toEqual([['a'], []]);
  });

  it('[K6] keeps in memory what the browser refuses to keep', async () => {
    const store = createIndexedDbOutboxStore({ now: () => 500, name: 'refused' });
    // What cannot be cloned cannot be put.
    await store.put('q', waiting('a', { to: (() => undefined) as unknown as string }));
    expect([await store.has('q', 'a'), cids(await store.load('q'))]).toEqual([true, ['a']]);
    await store.remove('q', 'a');
    expect(await store.has('q', 'a')).toBe(false);
  });
});

interface Tab {
  readonly outbox: Outbox;
  readonly write: (cid: string) => void;
  readonly open: () => Promise<void>;
}

/** A tab as the room class puts it together; `deliver` is the server. */
function tabOf(store: OutboxStore, deliver: (cid: string) => Promise<DeliveryResult>): Tab {
  const queue = createMemberOutboxStore(store, 'room');
  const outbox = createOutbox({
    deliver: ({ cid }) => queue.deliverOnce(cid, () => deliver(cid)),
    wait: turn,
    onChange: () => undefined,
    onSettled: (cid) => queue.remove(cid),
  });
  return {
    outbox,
    write: (cid) => {
      queue.put(waiting(cid));
      outbox.add(waiting(cid));
    },
    open: async () => {
      outbox.restore(await queue.open('m-ada'));
      outbox.setConnected(true);
    },
  };
}

/** What `navigator.locks` is to the tabs of a browser. */
function locked(store: OutboxStore): OutboxStore {
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
  it('[K7] [G3] send what waits once and in order, whatever answers are lost, and nothing stays behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('one', 'two'), { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (writers, losses) => {
          const store = locked(createMemoryOutboxStore());
          const accepted: string[] = [];
          const answers = [...losses];
          const deliver = async (cid: string): Promise<DeliveryResult> => {
            await turn();
            if (accepted.includes(cid)) {
              return { kind: 'ok', seq: accepted.indexOf(cid) + 1, at: '' };
            }
            accepted.push(cid);
            // Accepted, but the answer is lost: the same cid comes again.
            return answers.shift() === true
              ? { kind: 'unknown' }
              : { kind: 'ok', seq: accepted.length, at: '' };
          };
          const tabs = { one: tabOf(store, deliver), two: tabOf(store, deliver) };
          const written = writers.map((writer, index) => ({
            writer,
            cid: `${writer}-${String(index)}`,
          }));
          for (const { writer, cid } of written) tabs[writer].write(cid);
          await tabs.one.open();
          await tabs.two.open();
          for (
            let turns = 0;
            turns < 400 && (await store.load('room m-ada')).length > 0;
            turns += 1
          ) {
            await turn();
          }
          expect(await store.load('room m-ada')).toEqual([]);
          expect([...accepted].sort()).toEqual(written.map(({ cid }) => cid).sort());
          for (const tab of ['one', 'two']) {
            expect(accepted.filter((cid) => cid.startsWith(tab))).toEqual(
              written.filter(({ writer }) => writer === tab).map(({ cid }) => cid),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[K6] a closed tab’s messages are sent by the one that is left, before its own', async () => {
    const store = createMemoryOutboxStore();
    const delivered: string[] = [];
    const deliver = async (cid: string): Promise<DeliveryResult> => {
      delivered.push(cid);
      return { kind: 'ok', seq: delivered.length, at: '' };
    };
    const closed = tabOf(store, deliver);
    await closed.open();
    closed.outbox.setConnected(false);
    for (const cid of ['a', 'b']) closed.write(cid);
    await turn();
    const left = tabOf(store, deliver);
    left.write('c');
    await left.open();
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(delivered).toEqual(['a', 'b', 'c']);
    expect(await store.load('room m-ada')).toEqual([]);
  });

  it('[K6] what waits moves with a person who has become another member', async () => {
    const store = createMemoryOutboxStore();
    const queue = createMemberOutboxStore(store, 'room');
    await queue.open('m-old');
    queue.put(waiting('a'));
    expect(cids(await queue.open('m-new'))).toEqual(['a']);
    expect([await store.load('room m-old'), cids(await store.load('room m-new'))]).toEqual([
      [],
      ['a'],
    ]);
  });
});
