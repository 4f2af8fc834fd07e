// Compares the simulator's DynamoDB with other engines: the same random commands must give the same
// answers.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DeleteItemCommand,
  GetItemCommand,
  isConditionFailed,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DynamoDb,
} from '../../../functions/adapters/aws/dynamodb/commands.ts';
import { roomsTable } from '../../../functions/adapters/aws/dynamodb/tables.ts';
import { names, onEachForeignEngine } from '../../contract/dynamodb-engines.ts';
import { inMemoryDynamoDb } from './client.ts';
import { canonical } from './numbers.ts';

const seed = 1;
const histories = 40;

interface Command {
  readonly expressions: Readonly<Record<string, string>>;
  /** Placeholders that no expression uses. */
  readonly spare: readonly string[];
  readonly make: (room: string, filled: object) => Sent;
}
type Sent = GetItemCommand | PutItemCommand | UpdateItemCommand | DeleteItemCommand | QueryCommand;

// A placeholder's number is the index of its value here.
const values: readonly AttributeValue[] = [
  { S: 'a' },
  { S: 'ab' },
  { S: '' },
  { N: '0' },
  { N: '1' },
  { N: '-2.50' },
  { N: '1e3' },
  { N: '1234567890123456789012345678901234567' },
  { SS: ['a', 'b'] },
  { SS: ['b', 'c'] },
  { NS: ['1', '2.0'] },
  { L: [{ S: 'a' }, { N: '1' }, { S: 'c' }] },
  { L: [] },
  { L: [{ S: 'z' }] },
  { M: { x: { N: '1' }, y: { S: 'ab' } } },
  { BOOL: true },
  { NULL: true },
  { M: { x: { L: [{ N: '7' }] } } },
];
const aliases: Readonly<Record<string, string>> = {
  '#n': 'n',
  '#l': 'l',
  '#x': 'x',
  '#ttl': 'ttl',
  '#item': 'item',
  '#room': 'room',
};

const placeholder = fc.nat(values.length - 1).map((index) => `:v${index}`);
const paths = [
  'n',
  '#n',
  's',
  'l',
  'l[0]',
  'l[1]',
  'm',
  'm.x',
  'm.#x',
  'm.y',
  't',
  'u',
  '#ttl',
  'gone',
  'm.x[0]',
  'l[0].x',
  'n.x',
] as const;
const path = fc.constantFrom(...paths);
const scalar = fc.constantFrom(':v0', ':v1', ':v3', ':v4', ':v5', ':v6', ':v7');

const join = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(''));

const atom = fc.oneof(
  join('attribute_exists(', path, ')'),
  join('attribute_not_exists(', path, ')'),
  join(path, ' ', fc.constantFrom('=', '<>'), ' ', scalar),
  join(path, ' ', fc.constantFrom('<', '<=', '>', '>='), ' ', scalar),
  join(
    'size(',
    fc.constantFrom('l', 'm', 't', 's', 'gone', 'n'),
    ') ',
    fc.constantFrom('<', '=', '>='),
    ' ',
    fc.constantFrom(':v3', ':v4', ':v6'),
  ),
  join(
    'contains(',
    fc.constantFrom('l', 't', 's', 'u', 'm.y'),
    ', ',
    fc.constantFrom(':v0', ':v1', ':v4'),
    ')',
  ),
  join('begins_with(', path, ', ', placeholder, ')'),
  join(path, ' BETWEEN ', scalar, ' AND ', scalar),
  join(path, ' IN (', scalar, ', ', scalar, ')'),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    join(tie('condition'), ' AND ', tie('condition')),
    join(tie('condition'), ' or ', tie('condition')),
    join('NOT ', atom),
    join('(', atom, ' OR ', atom, ') AND ', tie('condition')),
  ),
}));

