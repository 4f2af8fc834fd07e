// An in-memory DynamoDB for simulations: one answer per command, in a microtask, without timers,
// threads, files or sockets. It accepts the adapter's commands, and answers and refuses like
// DynamoDB. engine.ts runs the commands.

import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DynamoDb,
} from '../../../functions/adapters/aws/dynamodb/commands.ts';
import { deleteItem, getItem, putItem, query, table, updateItem, type Table } from './engine.ts';
import type { Schema } from './partitions.ts';
import { noSuchTable } from './refusals.ts';
import type { Attributes } from './values.ts';

type Run = (table: Table, input: never) => Record<string, unknown>;

const placeholders = ['TableName', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const write = [
  ...placeholders,
  'ConditionExpression',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
];
const commands: readonly {
  readonly is: new (input: never) => object;
  readonly run: Run;
  readonly takes: ReadonlySet<string>;
}[] = [
  { is: UpdateItemCommand, run: updateItem, takes: new Set([...write, 'Key', 'UpdateExpression']) },
  { is: PutItemCommand, run: putItem, takes: new Set([...write, 'Item']) },
  {
    is: GetItemCommand,
    run: getItem,
    takes: new Set([...placeholders, 'Key', 'ProjectionExpression', 'ConsistentRead']),
  },
  { is: DeleteItemCommand, run: deleteItem, takes: new Set([...write, 'Key']) },
  {
    is: QueryCommand,
    run: query,
    takes: new Set([
      ...placeholders,
      'KeyConditionExpression',
      'FilterExpression',
      'ProjectionExpression',
      'ScanIndexForward',
      'Limit',
      'ExclusiveStartKey',
      'ConsistentRead',
    ]),
  },
];
const $metadata = { httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 };
const returned = new Set([undefined, 'NONE', 'ALL_OLD', 'ALL_NEW']);

export interface InMemoryDynamoDb extends DynamoDb {
  /** All current items of a table. They cannot be changed. */
  items(table: string): Iterable<Attributes>;
}

/**
 * Creates the engine, as in `inMemoryDynamoDb({ rooms: roomsTable, connections: connectionsTable
 * })`. Wrap `send` to inject faults before and after a command. Answers are frozen, so changing one
 * throws.
 */
export function inMemoryDynamoDb(schemas: Readonly<Record<string, Schema>>): InMemoryDynamoDb {
  const tables = new Map(Object.entries(schemas).map(([name, schema]) => [name, table(schema)]));

  const tableNamed = (name: unknown): Table => {
    const found = tables.get(String(name));
    if (found === undefined) throw noSuchTable();
    return found;
  };

  const send = async (command: { readonly input: object }): Promise<object> => {
    const known = commands.find(({ is }) => command instanceof is);
    if (known === undefined) {
      throw new Error(`The simulator's DynamoDB does not know ${command.constructor.name}`);
    }
    const input = command.input as Record<string, unknown>;
    for (const parameter in input) {
      if (input[parameter] !== undefined && !known.takes.has(parameter)) {
        throw new Error(`The simulator's DynamoDB does not know the parameter ${parameter}`);
      }
    }
    if (!returned.has(input['ReturnValues'] as string | undefined)) {
      throw new Error("The simulator's DynamoDB returns ALL_OLD, ALL_NEW or nothing");
    }
    return { ...known.run(tableNamed(input['TableName']), input as never), $metadata };
  };

  return { send: send as DynamoDb['send'], items: (name) => tableNamed(name).items.all() };
}
