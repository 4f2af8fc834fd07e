// $default: every frame of every connection. All answers are posted; the returned body never
// reaches a client.

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
    // Everybody has been answered, and whoever comes next is: this function may be stopped until it
    // is called again.
    await context.lists.settle();
  } catch (error) {
    // Thrown on, it would become API Gateway's own error frame, which Phoenix clients cannot read.
    logFailure('default', error);
  }
  return { statusCode: 200 };
}
