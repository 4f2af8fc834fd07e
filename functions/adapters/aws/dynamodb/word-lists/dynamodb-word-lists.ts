// Word lists on DynamoDB: how one is read, written and removed. The items are in list-items.ts, the
// counters in list-hits.ts. word-list-cache.ts has the lists that a warm function knows.

import {
  createListChange,
  createSeedChange,
  isExpectedVersion,
} from '../../../../core/track/word-filter/index.ts';
import type {
  Clock,
  WordLists,
  ListChange,
  ListWritten,
  WordList,
} from '../../../../core/ports.ts';
import { newMark, S, updateIf, type Table } from '../items.ts';
import { dynamodbHits } from './list-hits.ts';
import {
  dropVersion,
  headAttribute,
  headsKey,
  parseHeads,
  packHead,
  readChanges,
  readHeads,
  readVersion,
  unpackHead,
  writeVersion,
  type Head,
  type StoredChange,
} from './list-items.ts';
import { createWordListCache, type Compiler } from './word-list-cache.ts';

/** The mark of a seed in the history of a list. */
const seedMark = 'seed';

interface WordListsOptions {
  readonly seeds: readonly WordList[];
  readonly clock: Clock;
  /** Undefined: every function compiles the lists itself. */
  readonly compiler?: Compiler | undefined;
}

interface ListWrite {
  readonly name: string;
  readonly by: string;
  readonly expected: number | 'new';
  /** Undefined: remove the list. */
  readonly list: Omit<WordList, 'version'> | undefined;
}

/** Creates the port to the word lists in a table. */
export function createDynamoDbWordLists(
  table: Table,
  { seeds, clock, compiler }: WordListsOptions,
): WordLists {
  const counters = dynamodbHits(table, clock);
  const cache = createWordListCache(table, {
    seeds,
    clock,
    compiler,
    flushCounters: () => counters.flush(),
  });

  const findSeed = (name: string): WordList | undefined => seeds.find((seed) => seed.name === name);

  const readHistory = async (
    name: string,
    packed: string | undefined,
  ): Promise<readonly StoredChange[]> => {
    if (packed !== undefined) return readChanges(table, name, unpackHead(packed));
    const seed = findSeed(name);
    return seed === undefined ? [] : [toSeedChange(seed)];
  };

  const write = async ({ name, by, expected, list }: ListWrite): Promise<ListWritten> => {
    const packed = (await readHeads(table)).get(name);
    const [before, current] = [
      await cache.readList(name, packed),
      toCurrentChange(packed, findSeed(name)),
    ];
    if (!isExpectedVersion(expected, current)) return { ok: false, current: before?.version };
    if (packed === undefined && before !== undefined) {
      await writeVersion(table, { name, list: before, ...toSeedChange(before) });
    }

    const version = (current?.version ?? 0) + 1;
    const after = list === undefined ? undefined : { ...list, version };
    const change = createListChange(before, after, { version, at: clock.now(), by });
    const earlier = packed === undefined ? before && seedMark : unpackHead(packed).mark;
    const head = await writeVersion(table, {
      name,
      list: after,
      change,
      mark: newMark(),
      before: earlier,
    });
    const written = await updateIf(table, headsKey, {
      UpdateExpression: 'SET #head = :head',
      ConditionExpression: packed === undefined ? 'attribute_not_exists(#head)' : '#head = :before',
      ExpressionAttributeNames: { '#head': headAttribute(name) },
      ExpressionAttributeValues: {
        ':head': S(packHead(head)),
        ...(packed === undefined ? {} : { ':before': S(packed) }),
      },
    });
    const heads = parseHeads((written.ok ? written.item : written.current) ?? {});
    // If the client retried after a lost response, the current head is our own.
    if (
      heads.get(name) !== packHead(head) &&
      !(await isInHistory(name, { head, current: heads.get(name) }))
    ) {
      await dropVersion(table, { name, head, now: clock.now() }).catch(() => undefined);
      return { ok: false, current: (await cache.readList(name, heads.get(name)))?.version };
    }
    cache.expire();
    // Stores the compiled form before other functions need it. If this fails, they compile the
    // lists themselves.
    if (compiler?.storesCompiled === true) await cache.refresh().catch(() => undefined);
    return { ok: true, change };
  };

  /**
   * Returns whether our write succeeded, although its response was lost and somebody else has
   * written since.
   */
  const isInHistory = async (
    name: string,
    { head, current }: { readonly head: Head; readonly current: string | undefined },
  ): Promise<boolean> =>
    current !== undefined &&
    (await readChanges(table, name, unpackHead(current))).some(({ mark }) => mark === head.mark);

  return {
    read: () => cache.read(),
    get: async (name) => cache.readList(name, (await readHeads(table)).get(name)),
    put: ({ list, by, expected }) => write({ name: list.name, by, expected, list }),
    remove: ({ name, by, expected }) => write({ name, by, expected, list: undefined }),
    history: async (name) =>
      (await readHistory(name, (await readHeads(table)).get(name))).map(({ change }) => change),
    async version(name, version) {
      const packed = (await readHeads(table)).get(name);
      if (packed === undefined) {
        return findSeed(name)?.version === version ? findSeed(name) : undefined;
      }
      const stored = (await readChanges(table, name, unpackHead(packed))).find(
        ({ change }) => change.version === version,
      );
      return stored === undefined || stored.parts === 0
        ? undefined
        : readVersion(table, name, { version, mark: stored.mark, parts: stored.parts });
    },
    count: (hits) => {
      counters.count(hits);
    },
    settle: () => counters.settle(),
    async hits(name) {
      await counters.flush();
      return counters.read(name);
    },
  };
}

const toSeedChange = (seed: WordList) => ({
  change: createSeedChange(seed),
  mark: seedMark,
  before: undefined,
  parts: 0,
});

/** Returns the version of the current change, and whether it removed the list. */
function toCurrentChange(
  packed: string | undefined,
  seed: WordList | undefined,
): Pick<ListChange, 'version' | 'gone'> | undefined {
  if (packed === undefined) return seed && { version: seed.version, gone: false };
  const { version, parts }: Head = unpackHead(packed);
  return { version, gone: parts === 0 };
}
