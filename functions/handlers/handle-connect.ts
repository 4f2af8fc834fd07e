// $connect: the only event of a connection that carries headers and a query.

import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { connect } from '../core/access/handshake.ts';
import type { ConnectionId } from '../core/ports.ts';
import { addressKey, cloudContext } from './cloud-context.ts';

/** The types of @types/aws-lambda leave out what only $connect has. */
export type ConnectEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly requestContext: { readonly identity?: { readonly sourceIp?: string } };
};

export async function handler({
  requestContext,
  headers: cased,
  queryStringParameters,
}: ConnectEvent): Promise<APIGatewayProxyResultV2> {
  // Multi-level mappings lower-case header names, others do not.
  const headers = Object.fromEntries(
    Object.entries(cased ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const greeting = await connect(cloudContext(), {
    id: requestContext.connectionId as ConnectionId,
    vsn: queryStringParameters?.['vsn'],
    token: queryStringParameters?.['token'],
    protocols: headers['sec-websocket-protocol'],
    origin: headers['origin'],
    host: headers['host'],
    addressKey: addressKey(headers, requestContext.identity?.sourceIp ?? ''),
  });
  if (!greeting.ok) return { statusCode: greeting.status };
  return {
    statusCode: 200,
    headers: greeting.protocol === undefined ? {} : { 'Sec-WebSocket-Protocol': greeting.protocol },
  };
}
