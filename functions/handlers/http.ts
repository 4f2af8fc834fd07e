// The HTTP API: API Gateway's event in, the core's answer out.

import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { api, problemResponse, type ApiResponse } from '../core/api/api.ts';
import { refuse } from '../protocol/reasons.ts';
import { addressKey, cloudContext } from './context.ts';
import { logFailure } from './log.ts';

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    const context = cloudContext();
    const { publicOrigin } = context.settings;
    return resultOf(await api(context, {
      route: event.routeKey,
      parameters: event.pathParameters ?? {},
      query: event.queryStringParameters ?? {},
      body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
      bearer: bearerOf(event.headers['authorization']),
      addressKey: addressKey(event.headers, event.requestContext.http.sourceIp),
      origin: publicOrigin,
      from: event.headers['origin'],
    }));
  } catch (error) {
    logFailure('http', error);
    return resultOf(problemResponse(refuse('unavailable')));
  }
}

const resultOf = ({ status, problem, headers, body }: ApiResponse): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { ...headers, 'content-type': problem ? 'application/problem+json' : 'application/json' },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

/** The token of an `Authorization: Bearer` header. */
export const bearerOf = (header: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
