// The two tables: rooms (each room's item, log, seats, names and counters) and connections. Who may touch them: functions.ts.
// The shape of the items is the DynamoDB adapter's.

import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { connectionsTable, roomsTable } from '../../functions/adapters/dynamodb/tables.ts';

export interface Data {
  readonly rooms: TableV2;
  readonly connections: TableV2;
}

export function addData(scope: Construct): Data {
  // Nothing here is meant to outlive its room, so there is nothing to recover: no point-in-time recovery (its backups would
  // keep conversations for 35 days), and the tables go with the stack. Encrypted at rest with DynamoDB's own key.
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
  };
}
