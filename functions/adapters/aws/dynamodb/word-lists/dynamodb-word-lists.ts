// Word lists on DynamoDB, and what a warm function remembers of them. The items are in
// list-items.ts, the counters in list-hits.ts.

import {
  createListChange,
  createSeedChange,
  compileLists,
  isExpectedVersion,
  selectActiveLists,
} from '../../../../core/track/word-filter/index.ts';
import type {
  Clock,
  WordLists,
  ListChange,
  ActiveLists,
  ListWritten,
  WordList,
} from '../../../../core/ports.ts';
import { newMark, S, updateIf, type Table } from '../items.ts';
import { compiledName, keepCompiled, readCompiled } from './compiled-list-items.ts';
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
  type KeptChange,
} from './list-items.ts';

/**
 * How long known lists are used before the table is read again. Changed lists take time to read, so
 * changes by other functions apply within 5 s.
 */
const freshMilliseconds = 4_000;
/**
 * How long known lists are used if the table cannot be read, how long one message waits for it, and
 * when it is tried again.
 */
const staleMilliseconds = 60_000;
const patienceMilliseconds = 1_500;
const againMilliseconds = 1_000;
/** The mark of a seed in the history of a list. */
const seedMark = 'seed';

type Heads = ReadonlyMap<string, string>;

interface Known {
  readonly heads: Heads;
  readonly written: ReadonlyMap<string, WordList | 'gone'>;
  readonly inForce: ActiveLists;
}

/** The compiler in this process. */
interface Compiler {
  /** Changes whenever the compiled form of the same lists would. */
  readonly edition: string;
  /** Whether this function may write lists. It then stores their compiled form for the others. */
  readonly keeps: boolean;
}

/** Without a `compiler`, every function compiles the lists itself. */
export function createDynamoDbWordLists(
  table: Table,
  {
    seeds,
    clock,
    compiler,
  }: {
    readonly seeds: readonly WordList[];
    readonly clock: Clock;
    readonly compiler?: Compiler | undefined;
  },
): WordLists {
  const counters = dynamodbHits(table, clock);
  let known: Known | undefined;
  /** When `known` was last found to be current, and when to check again. */
  let foundAt = -Infinity;
  let lookAt = -Infinity;
  let looking: Promise<Known> | undefined;

  const findSeed = (name: string): WordList | undefined => seeds.find((seed) => seed.name === name);

  const readList = async (
    name: string,
    packed: string | undefined,
  ): Promise<WordList | undefined> => {
    if (packed === undefined) return findSeed(name);
    const head = unpackHead(packed);
    if (head.parts === 0) return undefined;
    const kept = known?.heads.get(name) === packed ? known.written.get(name) : undefined;
    return kept === undefined || kept === 'gone' ? readVersion(table, name, head) : kept;
  };

  const readKnown = async (heads: Heads): Promise<Known> => {
    if (known !== undefined && sameHeads(known.heads, heads)) return known;
    // The seeds alone compile fast.
    const name =
      compiler === undefined || heads.size === 0
        ? undefined
        : compiledName({ heads, seeds, edition: compiler.edition });
    const reading = name === undefined ? undefined : readCompiled(table, name);
    const written = new Map(
      await Promise.all(
        [...heads].map(
          async ([list, packed]) => [list, (await readList(list, packed)) ?? 'gone'] as const,
        ),
      ),
    );
    const lists = selectActiveLists(seeds, written);
    const kept = await reading;
    const compiled =
      kept === undefined && name !== undefined && compiler?.keeps === true
        ? await keep(name, lists)
        : kept;
    return { heads, written, inForce: { lists, compiled } };
  };

  const keep = async (name: string, lists: readonly WordList[]): Promise<Uint8Array> => {
    const bytes = compileLists(lists);
    // If this fails, the others compile the lists themselves.
    await keepCompiled(table, { name, bytes, now: clock.now() }).catch(() => undefined);
    return bytes;
  };

  const look = async (): Promise<Known> => {
    const began = clock.now();
    // Writes counters now, while a caller waits anyway: Lambda may freeze the function afterwards.
    const [heads] = await Promise.all([readHeads(table), counters.flush()]);
    known = await readKnown(heads);
    foundAt = began;
    lookAt = began + freshMilliseconds;
    return known;
  };

  const refreshed = async (): Promise<Known> => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    const current = known;
    if (current === undefined) return looking;
    try {
      const late = clock.wait(patienceMilliseconds).then(() => {
        throw new Error('The table of word lists does not answer');
      });
      return await Promise.race([looking, late]);
    } catch (error) {
      if (clock.now() - foundAt > staleMilliseconds) throw error;
      lookAt = clock.now() + againMilliseconds;
      return current;
    }
  };

  const readHistory = async (
    name: string,
    packed: string | undefined,
  ): Promise<readonly KeptChange[]> => {
    if (packed !== undefined) return readChanges(table, name, unpackHead(packed));
    const seed = findSeed(name);
    return seed === undefined ? [] : [keptSeed(seed)];
  };

  const write = async ({
    name,
    by,
    expected,
    list,
  }: {
    readonly name: string;
    readonly by: string;
    readonly expected: number | 'new';
    readonly list: Omit<WordList, 'version'> | undefined;
  }): Promise<ListWritten> => {
    const packed = (await readHeads(table)).get(name);
    const [before, current] = [await readList(name, packed), changeOfHead(packed, findSeed(name))];
    if (!isExpectedVersion(expected, current)) return { ok: false, current: before?.version };
    if (packed === undefined && before !== undefined) {
      await writeVersion(table, { name, list: before, ...keptSeed(before) });
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
      return { ok: false, current: (await readList(name, heads.get(name)))?.version };
    }
    lookAt = -Infinity;
    // Stores the compiled form before other functions need it. If this fails, they compile the
    // lists themselves.
    if (compiler?.keeps === true) await look().catch(() => undefined);
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
    read: async () =>
      (known !== undefined && clock.now() < lookAt ? known : await refreshed()).inForce,
    get: async (name) => readList(name, (await readHeads(table)).get(name)),
    put: ({ list, by, expected }) => write({ name: list.name, by, expected, list }),
    remove: ({ name, by, expected }) => write({ name, by, expected, list: undefined }),
    history: async (name) =>
      (await readHistory(name, (await readHeads(table)).get(name))).map(({ change }) => change),
    async version(name, version) {
      const packed = (await readHeads(table)).get(name);
      if (packed === undefined) {
        return findSeed(name)?.version === version ? findSeed(name) : undefined;
      }
      const kept = (await readChanges(table, name, unpackHead(packed))).find(
        ({ change }) => change.version === version,
      );
      return kept === undefined || kept.parts === 0
        ? undefined
        : readVersion(table, name, { version, mark: kept.mark, parts: kept.parts });
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

const keptSeed = (seed: WordList) => ({
  change: createSeedChange(seed),
  mark: seedMark,
  before: undefined,
  parts: 0,
});

/** Returns the version of the current change, and whether it removed the list. */
function changeOfHead(
  packed: string | undefined,
  seed: WordList | undefined,
): Pick<ListChange, 'version' | 'gone'> | undefined {
  if (packed === undefined) return seed && { version: seed.version, gone: false };
  const { version, parts }: Head = unpackHead(packed);
  return { version, gone: parts === 0 };
}

const sameHeads = (one: Heads, other: Heads): boolean =>
  one.size === other.size && [...one].every(([name, packed]) => other.get(name) === packed);
