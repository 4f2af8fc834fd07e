// $connect: the only event of a connection that has headers and a query.

import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { connect } from '../core/access/handshake.ts';
import type { ConnectionId } from '../core/ports.ts';
import { cloudContext, getAddressKey } from './cloud-context.ts';

/** The event with the properties that only $connect has. @types/aws-lambda leaves them out. */
export type ConnectEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly requestContext: { readonly identity?: { readonly sourceIp?: string } };
};

export async function handler({
  requestContext,
  headers: originalHeaders,
  queryStringParameters,
}: ConnectEvent): Promise<APIGatewayProxyResultV2> {
  // Only some mappings of API Gateway lower-case header names.
  const headers = Object.fromEntries(
    Object.entries(originalHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const result = await connect(cloudContext(), {
    id: requestContext.connectionId as ConnectionId,
    vsn: queryStringParameters?.['vsn'],
    token: queryStringParameters?.['token'],
    protocols: headers['sec-websocket-protocol'],
    origin: headers['origin'],
    host: headers['host'],
    addressKey: getAddressKey(headers, requestContext.identity?.sourceIp ?? ''),
  });
  if (!result.ok) return { statusCode: result.status };
  return {
    statusCode: 200,
    headers: result.protocol === undefined ? {} : { 'Sec-WebSocket-Protocol': result.protocol },
  };
}
