// One AWS service at one endpoint. Signs each request and sends it once over a kept-alive
// connection. Callers retry (retry.ts).

import { connectionsTo, type Body, type Connections } from './kept-alive-connections.ts';
import { environmentCredentials, type CredentialsProvider } from './credentials.ts';
import { findHeader, type HttpResponse } from './http-response.ts';
import { authorization, moments, sha256Hex, type Moment } from './signature-v4.ts';

export interface ServiceOptions {
  /** The name in signatures: `dynamodb`, `execute-api`. */
  readonly service: string;
  readonly region: string;
  /** Only its origin is used. */
  readonly endpoint: string;
  readonly credentials?: CredentialsProvider;
  /** Milliseconds since 1970, for the date in signatures. */
  readonly now?: () => number;
}

export interface Content extends Body {
  readonly hash: string;
}

interface ServiceRequest {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly content: Content;
  readonly type?: string;
  /** `x-amz-target`. */
  readonly target?: string;
  readonly timeout: number;
}

export interface Service extends Pick<Connections, 'close'> {
  /** Sends a request once. */
  request(request: ServiceRequest): Promise<HttpResponse>;
}

export function toContent(text: string): Content {
  const bytes = Buffer.from(text, 'utf8');
  return { text, bytes, hash: sha256Hex(bytes) };
}

export function awsService({
  service,
  region,
  endpoint,
  credentials = environmentCredentials(process.env),
  now = Date.now,
}: ServiceOptions): Service {
  const origin = new URL(endpoint);
  const getMoment = moments({ service, region, credentials, now });
  const connections = connectionsTo(origin);
  const send = (at: Moment, { timeout, ...request }: ServiceRequest): Promise<HttpResponse> =>
    connections.exchange({
      head: headFor(at, origin.host, request),
      body: request.content,
      timeout,
    });
  return {
    request(request) {
      const at = getMoment();
      return at instanceof Promise ? at.then((moment) => send(moment, request)) : send(at, request);
    },
    close() {
      connections.close();
    },
  };
}

/** @internal */
export function headFor(
  at: Moment,
  host: string,
  { method, path, content, type, target }: Omit<ServiceRequest, 'timeout'>,
): string {
  const headers: (readonly [string, string])[] = [];
  if (type !== undefined) headers.push(['content-type', type]);
  headers.push(['host', host], ['x-amz-date', at.date]);
  if (at.credentials.sessionToken !== undefined) {
    headers.push(['x-amz-security-token', at.credentials.sessionToken]);
  }
  if (target !== undefined) headers.push(['x-amz-target', target]);
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  const signed = authorization(at, { method, path, headers, bodyHash: content.hash });
  return `${head}content-length: ${content.bytes.length}\r\nauthorization: ${signed}\r\n\r\n`;
}

interface ErrorResponse {
  readonly name: string;
  readonly message: string;
  readonly response: HttpResponse;
  readonly attempts: number;
}

/** An error response of a service. Has the metadata of the SDK's errors, which logs report. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly $metadata: {
    readonly httpStatusCode: number;
    readonly requestId: string | undefined;
    readonly attempts: number;
  };
  constructor({ name, message, response, attempts }: ErrorResponse) {
    super(message);
    this.name = name;
    this.$metadata = {
      httpStatusCode: response.status,
      requestId: findHeader(response.head, 'x-amzn-requestid'),
      attempts,
    };
  }
}

/** Returns a service's endpoint in a region. China has its own domain. */
export const regionalEndpoint = (service: string, region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
