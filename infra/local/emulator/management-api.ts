// `@connections`: functions post to, read and close the connections of a WebSocket API here.
// Responds as API Gateway does, errors included. Source: "Use @connections commands in your backend
// service".

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { websocketStage } from '../../routes.ts';
import type { EmulatedConnection } from './emulated-websocket-api.ts';
import { readBody } from './request-body.ts';
import { newRequestId } from './websocket-events.ts';

export interface ManagementApiOptions {
  readonly connections: ReadonlyMap<string, EmulatedConnection>;
  /** Returns true to refuse a request with 429, as the account's request limit does. */
  readonly throttle?: () => boolean;
  /** Posts to a client with more buffered bytes are refused with 429. */
  readonly maxBufferedBytes?: number;
}

const maxMessageBytes = 128 * 1_024;
const forbidden = { status: 403, type: 'ForbiddenException', message: 'Forbidden' };
const gone = { status: 410, type: 'GoneException', message: 'Gone' };
const limitExceeded = { status: 429, type: 'LimitExceededException', message: 'Rate exceeded' };
const tooLarge = { status: 413, type: 'PayloadTooLargeException', message: 'Payload too large' };

interface Failure {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** Returns a listener for one WebSocket API, with or without its stage in the path. */
export function createManagementApi({
  connections,
  throttle = () => false,
  maxBufferedBytes = 4 * 1_024 * 1_024,
}: ManagementApiOptions): RequestListener {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request, maxMessageBytes);
    const id = parseConnectionId(request.url ?? '/');
    // API Gateway checks the signature. Here it is enough that there is one.
    if (id === undefined || request.headers.authorization === undefined) {
      fail(response, forbidden);
      return;
    }
    if (throttle()) {
      fail(response, limitExceeded);
      return;
    }
    const connection = connections.get(id);
    if (connection === undefined || connection.socket.readyState !== connection.socket.OPEN) {
      fail(response, gone);
      return;
    }

    switch (request.method) {
      case 'POST':
        if (body === 'too large') {
          fail(response, tooLarge);
          return;
        }
        if (connection.socket.bufferedAmount > maxBufferedBytes) {
          fail(response, limitExceeded);
          return;
        }
        connection.lastActiveAt = Date.now();
        connection.socket.send(body, { binary: false });
        succeed(response, 200);
        return;
      case 'GET':
        succeed(response, 200, JSON.stringify(describeConnection(connection)));
        return;
      case 'DELETE':
        connection.socket.close(1000);
        succeed(response, 204);
        return;
      default:
        fail(response, forbidden);
    }
  };

  return (request, response) => {
    respond(request, response).catch(() => response.destroy());
  };
}

function parseConnectionId(url: string): string | undefined {
  const match = /^(?:\/([^/?]+))?\/@connections\/([^/?]+)(?:\?.*)?$/.exec(url.replace(/%40/i, '@'));
  const [, stage, id] = match ?? [];
  if (id === undefined || (stage !== undefined && stage !== websocketStage)) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return undefined;
  }
}

function describeConnection({ connectedAt, lastActiveAt, identity }: EmulatedConnection): object {
  return {
    connectedAt: new Date(connectedAt).toISOString(),
    identity,
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

function succeed(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': newRequestId(),
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

function fail(response: ServerResponse, { status, type, message }: Failure): void {
  const body = JSON.stringify({ message });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-amzn-errortype': type,
    'x-amzn-requestid': newRequestId(),
  });
  response.end(body);
}
