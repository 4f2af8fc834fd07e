// The HTTP API: API Gateway's event in, the core's answer out.

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { api, problemResponse } from '../core/http/room-routes.ts';
import { typeOf, written, type ApiResponse } from '../core/http/api-request.ts';
import { refuse } from '../protocol/reasons.ts';
import { addressKey, cloudContext } from './cloud-context.ts';
import { logFailure } from './log-failure.ts';

export async function handler(
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    const context = cloudContext({ keepsCompiled: true });
    const { publicOrigin } = context.settings;
    return resultOf(
      await api(context, {
        route: event.routeKey,
        parameters: event.pathParameters ?? {},
        query: event.queryStringParameters ?? {},
        body: event.isBase64Encoded
          ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
          : (event.body ?? ''),
        bearer: bearerOf(event.headers['authorization']),
        addressKey: addressKey(event.headers, event.requestContext.http.sourceIp),
        origin: publicOrigin,
        from: event.headers['origin'],
        ifMatch: event.headers['if-match'],
        ifNoneMatch: event.headers['if-none-match'],
      }),
    );
  } catch (error) {
    logFailure('http', error);
    return resultOf(problemResponse(refuse('unavailable')));
  }
}

function resultOf(response: ApiResponse): APIGatewayProxyStructuredResultV2 {
  const body = written(response);
  return {
    statusCode: response.status,
    headers: { ...response.headers, 'content-type': typeOf(response) },
    ...(body === undefined ? {} : { body }),
  };
}

/** The token of an `Authorization: Bearer` header. */
export const bearerOf = (header: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