const summand = fc.oneof(path, placeholder, join('if_not_exists(', path, ', ', placeholder, ')'));
const assigned = fc.oneof(
  placeholder,
  summand,
  join(summand, ' ', fc.constantFrom('+', '-'), ' ', summand),
  join('list_append(', summand, ', ', summand, ')'),
  join('if_not_exists(', path, ', ', placeholder, ') + ', scalar),
);
// dynalite removes elements one by one. From the highest index down, the result is the same.
const removed = fc.oneof(path, fc.constantFrom('l[2], l[1], l[0]', 'l[9], l[1]', 'm.x, m.y'));
const section = (word: string, entry: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .uniqueArray(entry, { minLength: 1, maxLength: 3, selector: (text) => text.split(' ')[0] })
    .map((all) => `${word} ${all.join(', ')}`);
const set = section('SET', join(path, ' = ', assigned));
const add = section(
  'ADD',
  join(fc.constantFrom('n', 't', 'u', 'm.x', '#ttl', 'gone'), ' ', placeholder),
);
const update = fc.oneof(
  set,
  section('REMOVE', removed),
  add,
  section('DELETE', join(fc.constantFrom('t', 'u', 'gone', 's'), ' ', placeholder)),
  join(set, ' ', add),
  join(add, ' REMOVE ', fc.constantFrom('s', 'gone', 'l[1]', 'm.y')),
);

const sort = fc.constantFrom('a', 'ab', 'b', 'é', '\uff5e', '\u{1f600}');
const spare = fc.oneof(
  { weight: 30, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.constantFrom([':v0'], ['#n']) },
);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const keyOf = (room: string, item: string): Record<string, AttributeValue> => ({
  room: { S: room },
  item: { S: item },
});
const refusal = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
const expressions = (
  given: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([kind, text]) => (text === undefined ? [] : [[kind, text]])),
  );

const attributes = fc.record(
  {
    n: fc.constantFrom(...values.slice(3, 8)),
    s: fc.constantFrom(...values.slice(0, 3)),
    l: fc.constantFrom(...values.slice(11, 14)),
    m: fc.constantFrom(values[14] ?? { S: '' }, values[17] ?? { S: '' }),
    t: fc.constantFrom(...values.slice(8, 10)),
    u: fc.constant(values[10] ?? { S: '' }),
  },
  { requiredKeys: [] },
);

const putting = fc
  .record({ item: sort, attributes, condition: optional(condition), spare })
  .map(({ item, attributes, condition, spare }): Command => ({
    expressions: expressions({ ConditionExpression: condition }),
    spare,
    make: (room, filled) =>
      new PutItemCommand({
        TableName: names.rooms,
        Item: { ...attributes, ...keyOf(room, item) },
        ReturnValues: 'ALL_OLD',
        ...refusal,
        ...filled,
      }),
  }));
const updating = fc
  .record({
    item: sort,
    update,
    condition: optional(condition),
    ReturnValues: fc.constantFrom('ALL_NEW', 'ALL_OLD'),
    spare,
  })
  .map(({ item, update, condition, ReturnValues, spare }): Command => ({
    expressions: expressions({ UpdateExpression: update, ConditionExpression: condition }),
    spare,
    make: (room, filled) =>
      new UpdateItemCommand({
        TableName: names.rooms,
        Key: keyOf(room, item),
        ReturnValues,
        ...refusal,
        ...filled,
      }),
  }));
const deleting = fc
  .record({ item: sort, condition: optional(condition), spare })
  .map(({ item, condition, spare }): Command => ({
    expressions: expressions({ ConditionExpression: condition }),
    spare,
    make: (room, filled) =>
      new DeleteItemCommand({
        TableName: names.rooms,
        Key: keyOf(room, item),
        ReturnValues: 'ALL_OLD',
        ...refusal,
        ...filled,
      }),
  }));
const projection = fc
  .uniqueArray(path, { minLength: 1, maxLength: 3 })
  .map((all) => all.join(', '));
