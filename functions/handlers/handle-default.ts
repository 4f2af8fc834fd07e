// $default: every frame of every connection. Replies are posted: API Gateway discards what this
// function returns.

import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { ConnectionId } from '../core/ports.ts';
import { receive } from '../core/receive.ts';
import { cloudContext } from './cloud-context.ts';
import { logFailure } from './log-failure.ts';

export async function handler({
  requestContext,
  body,
}: APIGatewayProxyWebsocketEventV2): Promise<APIGatewayProxyResultV2> {
  try {
    const context = cloudContext();
    await receive(context, {
      connection: requestContext.connectionId as ConnectionId,
      text: body ?? '',
    });
    // All replies are sent. Lambda may freeze this function until its next call.
    await context.lists.settle();
  } catch (error) {
    // API Gateway would turn it into its own error frame, which Phoenix clients cannot decode.
    logFailure('default', error);
  }
  return { statusCode: 200 };
}
