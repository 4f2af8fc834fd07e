// Requests and responses of the HTTP API, as its routes see them: no server, no platform.

import * as v from 'valibot';
import { describeProblem } from '../../protocol/events.ts';
import type { httpApi, RouteKey, RouteResponse, RouteStatus } from '../../protocol/http.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';

/** An administrator's identity and list, which are known before the request's body is read. */
export interface Administrator {
  /** The list that the path names, if it names one. */
  readonly name: string;
  /** The administrator, as a list's history shows them. */
  readonly by: string;
}

export interface ApiRequest {
  /** A `RouteKey`, or one of the two routes of protocol/http.ts for all other requests. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** The methods of a path that has routes, and none for this method. */
  readonly allowedMethods?: readonly string[];
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The token of the Authorization header. */
  readonly bearer: string | undefined;
  /** The caller, for rate limits. Undefined: a caller on this machine, without limits. */
  readonly addressKey: string | undefined;
  /** How long the caller may wait for messages, if the platform sets a shorter time. */
  readonly maxWaitSeconds?: number;
  /** Whether the caller has left, so nobody waits for the response. */
  readonly hasLeft?: () => boolean;
  /** The origin of links. */
  readonly origin: string;
  /** The Origin header: the origin of the page that sends the request. */
  readonly originHeader?: string | undefined;
  /** The Host header. */
  readonly host?: string | undefined;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  /** Present on the routes of administrators. */
  readonly admin?: Administrator;
}

/** A request whose query and body may not have been read yet. */
export interface IncomingRequest extends Omit<ApiRequest, 'body' | 'query'> {
  /** A function reads the query, and returns undefined if a parameter is given twice. */
  readonly query: ApiRequest['query'] | (() => ApiRequest['query'] | undefined);
  /** A function reads the body, and returns undefined if it is longer than `maxBytes`. */
  readonly body: string | ((maxBytes: number) => Promise<string | undefined>);
}

export interface ApiResponse {
  readonly status: number;
  /** The body is an RFC 9457 problem document. */
  readonly isProblem: boolean;
  /** Undefined: there is no body. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** A success of one route. */
interface JsonSuccess<Key extends RouteKey> {
  readonly ok: true;
  readonly status: RouteStatus<Key>;
  readonly body: RouteResponse<Key>;
  /** Headers besides those of every response. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A success whose body is not JSON. Only for routes that have text formats. */
interface TextSuccess {
  readonly ok: true;
  readonly status: 200;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>> & { readonly 'content-type': string };
}

export type RouteResult<Key extends RouteKey> =
  | JsonSuccess<Key>
  | ((typeof httpApi)[Key] extends { readonly hasTextFormats: true } ? TextSuccess : never)
  | Refusal;

type RouteHandler<Key extends RouteKey> = (
  context: Context,
  request: ApiRequest,
) => Promise<RouteResult<Key>>;

/** One handler for each of the routes. */
export type RouteHandlers<Keys extends RouteKey> = { readonly [Key in Keys]: RouteHandler<Key> };

/** Serializes the body. Returns undefined if there is none. */
export function serializeBody({ headers, body }: ApiResponse): string | undefined {
  if (body === undefined) return undefined;
  return 'content-type' in headers && typeof body === 'string' ? body : JSON.stringify(body);
}

export const getContentType = ({ headers, isProblem }: ApiResponse): string =>
  headers['content-type'] ?? (isProblem ? 'application/problem+json' : 'application/json');

type Parsed<Schema extends v.GenericSchema> =
  { readonly ok: true; readonly value: v.InferOutput<Schema> } | Refusal;

/** Parses a JSON body. */
export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  body: string,
): Parsed<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refuse('invalid_payload', 'The body is not JSON.');
  }
  if (Array.isArray(json)) {
    return refuse('invalid_payload', 'The body must be an object, not an array.');
  }
  return parseValue(schema, json);
}

/** Parses a query. */
export const parseQuery = <Schema extends v.GenericSchema>(
  schema: Schema,
  query: ApiRequest['query'],
): Parsed<Schema> => parseValue(schema, query);

function parseValue<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): Parsed<Schema> {
  const parsed = v.safeParse(schema, value);
  return parsed.success
    ? { ok: true, value: parsed.output }
    : refuse('invalid_payload', describeProblem(parsed.issues));
}