const getting = fc
  .record({ item: sort, projection: optional(projection), spare })
  .map(({ item, projection, spare }): Command => ({
    expressions: expressions({ ProjectionExpression: projection }),
    spare: projection === undefined ? [] : spare.filter((one) => one.startsWith('#')),
    make: (room, filled) =>
      new GetItemCommand({ TableName: names.rooms, Key: keyOf(room, item), ...filled }),
  }));
const range = fc.constantFrom(
  '',
  ' AND #item = :v0',
  ' AND #item > :v0',
  ' AND #item >= :v1',
  ' AND #item < :v1',
  ' AND #item <= :v0',
  ' AND #item BETWEEN :v0 AND :v1',
  ' AND begins_with(#item, :v0)',
  ' AND #item < :v4',
  ' AND #item <> :v0',
  ' OR #item = :v0',
  ' AND #ttl = :v0',
);
const querying = fc
  .record({
    range,
    projection: optional(projection),
    Limit: optional(fc.integer({ min: 1, max: 4 })),
    ScanIndexForward: fc.boolean(),
    from: optional(sort),
    spare,
  })
  .map(({ range, projection, Limit, ScanIndexForward, from, spare }): Command => ({
    expressions: expressions({
      KeyConditionExpression: `#room = :room${range}`,
      ProjectionExpression: projection,
    }),
    spare,
    make: (room, filled) =>
      new QueryCommand({
        TableName: names.rooms,
        ScanIndexForward,
        // The engines differ in their answer at the very end of a range.
        Limit: range === '' ? Limit : undefined,
        ExclusiveStartKey: from === undefined || range !== '' ? undefined : keyOf(room, from),
        ...filled,
      }),
  }));

const history = fc
  .tuple(
    fc.array(putting, { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: updating },
        { weight: 1, arbitrary: putting },
        { weight: 1, arbitrary: deleting },
        { weight: 1, arbitrary: getting },
        { weight: 1, arbitrary: querying },
      ),
      { minLength: 4, maxLength: 12 },
    ),
  )
  .map(([first, then]) => [...first, ...then]);

