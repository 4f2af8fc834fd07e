// The three tables: rooms (each room's item, log, seats, names and counters), connections, and word
// lists. Who may touch them: functions.ts. The shape of the items is the DynamoDB adapter's.

import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import {
  connectionsTable,
  listsTable,
  roomsTable,
} from '../../functions/adapters/aws/dynamodb/tables.ts';

export interface Data {
  readonly rooms: TableV2;
  readonly connections: TableV2;
  readonly lists: TableV2;
}

export function addData(scope: Construct): Data {
  // Nothing of a room or a connection is meant to outlive it, so there is nothing to recover: no
  // point-in-time recovery (its backups would keep conversations for 35 days), and the tables go
  // with the stack. Encrypted at rest with DynamoDB's own key.
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
    // What administrators wrote, and nothing that anybody said: kept with backups, and gone with
    // the stack as all is.
    lists: new TableV2(scope, 'Lists', {
      ...ephemeral,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      partitionKey: text(listsTable.partitionKey),
      sortKey: text(listsTable.sortKey),
      timeToLiveAttribute: listsTable.ttl,
    }),
  };
}
