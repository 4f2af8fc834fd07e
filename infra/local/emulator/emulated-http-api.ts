// An HTTP API as API Gateway runs one: finds a request's route, creates the event (payload format
// 2.0) and writes the result. Source: API Gateway Developer Guide, "Create AWS Lambda proxy
// integrations for HTTP APIs".

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyResultV2,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { routes, type HttpRoute } from '../../routes.ts';
import { getPeerAddress, type FindAddress } from '../server/callers.ts';
import { invoke, toStructuredResult, type Handler } from './invocation.ts';
import { readBody } from './request-body.ts';
import { formatRequestTime } from './websocket-events.ts';

export interface MatchedRoute {
  readonly route: HttpRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const table: readonly { readonly route: HttpRoute; readonly segments: readonly string[] }[] =
  routes.http.map((route) => ({ route, segments: route.path.split('/') }));

/**
 * Returns the route of a method and a path without query, as API Gateway chooses it. More specific
 * routes come first in the table. @internal
 */
export function matchRoute(method: string, path: string): MatchedRoute | undefined {
  const segments = path.split('/');
  for (const { route, segments: wanted } of table) {
    if (route.method !== method && route.method !== 'ANY') continue;
    const pathParameters = matchParameters(wanted, segments);
    if (pathParameters !== undefined) return { route, pathParameters };
  }
  return undefined;
}

function matchParameters(
  wanted: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  const isGreedy = wanted.at(-1)?.endsWith('+}') ?? false;
  if (isGreedy ? segments.length < wanted.length : segments.length !== wanted.length) {
    return undefined;
  }
  for (const [index, pattern] of wanted.entries()) {
    if (pattern.endsWith('+}')) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[pattern.slice(1, -2)] = rest;
      break;
    }
    const segment = segments[index] ?? '';
    if (!pattern.startsWith('{')) {
      if (pattern !== segment) return undefined;
      continue;
    }
    const value = decodeSegment(segment);
    if (value === undefined || value === '') return undefined;
    parameters[pattern.slice(1, -1)] = value;
  }
  return parameters;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

export interface HttpApiOptions {
  readonly handler: Handler<APIGatewayProxyEventV2>;
  readonly maxBodyBytes?: number;
  readonly findAddress?: FindAddress;
}

/**
 * Returns a listener that invokes the function of each request's route. `maxBodyBytes` is 6 MB by
 * default: Lambda's limit. API Gateway's own is 10 MB.
 */
export function createHttpApi({
  handler,
  maxBodyBytes = 6 * 1_024 * 1_024,
  findAddress = getPeerAddress,
}: HttpApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path, query] = splitUrl(request.url ?? '/');
    const matched = matchRoute(request.method ?? 'GET', path);
    const body = await readBody(request, maxBodyBytes);
    if (matched === undefined) {
      writeMessage(response, 404, 'Not Found');
      return;
    }
    if (body === 'too large') {
      writeMessage(response, 413, 'Request Entity Too Large');
      return;
    }
    const invoked = await invoke<APIGatewayProxyEventV2, APIGatewayProxyResultV2>({
      name: matched.route.function,
      handler,
      event: createEvent({ request, address: findAddress(request), path, query, matched, body }),
    });
    if (invoked.state === 'returned') writeResult(response, toStructuredResult(invoked.result));
    else if (invoked.state === 'failed') writeMessage(response, 500, 'Internal Server Error');
    else writeMessage(response, 503, 'Service Unavailable');
  };
}

interface MatchedRequest {
  readonly request: IncomingMessage;
  readonly address: string;
  readonly path: string;
  readonly query: string;
  readonly matched: MatchedRoute;
  readonly body: Buffer;
}

function createEvent({
  request,
  address,
  path,
  query,
  matched: { route, pathParameters },
  body,
}: MatchedRequest): APIGatewayProxyEventV2 {
  const now = Date.now();
  const { cookie, ...headers } = joinValues(
    Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values]),
  );
  const domainName = request.headers.host ?? 'localhost';
  const text = isText(request.headers['content-type']);
  return {
    version: '2.0',
    routeKey: `${route.method} ${route.path}`,
    // API Gateway decodes it, unlike Lambda's function URLs (middleapi/standard-server#93).
    rawPath: decodeSegment(path) ?? path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/[;,] */) }),
    headers,
    ...(query === ''
      ? {}
      : {
          queryStringParameters: joinQuery(new URLSearchParams(query)),
        }),
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? domainName,
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: address,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: `${route.method} ${route.path}`,
      stage: '$default',
      time: formatRequestTime(now),
      timeEpoch: now,
    },
    ...(body.length === 0 ? {} : { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Joins several values of one name with commas. */
const joinValues = (
  entries: readonly (readonly [string, readonly string[]])[],
): Record<string, string> =>
  Object.fromEntries(entries.map(([name, values]) => [name, values.join(',')]));

/** Joins the values of a parameter that occurs several times, as API Gateway does. */
const joinQuery = (query: URLSearchParams): Record<string, string> =>
  joinValues([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));

/** API Gateway forwards these as text, and everything else in base64. */
const isText = (type: string | undefined): boolean =>
  type === undefined || /^(text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript))/i.test(type);

function splitUrl(url: string): readonly [string, string] {
  const at = url.indexOf('?');
  return at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function writeResult(
  response: ServerResponse,
  {
    statusCode = 200,
    headers = {},
    cookies = [],
    body = '',
    isBase64Encoded = false,
  }: APIGatewayProxyStructuredResultV2,
): void {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  response.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (bytes.length > 0) response.setHeader('content-length', bytes.length);
  response.writeHead(statusCode);
  response.end(bytes);
}

function writeMessage(response: ServerResponse, status: number, message: string): void {
  writeResult(response, { statusCode: status, body: JSON.stringify({ message }) });
}
