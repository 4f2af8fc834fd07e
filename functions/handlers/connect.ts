// $connect: the only event of a connection that carries headers and a query.

import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { connect } from '../core/connect.ts';
import type { ConnectionId } from '../core/ports.ts';
import { addressKeyOf } from './address.ts';
import { cloudContext } from './context.ts';

/** The types of @types/aws-lambda leave out what only $connect has. */
export type ConnectEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly requestContext: { readonly identity?: { readonly sourceIp?: string } };
};

export async function handler({ requestContext, headers, queryStringParameters }: ConnectEvent): Promise<APIGatewayProxyResultV2> {
  const context = cloudContext();
  // Multi-level mappings lower-case header names, others do not.
  const header = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const greeting = await connect(context, {
    id: requestContext.connectionId as ConnectionId,
    vsn: queryStringParameters?.['vsn'],
    token: queryStringParameters?.['token'],
    protocols: header.get('sec-websocket-protocol'),
    origin: header.get('origin'),
    host: header.get('host'),
    addressKey: addressKeyOf(requestContext.identity?.sourceIp ?? '', { key: context.settings.publicOrigin, limitLoopback: false }),
  });
  if (!greeting.ok) return { statusCode: greeting.status };
  return { statusCode: 200, headers: greeting.protocol === undefined ? {} : { 'Sec-WebSocket-Protocol': greeting.protocol } };
}
