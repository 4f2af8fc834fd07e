// The SDK's clients for DynamoDB and posts, as most projects use them. The bundle benchmark
// substitutes them for our own.

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConnectionId, Gateway } from '../../functions/core/ports.ts';

export {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

interface Place {
  readonly region: string;
  readonly endpoint: string;
}

export const dynamodb = (place: Place): DynamoDBClient => new DynamoDBClient(place);

export const isConditionFailed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

export function createSignedGateway(place: Place): Gateway {
  const client = new ApiGatewayManagementApiClient(place);
  return {
    async post(connection: ConnectionId, frame: string) {
      await client.send(
        new PostToConnectionCommand({ ConnectionId: connection, Data: Buffer.from(frame) }),
      );
      return 'sent' as const;
    },
    async close(connection: ConnectionId) {
      await client.send(new DeleteConnectionCommand({ ConnectionId: connection }));
    },
  };
}
