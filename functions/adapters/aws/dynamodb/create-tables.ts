// Creates the missing tables in a local DynamoDB engine. In the cloud the stack creates them. TTL
// is not enabled here: the embedded engine does not support it, and every read checks the clock
// anyway.

import {
  CreateTableCommand,
  ListTablesCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { connectionsTable, listsTable, roomsTable } from './tables.ts';

export async function createTables({
  client,
  names,
}: {
  readonly client: DynamoDBClient;
  readonly names: { readonly rooms: string; readonly connections: string; readonly lists: string };
}): Promise<void> {
  const { TableNames: existing = [] } = await client.send(new ListTablesCommand({}));
  for (const [name, table] of [
    [names.rooms, roomsTable],
    [names.connections, connectionsTable],
    [names.lists, listsTable],
  ] as const) {
    if (existing.includes(name)) continue;
    const keys = [table.partitionKey, ...('sortKey' in table ? [table.sortKey] : [])];
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys.map((AttributeName, index) => ({
          AttributeName,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
      }),
    );
  }
}
