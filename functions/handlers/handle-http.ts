// The HTTP API: API Gateway's event in, the core's response out.

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { getContentType, serializeBody, type ApiResponse } from '../core/http/api-request.ts';
import { findRoute, isRouteKey } from '../core/http/find-route.ts';
import { handleRequest } from '../core/http/handle-request.ts';
import { createProblem } from '../core/http/problem.ts';
import { refuse } from '../protocol/reasons.ts';
import { cloudContext, getAddressKey } from './cloud-context.ts';
import { logFailure } from './log-failure.ts';
import { readQuery } from './read-query.ts';

/** Each request that waits occupies one of the account's concurrent executions. */
const maxWaitSeconds = 2;

export async function handler(
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { method, sourceIp } = event.requestContext.http;
  try {
    const context = cloudContext({ storesCompiled: true });
    const { publicOrigin } = context.settings;
    return toResult(
      method,
      await handleRequest(context, {
        ...findEventRoute(event),
        query: () => readQuery(event.rawQueryString),
        body: event.isBase64Encoded
          ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
          : (event.body ?? ''),
        bearer: parseBearer(event.headers['authorization']),
        addressKey: getAddressKey(event.headers, sourceIp),
        origin: publicOrigin,
        maxWaitSeconds,
        originHeader: event.headers['origin'],
        host: event.headers['host'],
        ifMatch: event.headers['if-match'],
        ifNoneMatch: event.headers['if-none-match'],
      }),
    );
  } catch (error) {
    logFailure('http', error);
    return toResult(method, createProblem(refuse('unavailable')));
  }
}

/**
 * API Gateway finds most routes. It leaves HEAD, and methods that a path does not have, to the
 * route for all others. It has decoded the path.
 */
const findEventRoute = ({
  routeKey,
  pathParameters = {},
  requestContext,
  rawPath,
}: APIGatewayProxyEventV2) =>
  isRouteKey(routeKey)
    ? { route: routeKey, parameters: pathParameters }
    : findRoute(requestContext.http.method, encodePath(rawPath));

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function toResult(method: string, response: ApiResponse): APIGatewayProxyStructuredResultV2 {
  const body = method === 'HEAD' ? undefined : serializeBody(response);
  return {
    statusCode: response.status,
    headers: { ...response.headers, 'content-type': getContentType(response) },
    ...(body === undefined ? {} : { body }),
  };
}

/** Returns the token of an `Authorization: Bearer` header. */
export const parseBearer = (header: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
