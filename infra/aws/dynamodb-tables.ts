// The three tables: rooms (with their logs, subscriptions and names), connections and quotas, and
// word lists. lambda-functions.ts says who may use them, the DynamoDB adapter what they hold.

import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  connectionsTable,
  listsTable,
  roomsTable,
} from '../../functions/adapters/aws/dynamodb/tables.ts';

export interface Tables {
  readonly rooms: TableV2;
  readonly connections: TableV2;
  readonly lists: TableV2;
}

export function addTables(scope: Construct): Tables {
  // Nothing of a room or a connection should outlive it. So there is no point-in-time recovery,
  // whose backups would keep conversations for 35 days, and the tables are deleted with the stack.
  // They are encrypted with DynamoDB's own key.
  const ephemeral = {
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
    removalPolicy: RemovalPolicy.DESTROY,
  };
  const text = (name: string) => ({ name, type: AttributeType.STRING });
  return {
    rooms: new TableV2(scope, 'Rooms', {
      ...ephemeral,
      partitionKey: text(roomsTable.partitionKey),
      sortKey: text(roomsTable.sortKey),
      timeToLiveAttribute: roomsTable.ttl,
    }),
    connections: new TableV2(scope, 'Connections', {
      ...ephemeral,
      partitionKey: text(connectionsTable.partitionKey),
      timeToLiveAttribute: connectionsTable.ttl,
    }),
    // Administrators write them, and no messages are in them: they have backups.
    lists: new TableV2(scope, 'Lists', {
      ...ephemeral,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      partitionKey: text(listsTable.partitionKey),
      sortKey: text(listsTable.sortKey),
      timeToLiveAttribute: listsTable.ttl,
    }),
  };
}
