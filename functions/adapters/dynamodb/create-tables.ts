// Makes both tables in a local DynamoDB engine. In the cloud the stack makes them. TTL is not switched on here: the embedded
// engine has no such call, and every read checks the clock anyway.

import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { connectionsTable, roomsTable } from './tables.ts';

export async function createTables({ client, names }: {
  readonly client: DynamoDBClient;
  readonly names: { readonly rooms: string; readonly connections: string };
}): Promise<void> {
  await client.send(new CreateTableCommand({
    TableName: names.rooms,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: roomsTable.partitionKey, AttributeType: 'S' },
      { AttributeName: roomsTable.sortKey, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: roomsTable.partitionKey, KeyType: 'HASH' },
      { AttributeName: roomsTable.sortKey, KeyType: 'RANGE' },
    ],
  }));
  await client.send(new CreateTableCommand({
    TableName: names.connections,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: connectionsTable.partitionKey, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: connectionsTable.partitionKey, KeyType: 'HASH' }],
  }));
}