function sent({ expressions, spare, make }: Command, room: string): Sent {
  const used = [
    ...new Set(
      [
        ...Object.values(expressions)
          .join(' ')
          .matchAll(/[#:]\w+/g),
      ]
        .map(([name]) => name)
        .concat(spare),
    ),
  ];
  const given = (mark: string): string[] => used.filter((name) => name.startsWith(mark));
  const valueOf = (name: string): AttributeValue =>
    name === ':room' ? { S: room } : (values[Number(name.slice(2))] ?? { S: '' });
  return make(room, {
    ...expressions,
    ...(given('#').length === 0
      ? {}
      : {
          ExpressionAttributeNames: Object.fromEntries(
            given('#').map((name) => [name, aliases[name] ?? '']),
          ),
        }),
    ...(given(':').length === 0
      ? {}
      : {
          ExpressionAttributeValues: Object.fromEntries(
            given(':').map((name) => [name, valueOf(name)]),
          ),
        }),
  });
}

type Answer =
  { readonly refused: string; readonly current?: unknown } | { readonly answered: unknown };

async function answerOf(client: DynamoDb, command: Sent): Promise<Answer> {
  try {
    const {
      $metadata: _,
      ConsumedCapacity: __,
      ...answer
    } = await (client.send as (command: Sent) => Promise<Readonly<Record<string, unknown>>>)(
      command,
    );
    return { answered: plain(answer) };
  } catch (error) {
    if (!(error instanceof Error && '$metadata' in error)) throw error;
    return {
      refused: error.name,
      ...(isConditionFailed(error) ? { current: plain(error.Item) } : {}),
    };
  }
}

// Sets have no order, and DynamoDB Local returns numbers as they were written.
const plain = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(value, (name, one: unknown) => {
          if ((name === 'SS' || name === 'NS') && Array.isArray(one)) {
            return one
              .map((each) => (name === 'NS' ? canonical(String(each)) : String(each)))
              .sort();
          }
          return name === 'N' && typeof one === 'string' ? canonical(one) : one;
        }),
      );

onEachForeignEngine(({ name, client }) => {
  describe(`the simulator's DynamoDB compared with ${name}`, () => {
    it('[L11] gives the same answers to random commands', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(history, async (commands) => {
          const own = inMemoryDynamoDb({ [names.rooms]: roomsTable });
          const room = `differential-${(run += 1)}`;
          for (const command of commands) {
            const [expected, got] = [
              await answerOf(client(), sent(command, room)),
              await answerOf(own, sent(command, room)),
            ];
            // dynalite does not return the current item.
            const comparable =
              'current' in expected && expected.current === undefined
                ? { ...got, current: undefined }
                : got;
            expect({ command: sent(command, room).input, answer: comparable }).toEqual({
              command: sent(command, room).input,
              answer: expected,
            });
          }
        }),
        { seed, numRuns: histories },
      );
    });

    // Cases where dynalite differs from DynamoDB or is more lenient.
    it.skipIf(name === 'dynalite')(
      '[L11] gives the same refusals, and resolves list indexes before the update',
      async () => {
        const own = inMemoryDynamoDb({ [names.rooms]: roomsTable });
        const Key = keyOf('by hand', 'a');
        const list = { L: ['a', 'b', 'c', 'd'].map((S) => ({ S })) };
        const put = (Item: Record<string, AttributeValue>) =>
          new PutItemCommand({ TableName: names.rooms, Item: { ...Key, ...Item } });
        const update = (
          UpdateExpression: string,
          given: Readonly<Record<string, AttributeValue>> = {},
        ) =>
          new UpdateItemCommand({
            TableName: names.rooms,
            Key,
            UpdateExpression,
            ReturnValues: 'ALL_NEW',
            ...(Object.keys(given).length === 0 ? {} : { ExpressionAttributeValues: given }),
          });
        const [nines, big] = ['9'.repeat(38), { S: 'x'.repeat(200_000) }];
        const commands = [
          put({ l: list, n: { N: '1234567890123456789012345678901234567' }, m: { M: {} } }),
          update('REMOVE l[0], l[2]'),
          update('SET l = :l', { ':l': list }),
          update('SET l[9] = :y, l[7] = :x REMOVE l[1]', { ':x': { S: 'x' }, ':y': { S: 'y' } }),
          update('SET n = n + :one', { ':one': { N: '1' } }),
          update('SET n = n - :half', { ':half': { N: '0.5' } }),
          update('SET n = :n', { ':n': { N: nines } }),
          update('SET n = n + :one', { ':one': { N: '1' } }),
          update('SET n = n + :one', { ':one': { N: '1' } }),
          update('SET n = :n', { ':n': { N: `1${nines}` } }),
          update('SET a = :b', { ':b': big }),
          update('SET c = :b', { ':b': big }),
          update('SET d = :b', { ':b': big }),
          put({ a: big, b: big, c: big }),
          update('SET n = :one', { ':one': { N: '1' }, ':two': { N: '2' } }),
          update('SET n = :none'),
          update('SET #n = n'),
          update('SET t = :t', { ':t': { SS: [] } }),
          update('SET m.x = m, m = n'),
          update('REMOVE m, m.x'),
          update('REMOVE l[0], l.x'),
          update('SET #item = n'),
          update('SET ttl = n'),
          update('REMOVE x SET'),
          update('SET x = gone'),
          update('REMOVE gone.x'),
          update('REMOVE n.x'),
          update('REMOVE l.x'),
          update('ADD s :l', { ':l': list }),
          update(`REMOVE ${'x'.repeat(4_090)}`),
          update('DELETE t :t', { ':t': { SS: ['a'] } }),
          update('SET m.a.b = n'),
          update('SET n = m + n'),
          update('SET n = list_append(l, n)'),
        ];
        for (const command of commands) {
          const [expected, got] = [await answerOf(client(), command), await answerOf(own, command)];
          expect({ command: command.input, answer: got }).toEqual({
            command: command.input,
            answer: expected,
          });
        }
      },
    );
  });
});
