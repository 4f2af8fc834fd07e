// The FilterLists contract on every adapter, and what the one on files and the one on DynamoDB promise beyond it.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import type { Table } from '../../functions/adapters/dynamodb/items.ts';
import { dynamodbFilterLists } from '../../functions/adapters/dynamodb/lists.ts';
import { listsTable } from '../../functions/adapters/dynamodb/tables.ts';
import { fileFilterLists, inProcessFilterLists } from '../../functions/adapters/in-process/filter-lists.ts';
import type { FilterLists } from '../../functions/core/ports.ts';
import { inMemoryDynamoDb } from '../simulator/dynamodb/client.ts';
import { names, onEachEngine } from './dynamodb-engines.ts';
import { describeFilterLists, listOf, listWorld, startOfLists } from './filter-lists.ts';

const folder = mkdtempSync(join(tmpdir(), 'filter-lists-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

let stores = 0;

describeFilterLists('in process', (world) => {
  let made: FilterLists | undefined;
  return { open: async () => made ??= inProcessFilterLists(world) };
});

describe('on files', () => {
  it('[F5] has after a restart what was written, counted and removed before it', async () => {
    const directory = join(folder, 'restart');
    const seeds = join(folder, 'seeds.json');
    writeFileSync(seeds, JSON.stringify([listOf('seed', { version: 3 }), listOf('other')]));
    const open = () => fileFilterLists({ file: seeds, directory });
    const lists = await open();
    await lists.put({ list: listOf('seed', { forbidden: ['tabs'] }), by: 'ann', expected: 3 });
    await lists.remove({ name: 'other', by: 'ann', expected: 1 });
    lists.count([{ list: 'seed', entry: 'tabs' }]);
    const again = await open();
    expect(await again.read()).toEqual([listOf('seed', { version: 4, forbidden: ['tabs'] })]);
    expect(await again.version('seed', 3)).toEqual(listOf('seed', { version: 3 }));
    expect((await again.history('other')).map(({ gone }) => gone)).toEqual([true, false]);
    await expect.poll(async () => (await (await open()).hits('seed')).map(({ entry, hits }) => [entry, hits]), { timeout: 8_000 }).toEqual([['tabs', 1]]);
    expect(readdirSync(directory).filter((file) => file.endsWith('.new'))).toEqual([]);
  });

  it('[F5] refuses to start on what is broken, with the file and what to do', async () => {
    const directory = join(folder, 'broken');
    await (await fileFilterLists({ directory })).put({ list: listOf('mine'), by: 'ann', expected: 'new' });
    writeFileSync(join(directory, 'changes.json'), '{');
    await expect(fileFilterLists({ directory })).rejects.toThrow(/changes\.json is not JSON\. Mend it/);
  });
});

onEachEngine(({ name, client }) => {
  describeFilterLists(name, (world) => {
    // One table for all: each store has its own lists under its own names.
    const table = scoped(client(), stores += 1);
    return { open: async () => dynamodbFilterLists({ client: table, table: names.lists }, world) };
  });
});

describe('on DynamoDB', () => {
  const opened = () => {
    const world = listWorld();
    const database = inMemoryDynamoDb({ lists: listsTable });
    const commands: unknown[] = [];
    const faults = { down: false };
    const send = (command: Parameters<Table['client']['send']>[0]): Promise<unknown> => {
      commands.push(command);
      return faults.down ? Promise.reject(new Error('down')) : database.send(command as never);
    };
    const client = { send } as unknown as Table['client'];
    const open = () => dynamodbFilterLists({ client, table: 'lists' }, world);
    return { ...world, commands, faults, open };
  };

  it('[F4] costs one read of one small item in four seconds, however many messages come', async () => {
    const { open, commands, pass } = opened();
    const lists = open();
    for (let message = 0; message < 100; message += 1) {
      await lists.read();
      pass(100);
    }
    expect(commands).toHaveLength(3);
    for (const command of commands) expect(command).toBeInstanceOf(GetItemCommand);
  });

  it('[F4] [T5] lets the lists known last stand for a minute when the table cannot be read, and then nothing', async () => {
    const { open, faults, pass } = opened();
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
    await expect(open().read(), 'who never knew any').rejects.toThrow();
  });

  it('[F9] keeps what it could not count for later', async () => {
    const { open, faults, pass } = opened();
    const lists = open();
    await lists.read();
    faults.down = true;
    lists.count([{ list: 'seed', entry: 'alpha' }]);
    pass(5_000);
    await lists.read();
    faults.down = false;
    expect(await lists.hits('seed')).toEqual([{ entry: 'alpha', day: new Date(startOfLists).toISOString().slice(0, 10), hits: 1 }]);
  });
});

/** The same client for a store of its own: every partition key gets a number before it. */
function scoped(client: Table['client'], scope: number): Table['client'] {
  const before = `${scope}~`;
  type Key = { readonly list: { readonly S: string } };
  type Input = Record<string, unknown> & { readonly Key?: Key; readonly Item?: Key; readonly ExpressionAttributeValues?: Record<string, unknown> };
  const moved = (key: Key) => ({ ...key, list: { S: before + key.list.S } });
  return {
    send: (command: { input: Input }) => {
      const { Key, Item, ExpressionAttributeValues: values, ...rest } = command.input;
      const list = values?.[':list'] as { S: string } | undefined;
      const Command = command.constructor as new (input: unknown) => typeof command;
      return client.send(new Command({
        ...rest,
        ...(Key === undefined ? {} : { Key: moved(Key) }),
        ...(Item === undefined ? {} : { Item: moved(Item) }),
        ...(values === undefined ? {} : { ExpressionAttributeValues: list === undefined ? values : { ...values, ':list': { S: before + list.S } } }),
      }) as never);
    },
  };
}
