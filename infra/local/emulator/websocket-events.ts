// The events of a WebSocket API, as API Gateway sends them to functions. Source: API Gateway
// Developer Guide, "Integration request and response for WebSocket APIs"; recorded events.

import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type {
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyWebsocketEventV2,
} from 'aws-lambda';
import { websocketStage } from '../../routes.ts';

interface Identity {
  readonly sourceIp: string;
  readonly userAgent?: string;
}

/** The published types leave out what only some events have. */
export interface WebSocketEvent extends APIGatewayProxyWebsocketEventV2 {
  /** For CONNECT, and a few for DISCONNECT. Names are as the client wrote them. */
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  requestContext: APIGatewayEventWebsocketRequestContextV2 & {
    identity: { sourceIp: string; userAgent?: string };
    disconnectStatusCode?: number;
    disconnectReason?: string;
  };
}

/** The constant properties of a connection. */
export interface ConnectionFacts {
  readonly id: string;
  readonly connectedAt: number;
  readonly domainName: string;
  readonly identity: Identity;
}

const apiId = 'local';

/** Like AWS's: eleven bytes, URL-safe, with padding that a path has to escape. */
export const newConnectionId = (): string => `${randomBytes(11).toString('base64url')}=`;

/** AWS's request ids are not UUIDs for WebSockets. They only have to be unique. */
export const newRequestId = (): string => randomUUID();

type Kind =
  | { readonly eventType: 'CONNECT'; readonly routeKey: '$connect' }
  | { readonly eventType: 'MESSAGE'; readonly routeKey: '$default'; readonly messageId: string }
  | {
      readonly eventType: 'DISCONNECT';
      readonly routeKey: '$disconnect';
      readonly disconnectStatusCode: number;
      readonly disconnectReason: string;
    };

interface RequestFacts {
  readonly connection: ConnectionFacts;
  readonly requestId: string;
  readonly kind: Kind;
}

function createRequestContext({
  connection,
  requestId,
  kind,
}: RequestFacts): WebSocketEvent['requestContext'] {
  const now = Date.now();
  const context = {
    ...kind,
    extendedRequestId: requestId,
    requestTime: formatRequestTime(now),
    messageDirection: 'IN' as const,
    stage: websocketStage,
    connectedAt: connection.connectedAt,
    requestTimeEpoch: now,
    identity: connection.identity,
    requestId,
    domainName: connection.domainName,
    connectionId: connection.id,
    apiId,
  };
  // The published type needs a messageId in every event. Only MESSAGE events have one.
  return context as WebSocketEvent['requestContext'];
}

export function connectEvent({
  connection,
  request,
}: {
  readonly connection: ConnectionFacts;
  readonly request: IncomingMessage;
}): WebSocketEvent {
  const headers = toPairs(request.rawHeaders);
  const query = [...new URL(request.url ?? '/', 'http://local').searchParams];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: groupValues(headers),
    // Absent if there is no query.
    ...(query.length === 0
      ? {}
      : {
          queryStringParameters: Object.fromEntries(query),
          multiValueQueryStringParameters: groupValues(query),
        }),
    requestContext: createRequestContext({
      connection,
      requestId: newRequestId(),
      kind: { eventType: 'CONNECT', routeKey: '$connect' },
    }),
    isBase64Encoded: false,
  };
}

export function messageEvent({
  connection,
  requestId,
  body,
}: {
  readonly connection: ConnectionFacts;
  readonly requestId: string;
  readonly body: string;
}): WebSocketEvent {
  return {
    requestContext: createRequestContext({
      connection,
      requestId,
      kind: { eventType: 'MESSAGE', routeKey: '$default', messageId: newConnectionId() },
    }),
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent({
  connection,
  code,
  reason,
}: {
  readonly connection: ConnectionFacts;
  readonly code: number;
  readonly reason: string;
}): WebSocketEvent {
  const kind = {
    eventType: 'DISCONNECT',
    routeKey: '$disconnect',
    disconnectStatusCode: code,
    disconnectReason: reason,
  } as const;
  const headers: [string, string][] = [
    ['Host', connection.domainName],
    ['x-api-key', ''],
    ['X-Forwarded-For', ''],
    ['x-restapi', ''],
  ];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: groupValues(headers),
    requestContext: createRequestContext({ connection, requestId: newRequestId(), kind }),
    isBase64Encoded: false,
  };
}

/** The format of access logs: 21/Nov/2026:07:18:00 +0000. */
export function formatRequestTime(now: number): string {
  const [, day, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''}:${time ?? ''} +0000`;
}

function toPairs(raw: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    found.push([raw[index] ?? '', raw[index + 1] ?? '']);
  }
  return found;
}

function groupValues(entries: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of entries) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(groups);
}
