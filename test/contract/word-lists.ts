// The contract of every WordLists adapter.

import { describe, expect, it } from 'vitest';
import type { Clock, WordLists, ActiveLists, WordList } from '../../functions/core/ports.ts';
import { compileLists } from '../../functions/core/track/word-filter/index.ts';

export interface ListPorts {
  readonly seeds: readonly WordList[];
  readonly clock: Clock;
  /** Moves the clock. */
  pass(milliseconds: number): void;
}

export const startOfLists = Date.UTC(2030, 0, 1, 12);

export function createListPorts(): ListPorts {
  let now = startOfLists;
  return {
    seeds: [createList('seed', { version: 3, forbidden: ['alpha', 'beta'] }), createList('other')],
    clock: { now: () => now, wait: () => new Promise(() => undefined) },
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export const createList = (name: string, change: Partial<WordList> = {}): WordList => ({
  name,
  version: 1,
  language: 'en',
  forbidden: ['XML'],
  replacements: ['JSON'],
  ...change,
});

const removeVersion = ({ version: _, ...list }: WordList): Omit<WordList, 'version'> => list;
/** The maximum until a change by another function is visible. */
const seenMilliseconds = 5_000;

/** `open`: another process on the same store. Each call of `make` creates a separate store. */
export function describeFilterLists(
  name: string,
  make: (ports: ListPorts) => { open(): Promise<WordLists> },
): void {
  const openLists = async () => {
    const ports = createListPorts();
    const { open } = make(ports);
    return { ...ports, open, lists: await open() };
  };
  const add = (lists: WordLists, list: WordList) =>
    lists.put({ list: removeVersion(list), by: 'admin', expected: 'new' });

  describe(`WordLists: ${name}`, () => {
    it('[F1] has the seeds until the first write, each with its history', async () => {
      const { lists, seeds } = await openLists();
      expect((await lists.read()).lists).toEqual(seeds);
      expect(await lists.read()).toBe(await lists.read());
      expect(await lists.get('seed')).toEqual(seeds[0]);
      expect(await lists.version('seed', 3)).toEqual(seeds[0]);
      expect(await lists.version('seed', 2)).toBeUndefined();
      expect(await lists.history('seed')).toEqual([
        { version: 3, at: undefined, by: undefined, gone: false, entries: 2, added: 2, removed: 0 },
      ]);
      expect([
        await lists.get('none'),
        await lists.history('none'),
        await lists.version('none', 1),
      ]).toEqual([undefined, [], undefined]);
    });

    it("[F1] [F3] writes a seed's next version, keeps the last, and logs the change", async () => {
      const { lists, seeds, open } = await openLists();
      const list = createList('seed', {
        forbidden: ['beta', 'gamma', 'delta'],
        allowed: ['gamma ray'],
      });
      const change = {
        version: 4,
        at: startOfLists,
        by: 'ann',
        gone: false,
        entries: 3,
        added: 3,
        removed: 1,
      };
      expect(await lists.put({ list: removeVersion(list), by: 'ann', expected: 3 })).toEqual({
        ok: true,
        change,
      });
      expect((await lists.read()).lists).toEqual([{ ...list, version: 4 }, seeds[1]]);
      for (const each of [lists, await open()]) {
        expect(await each.get('seed')).toEqual({ ...list, version: 4 });
        expect((await each.history('seed')).map(({ version }) => version)).toEqual([4, 3]);
        expect((await each.history('seed'))[0]).toEqual(change);
        expect([await each.version('seed', 3), await each.version('seed', 4)]).toEqual([
          seeds[0],
          { ...list, version: 4 },
        ]);
      }
    });

    it('[F2] refuses a write that expects another version, and changes nothing', async () => {
      const { lists, seeds } = await openLists();
      const list = removeVersion(createList('seed', { forbidden: ['gamma'] }));
      expect(await lists.put({ list, by: 'b', expected: 2 })).toEqual({ ok: false, current: 3 });
      expect(await lists.put({ list, by: 'b', expected: 'new' })).toEqual({
        ok: false,
        current: 3,
      });
      expect(await lists.put({ list: { ...list, name: 'none' }, by: 'b', expected: 1 })).toEqual({
        ok: false,
        current: undefined,
      });
      expect(await lists.remove({ name: 'none', by: 'b', expected: 1 })).toEqual({
        ok: false,
        current: undefined,
      });
      expect(await lists.remove({ name: 'seed', by: 'b', expected: 4 })).toEqual({
        ok: false,
        current: 3,
      });
      expect((await lists.read()).lists).toEqual(seeds);
    });

    it('[F2] accepts exactly one of several concurrent writes on the same version', async () => {
      const { lists, open } = await openLists();
      const others = [lists, await open()].flatMap((each) => [each, each, each]);
      const written = await Promise.all(
        others.map((each, index) =>
          each.put({
            list: removeVersion(createList('seed', { forbidden: [`word${index}`] })),
            by: `by${index}`,
            expected: 3,
          }),
        ),
      );
      const passed = written.flatMap((one, index) => (one.ok ? [index] : []));
      expect(passed).toHaveLength(1);
      const [first = 0] = passed;
      expect((await lists.get('seed'))?.forbidden).toEqual([`word${first}`]);
      expect((await lists.history('seed')).map(({ version, by }) => [version, by])).toEqual([
        [4, `by${first}`],
        [3, undefined],
      ]);
      expect((await lists.version('seed', 4))?.forbidden).toEqual([`word${first}`]);
      for (const one of written) if (!one.ok) expect(one.current).toBe(4);
    });

    it('[F3] removes a list, and continues its history when the list returns', async () => {
      const { lists, seeds, open } = await openLists();
      expect(await lists.remove({ name: 'seed', by: 'ann', expected: 3 })).toMatchObject({
        ok: true,
        change: { version: 4, gone: true, entries: 0, added: 0, removed: 2 },
      });
      expect((await lists.read()).lists).toEqual([seeds[1]]);
      expect([
        await lists.get('seed'),
        await lists.version('seed', 4),
        await lists.version('seed', 3),
      ]).toEqual([undefined, undefined, seeds[0]]);
      expect(
        await lists.put({ list: removeVersion(createList('seed')), by: 'ann', expected: 4 }),
      ).toEqual({ ok: false, current: undefined });
      expect(await add(lists, createList('seed'))).toMatchObject({
        ok: true,
        change: { version: 5 },
      });
      expect(
        (await (await open()).history('seed')).map(({ version, gone }) => [version, gone]),
      ).toEqual([
        [5, false],
        [4, true],
        [3, false],
      ]);
    });

    it('[F4] shows others a change within 5 s, and one array without changes', async () => {
      const { lists, open, pass } = await openLists();
      const other = await open();
      const before = await other.read();
      await add(lists, createList('zulu'));
      await add(lists, createList('mike'));
      pass(seenMilliseconds);
      const after = await other.read();
      expect(after.lists.map((list) => list.name)).toEqual(['seed', 'other', 'mike', 'zulu']);
      pass(seenMilliseconds);
      expect(await other.read()).toBe(after);
      expect(before.lists).toHaveLength(2);
    });

    it('[T36] returns a compiled form of exactly the current lists, or none', async () => {
      const { lists, open, pass } = await openLists();
      const check = ({ lists: activeLists, compiled }: ActiveLists) => {
        if (compiled !== undefined) {
          expect(Buffer.from(compileLists(activeLists)).equals(compiled)).toBe(true);
        }
      };
      const other = await open();
      check(await lists.read());
      check(await other.read());
      for (const change of [
        createList('zulu', { forbidden: ['one', 'two*'] }),
        createList('mike', { language: 'ja', forbidden: ['犬'], anywhere: true }),
      ]) {
        await add(lists, change);
        pass(seenMilliseconds);
        for (const each of [lists, other, await open()]) check(await each.read());
      }
      await lists.remove({ name: 'zulu', by: 'ann', expected: 1 });
      for (const each of [lists, await open()]) check(await each.read());
    });

    it('[F6] stores 100,000 entries in every script unchanged', async () => {
      const { lists, open } = await openLists();
      const forbidden = Array.from(
        { length: 100_000 },
        (_, index) =>
          `wört ${index.toString(36)} слово ${((index * 2_654_435_761) >>> 0).toString(36)}`,
      );
      const big = createList('big', {
        forbidden,
        allowed: ['\u{1F600} ok'],
        anywhere: true,
        action: 'mask',
        tell: 'why',
      });
      expect(await add(lists, big)).toMatchObject({ ok: true, change: { entries: 100_000 } });
      expect(await (await open()).get('big')).toEqual(big);
    });

    it('[F9] counts matches by entry and day, for 30 days, and nothing else', async () => {
      const { lists, open, pass } = await openLists();
      lists.count([
        { list: 'seed', entry: 'alpha' },
        { list: 'seed', entry: 'alpha' },
        { list: 'other', entry: 'XML' },
      ]);
      pass(24 * 3_600_000);
      lists.count([
        { list: 'seed', entry: 'alpha' },
        { list: 'seed', entry: 'beta word' },
      ]);
      await lists.settle();
      await lists.read();
      const days = [
        { entry: 'alpha', day: '2030-01-01', hits: 2 },
        { entry: 'alpha', day: '2030-01-02', hits: 1 },
        { entry: 'beta word', day: '2030-01-02', hits: 1 },
      ];
      expect(await lists.hits('seed')).toEqual(expect.arrayContaining(days));
      expect(await lists.hits('seed')).toHaveLength(3);
      expect(await lists.hits('none')).toEqual([]);
      pass(29 * 24 * 3_600_000);
      expect((await (await open()).hits('seed')).every(({ day }) => day === '2030-01-02')).toBe(
        true,
      );
      expect(await lists.hits('seed')).toHaveLength(2);
    });
  });
}
