// FilterLists on DynamoDB, with what a warm function remembers of them. The items are in
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
 * How long lists stand unasked: with the reading of those that changed, others' changes are here
 * within 5 s.
 */
const freshMilliseconds = 4_000;
/**
 * How long those known last stand when the table cannot be read, how long one message waits for it,
 * and when it is asked again.
 */
const staleMilliseconds = 60_000;
const patienceMilliseconds = 1_500;
const againMilliseconds = 1_000;
/** The mark of a seed list in the chain of marks. */
const seedMark = 'seed';

type Heads = ReadonlyMap<string, string>;

interface Known {
  readonly heads: Heads;
  readonly written: ReadonlyMap<string, WordList | 'gone'>;
  readonly inForce: ActiveLists;
}

/** The compiler in this process. */
interface Compiler {
  /** Changes whenever it would make something else of the same lists. */
  readonly edition: string;
  /**
   * Whether this function may write lists, and so keeps the compiled form of them for the others.
   */
  readonly keeps: boolean;
}

/** Without a `compiler` every function compiles for itself. */
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
  /** When `known` was last found to stand, and when to look again. */
  let foundAt = -Infinity;
  let lookAt = -Infinity;
  let looking: Promise<Known> | undefined;

  const seedCalled = (name: string): WordList | undefined =>
    seeds.find((seed) => seed.name === name);

  const readList = async (
    name: string,
    packed: string | undefined,
  ): Promise<WordList | undefined> => {
    if (packed === undefined) return seedCalled(name);
    const head = unpackHead(packed);
    if (head.parts === 0) return undefined;
    const kept = known?.heads.get(name) === packed ? known.written.get(name) : undefined;
    return kept === undefined || kept === 'gone' ? readVersion(table, name, head) : kept;
  };

  const readKnown = async (heads: Heads): Promise<Known> => {
    if (known !== undefined && sameHeads(known.heads, heads)) return known;
    // Seeds alone are compiled in no time.
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
    // Others compile for themselves where this fails.
    await keepCompiled(table, { name, bytes, now: clock.now() }).catch(() => undefined);
    return bytes;
  };

  const look = async (): Promise<Known> => {
    const began = clock.now();
    // Counters are written while somebody waits anyway: afterwards a function may be frozen.
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
    const seed = seedCalled(name);
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
    const [before, standing] = [
      await readList(name, packed),
      changeOfHead(packed, seedCalled(name)),
    ];
    if (!isExpectedVersion(expected, standing)) return { ok: false, current: before?.version };
    if (packed === undefined && before !== undefined) {
      await writeVersion(table, { name, list: before, ...keptSeed(before) });
    }

    const version = (standing?.version ?? 0) + 1;
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
    // A write whose answer was lost and which is sent again finds its own head.
    if (
      heads.get(name) !== packHead(head) &&
      !(await isInHistory(name, { head, standing: heads.get(name) }))
    ) {
      await dropVersion(table, { name, head, now: clock.now() }).catch(() => undefined);
      return { ok: false, current: (await readList(name, heads.get(name)))?.version };
    }
    lookAt = -Infinity;
    // Before other functions look. If this fails, they compile for themselves.
    if (compiler?.keeps === true) await look().catch(() => undefined);
    return { ok: true, change };
  };

  /** Whether a write counted whose answer was lost, and which somebody else has written after. */
  const isInHistory = async (
    name: string,
    { head, standing }: { readonly head: Head; readonly standing: string | undefined },
  ): Promise<boolean> =>
    standing !== undefined &&
    (await readChanges(table, name, unpackHead(standing))).some(({ mark }) => mark === head.mark);

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
        return seedCalled(name)?.version === version ? seedCalled(name) : undefined;
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
