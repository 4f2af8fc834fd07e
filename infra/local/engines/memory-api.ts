// The HTTP API of `npm start`: Node's requests in, the core's responses out.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '../../../functions/core/context.ts';
import {
  getContentType,
  serializeBody,
  type ApiResponse,
} from '../../../functions/core/http/api-request.ts';
import { findRoute } from '../../../functions/core/http/find-route.ts';
import { handleRequest } from '../../../functions/core/http/handle-request.ts';
import { createProblem } from '../../../functions/core/http/problem.ts';
import { parseBearer } from '../../../functions/handlers/handle-http.ts';
import { readQuery } from '../../../functions/handlers/read-query.ts';
import { logFailure } from '../../../functions/handlers/log-failure.ts';
import { refuse } from '../../../functions/protocol/reasons.ts';
import { readBody } from '../emulator/request-body.ts';
import type { Callers } from '../server/callers.ts';

export interface MemoryApiOptions {
  readonly context: Context;
  readonly callers: Callers;
  readonly getAddressKey: (request: IncomingMessage) => string | undefined;
}

export const createMemoryApi =
  (options: MemoryApiOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const result = await respond(request, options);
    response.writeHead(result.status, {
      ...result.headers,
      'content-type': getContentType(result),
      // Further requests that wait on this connection are not answered.
      ...(result.status === 429 ? { connection: 'close' } : {}),
    });
    response.end(serializeBody(result));
  };

async function respond(
  request: IncomingMessage,
  { context, callers, getAddressKey }: MemoryApiOptions,
): Promise<ApiResponse> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  try {
    return await handleRequest(context, {
      ...findRoute(request.method ?? 'GET', url.pathname),
      query: () => readQuery(url.search.slice(1)),
      body: async (maxBytes) => {
        const body = await readBody(request, maxBytes);
        return body === 'too large' ? undefined : body.toString('utf8');
      },
      bearer: parseBearer(request.headers.authorization),
      addressKey: getAddressKey(request),
      hasLeft: () => request.socket.destroyed,
      origin: callers.findOrigin(request),
      originHeader: request.headers.origin,
      host: request.headers.host,
      ifMatch: request.headers['if-match'],
      ifNoneMatch: request.headers['if-none-match'],
    });
  } catch (error) {
    // A client that leaves in the middle of its body is not our failure.
    if (!request.destroyed || request.complete) logFailure('http', error);
    return createProblem(refuse('unavailable'));
  }
}
