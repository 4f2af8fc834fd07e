// $disconnect, which API Gateway sends on a best-effort basis. Fan-out prunes the connections that
// it misses.

import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { ConnectionId } from '../core/ports.ts';
import { handleDisconnect } from '../core/messaging/publish.ts';
import { cloudContext } from './cloud-context.ts';

export async function handler({
  requestContext,
}: APIGatewayProxyWebsocketEventV2): Promise<APIGatewayProxyResultV2> {
  await handleDisconnect(cloudContext(), requestContext.connectionId as ConnectionId);
  return { statusCode: 200 };
}
