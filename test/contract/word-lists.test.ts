// The WordLists contract on every adapter, and tests of the adapters for files and DynamoDB.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  deleteIf,
  N,
  number,
  putIf,
  S,
  text,
  type Item,
  type Table,
} from '../../functions/adapters/aws/dynamodb/items.ts';
import {
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type Command,
  type DynamoDb,
} from '../../functions/adapters/aws/dynamodb/commands.ts';
import * as dynamoDb from '../../functions/adapters/aws/dynamodb/word-lists/dynamodb-word-lists.ts';
import { listsTable } from '../../functions/adapters/aws/dynamodb/tables.ts';
import {
  openWordLists,
  createMemoryWordLists,
} from '../../functions/adapters/memory/memory-word-lists.ts';
import type { WordLists } from '../../functions/core/ports.ts';
import { compileLists } from '../../functions/core/track/word-filter/index.ts';
import { inMemoryDynamoDb } from '../simulator/dynamodb/client.ts';
import { isThorough } from '../thorough.ts';
import { names, onEachEngine, onSimulatedEngine } from './dynamodb-engines.ts';
import { describeFilterLists, createList, createListPorts, startOfLists } from './word-lists.ts';

const folder = mkdtempSync(join(tmpdir(), 'filter-lists-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let stores = 0;

describeFilterLists('in process', (ports) => {
  let made: WordLists | undefined;
  return { open: async () => (made ??= createMemoryWordLists(ports)) };
});

describe('word lists in files', () => {
  it('[F5] keep writes, counts and removals across a restart', async () => {
    const directory = join(folder, 'restart');
    const seeds = join(folder, 'seeds.json');
    writeFileSync(seeds, JSON.stringify([createList('seed', { version: 3 }), createList('other')]));
    const open = () => openWordLists({ file: seeds, directory });
    const lists = await open();
    await lists.put({ list: createList('seed', { forbidden: ['tabs'] }), by: 'ann', expected: 3 });
    await lists.remove({ name: 'other', by: 'ann', expected: 1 });
    lists.count([{ list: 'seed', entry: 'tabs' }]);
    const again = await open();
    expect((await again.read()).lists).toEqual([
      createList('seed', { version: 4, forbidden: ['tabs'] }),
    ]);
    expect(await again.version('seed', 3)).toEqual(createList('seed', { version: 3 }));
    expect((await again.history('other')).map(({ gone }) => gone)).toEqual([true, false]);
    await expect
      .poll(
        async () => (await (await open()).hits('seed')).map(({ entry, hits }) => [entry, hits]),
        { timeout: 8_000 },
      )
      .toEqual([['tabs', 1]]);
    expect(readdirSync(directory).filter((file) => file.endsWith('.new'))).toEqual([]);
  });

  it('[F5] refuse to start with a broken file, and say which one and what to do', async () => {
    const directory = join(folder, 'broken');
    await (
      await openWordLists({ directory })
    ).put({ list: createList('mine'), by: 'ann', expected: 'new' });
    writeFileSync(join(directory, 'changes.json'), '{');
    await expect(openWordLists({ directory })).rejects.toThrow(
      /changes\.json is not JSON\. Mend it/,
    );
  });
});

(isThorough ? onEachEngine : onSimulatedEngine)(({ name, client }) => {
  describeFilterLists(name, (ports) => {
    // All stores share one table. Each has its own lists under its own keys.
    const table = scopeClient(client(), (stores += 1));
    return {
      open: async () =>
        dynamoDb.createDynamoDbWordLists(
          { client: table, name: names.lists },
          { ...ports, compiler: { edition: '1', storesCompiled: true } },
        ),
    };
  });
});

describe('word lists on DynamoDB', () => {
  const openStore = () => {
    const ports = createListPorts();
    const database = inMemoryDynamoDb({ lists: listsTable });
    const commands: unknown[] = [];
    const faults = { down: false };
    const client: DynamoDb = {
      send: (command) => {
        commands.push(command);
        return faults.down ? Promise.reject(new Error('down')) : database.send(command);
      },
    };
    const open = (compiler?: { readonly edition: string; readonly storesCompiled: boolean }) =>
      dynamoDb.createDynamoDbWordLists({ client, name: 'lists' }, { ...ports, compiler });
    return { ...ports, database, commands, faults, open };
  };

  it('[F4] cost one small read in four seconds, for any number of messages', async () => {
    const { open, commands, pass } = openStore();
    const lists = open();
    for (let message = 0; message < 100; message += 1) {
      await lists.read();
      pass(100);
    }
    expect(commands).toHaveLength(3);
    for (const command of commands) expect(command).toBeInstanceOf(GetItemCommand);
  });

  it('[F4] [T5] are served from memory for a minute while the table is unreadable', async () => {
    const { open, faults, pass } = openStore();
    const lists = open();
    const known = await lists.read();
    faults.down = true;
    pass(50_000);
    expect(await lists.read()).toBe(known);
    pass(11_000);
    await expect(lists.read()).rejects.toThrow();
    faults.down = false;
    expect(await lists.read()).toBe(known);
    faults.down = true;
    await expect(open().read(), 'never read any').rejects.toThrow();
  });

  it('[F9] keep counts for later if they cannot be written', async () => {
    const { open, faults, pass } = openStore();
    const lists = open();
    await lists.read();
    faults.down = true;
    lists.count([{ list: 'seed', entry: 'alpha' }]);
    pass(5_000);
    await lists.read();
    faults.down = false;
    expect(await lists.hits('seed')).toEqual([
      { entry: 'alpha', day: new Date(startOfLists).toISOString().slice(0, 10), hits: 1 },
    ]);
  });

  it('[F9] write counts after all replies: after a pause, or when many or old', async () => {
    const { open, pass, commands } = openStore();
    const lists = open();
    await lists.read();
    const countWrites = async (entries: readonly string[]): Promise<number> => {
      const before = commands.length;
      lists.count(entries.map((entry) => ({ list: 'seed', entry })));
      await lists.settle();
      return commands.length - before;
    };
    pass(60_000);
    expect([
      await countWrites([]),
      await countWrites(['alpha']),
      await countWrites(['alpha']),
      await countWrites(['beta']),
    ]).toEqual([0, 1, 0, 0]);
    pass(4_000);
    expect([await countWrites([]), await countWrites([])]).toEqual([2, 0]);
    expect(await countWrites(Array.from({ length: 25 }, (_, index) => `entry ${index}`))).toBe(25);
  });

  it("[F2] let the table delete a refused writer's items, and nothing else", async () => {
    const { open, database } = openStore();
    const lists = open();
    const { version: _, ...list } = createList('seed');
    const written = await Promise.all(
      ['ann', 'bob', 'cat'].map((by) =>
        lists.put({ list: { ...list, forbidden: [by] }, by, expected: 3 }),
      ),
    );
    expect(written.filter(({ ok }) => ok)).toHaveLength(1);
    const items = [...database.items('lists')].map((item) => ({
      item: text(item, 'item'),
      ttl: item['ttl'] === undefined ? undefined : number(item, 'ttl'),
    }));
    const gone = items.filter(({ ttl }) => ttl !== undefined);
    expect(gone.map(({ item }) => item.split('#')[0]).sort()).toEqual([
      'change',
      'change',
      'words',
      'words',
    ]);
    for (const { ttl } of gone) expect(ttl).toBe(startOfLists / 1_000 + 3_600);
    expect((await lists.history('seed')).map(({ version }) => version)).toEqual([4, 3]);
    expect((await lists.version('seed', 4))?.forbidden).toEqual(
      (await lists.get('seed'))?.forbidden,
    );
  });

  it('[F2] confirm a write whose response was lost, even after later writes', async () => {
    const { open, database } = openStore();
    const { version: _, ...list } = createList('own');
    let lost = false;
    const client: DynamoDb = {
      send: async (command) => {
        const answer = await database.send(command);
        if (!isHeadWrite(command) || lost) return answer;
        // The client retries, and meanwhile another admin writes.
        lost = true;
        expect(
          await open().put({ list: { ...list, forbidden: ['second'] }, by: 'bob', expected: 1 }),
        ).toMatchObject({ ok: true });
        return database.send(command);
      },
    };
    const lists = dynamoDb.createDynamoDbWordLists({ client, name: 'lists' }, createListPorts());
    expect(await lists.put({ list, by: 'ann', expected: 'new' })).toMatchObject({
      ok: true,
      change: { version: 1 },
    });
    expect((await lists.history('own')).map(({ version, by }) => [version, by])).toEqual([
      [2, 'bob'],
      [1, 'ann'],
    ]);
    expect([...database.items('lists')].every((item) => item['ttl'] === undefined)).toBe(true);
  });
});

describe('compiled forms on DynamoDB', () => {
  const [writer, reader] = [
    { edition: '1', storesCompiled: true },
    { edition: '1', storesCompiled: false },
  ];
  const openStore = async () => {
    const ports = createListPorts();
    const database = inMemoryDynamoDb({ lists: listsTable });
    const table: Table = { client: database, name: 'lists' };
    const open = (
      compiler: { readonly edition: string; readonly storesCompiled: boolean } | undefined,
    ) => dynamoDb.createDynamoDbWordLists(table, { ...ports, compiler });
    const { version: _, ...list } = createList('own', {
      forbidden: Array.from(
        { length: 30_000 },
        (_, index) => `${((index * 2_654_435_761) >>> 0).toString(36)} ${index}`,
      ),
    });
    await open(writer).put({ list, by: 'ann', expected: 'new' });
    const listForms = () =>
      [...database.items('lists')]
        .filter((item) => text(item, 'list') === '#compiled')
        .sort((one, other) => (text(one, 'item') < text(other, 'item') ? -1 : 1));
    return { ...ports, database, table, open, kept: listForms, list };
  };

  it('[T36] are stored in parts that fit items, and used by every equal compiler', async () => {
    const { open, kept } = await openStore();
    expect(kept().length).toBeGreaterThan(1);
    for (const item of kept()) expect(text(item, 't').length).toBeLessThanOrEqual(350_000);
    const { lists, compiled } = await open(reader).read();
    expect(Buffer.from(compileLists(lists)).equals(compiled ?? Buffer.of())).toBe(true);
    expect(
      (await open({ ...reader, edition: '2' }).read()).compiled,
      'another release',
    ).toBeUndefined();
    expect((await open(undefined).read()).compiled).toBeUndefined();
  });

  it('[T36] expire when unused, and are stored again when missing', async () => {
    const { open, kept, pass, list } = await openStore();
    const parts = kept().length;
    for (const item of kept()) {
      expect(number(item, 'ttl')).toBe(startOfLists / 1_000 + 30 * 24 * 3_600);
    }
    await open({ ...reader, edition: '2' }).read();
    expect(kept()).toHaveLength(parts);
    pass(1_000);
    await open({ ...writer, edition: '2' }).read();
    expect(kept()).toHaveLength(2 * parts);
    expect((await open({ ...reader, edition: '2' }).read()).compiled).toBeDefined();
    await open(writer).put({ list, by: 'ann', expected: 1 });
    expect(kept(), 'another version').toHaveLength(3 * parts);
  });

  it('[T36] are ignored if they are broken, incomplete or unreadable', async () => {
    const { open, table, kept, list } = await openStore();
    const before = kept();
    const [first, second] = before;
    if (first === undefined || second === undefined) throw new Error('There is one part only');
    const restore = () =>
      Promise.all(before.map((item) => putIf(table, { key: keyIn(item), item })));
    const harm: readonly (() => Promise<unknown>)[] = [
      () => deleteIf(table, keyIn(second)),
      () => deleteIf(table, keyIn(first)),
      () =>
        putIf(table, {
          key: keyIn(first),
          item: { ...first, t: S(text(first, 't').slice(0, -4)) },
        }),
      () =>
        putIf(table, {
          key: keyIn(first),
          item: { ...first, t: S(text(first, 't').replace(/.{8}$/, 'AAAAAAAA')) },
        }),
      () => putIf(table, { key: keyIn(first), item: { ...first, n: N(before.length + 1) } }),
      () => putIf(table, { key: keyIn(first), item: { ...first, n: S('many') } }),
      () => putIf(table, { key: keyIn(second), item: { ...second, t: S('') } }),
    ];
    for (const break_ of harm) {
      await break_();
      const activeLists = await open(reader).read();
      expect(activeLists.compiled === undefined, String(break_)).toBe(true);
      expect(activeLists.lists.find(({ name }) => name === 'own')).toEqual({ ...list, version: 1 });
      await restore();
    }
    expect((await open(reader).read()).compiled === undefined).toBe(false);
    const client: DynamoDb = {
      send: (command) =>
        partitionOf(command) === '#compiled'
          ? Promise.reject(new Error('down'))
          : table.client.send(command),
    };
    const lists = dynamoDb.createDynamoDbWordLists(
      { client, name: 'lists' },
      { ...createListPorts(), compiler: writer },
    );
    expect((await lists.read()).lists, 'compiled form neither read nor stored').toHaveLength(3);
    expect(await lists.put({ list, by: 'ann', expected: 1 })).toMatchObject({ ok: true });
  });
});

const keyIn = ({ list = S(''), item = S('') }: Item): Item => ({ list, item });

const isHeadWrite = (command: Command): boolean =>
  command instanceof UpdateItemCommand && command.input.UpdateExpression === 'SET #head = :head';

function partitionOf(command: Command): string | undefined {
  if (command instanceof PutItemCommand) return command.input.Item?.['list']?.S;
  return command instanceof GetItemCommand || command instanceof UpdateItemCommand
    ? command.input.Key?.['list']?.S
    : undefined;
}

/** Returns the same client for a separate store, with a number before every partition key. */
function scopeClient(client: Table['client'], scope: number): Table['client'] {
  const before = `${scope}~`;
  type Key = { readonly list: { readonly S: string } };
  type Input = Record<string, unknown> & {
    readonly Key?: Key;
    readonly Item?: Key;
    readonly ExpressionAttributeValues?: Record<string, unknown>;
  };
  const addPrefix = (key: Key) => ({ ...key, list: { S: before + key.list.S } });
  return {
    send: <Output>(command: Command<object, Output>) => {
      const { Key, Item, ExpressionAttributeValues: values, ...rest } = command.input as Input;
      const list = values?.[':list'] as { S: string } | undefined;
      const Same = command.constructor as new (input: unknown) => typeof command;
      return client.send(
        new Same({
          ...rest,
          ...(Key === undefined ? {} : { Key: addPrefix(Key) }),
          ...(Item === undefined ? {} : { Item: addPrefix(Item) }),
          ...(values === undefined
            ? {}
            : {
                ExpressionAttributeValues:
                  list === undefined ? values : { ...values, ':list': { S: before + list.S } },
              }),
        }),
      );
    },
  };
}
