// What a call of the HTTP API is given and what it gives: requests, answers, and the reading of
// JSON bodies. The calls are in the files beside.

import * as v from 'valibot';
import { problemOf } from '../../protocol/events.ts';
import type { httpApi, RouteKey, RouteResponse, RouteStatus } from '../../protocol/http.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import type { Context } from '../context.ts';

export interface ApiRequest {
  /** A `RouteKey`, or one of the two routes of protocol/http.ts for all other requests. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly bearer: string | undefined;
  /** Undefined where making rooms is not limited: a caller on this machine. */
  readonly addressKey: string | undefined;
  /** Where links point. */
  readonly origin: string;
  /** The Origin header: whose page is asking, if it is one. */
  readonly from?: string | undefined;
  /** The headers of these names. */
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** `problem`: the body is an RFC 9457 problem document. */
export interface ApiResponse {
  readonly status: number;
  readonly problem: boolean;
  /** Undefined: none. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** A success of one route. */
export interface Answer<Key extends RouteKey> {
  readonly ok: true;
  readonly status: RouteStatus<Key>;
  readonly body: RouteResponse<Key>;
  /** Headers besides those of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A success whose body is not JSON. Only for routes that have text formats. */
interface TextAnswer {
  readonly ok: true;
  readonly status: 200;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>> & { readonly 'content-type': string };
}

export type RouteAnswer<Key extends RouteKey> =
  | Answer<Key>
  | ((typeof httpApi)[Key] extends { readonly hasTextFormats: true } ? TextAnswer : never);

export type Call<Key extends RouteKey> = (
  context: Context,
  request: ApiRequest,
) => Promise<RouteAnswer<Key> | Refusal>;

/** One call for each of the routes. */
export type Calls<Keys extends RouteKey> = { readonly [Key in Keys]: Call<Key> };

/** How the body goes over the wire; undefined: there is none. */
export function written({ headers, body }: ApiResponse): string | undefined {
  if (body === undefined) return undefined;
  return 'content-type' in headers && typeof body === 'string' ? body : JSON.stringify(body);
}

/** The type of that body. */
export const typeOf = ({ headers, problem }: ApiResponse): string =>
  headers['content-type'] ?? (problem ? 'application/problem+json' : 'application/json');

type Parsed<Schema extends v.GenericSchema> =
  { readonly ok: true; readonly value: v.InferOutput<Schema> } | Refusal;

export function parseJson<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): Parsed<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('invalid_payload', 'The body is not JSON.');
  }
  if (Array.isArray(json)) {
    return refuse('invalid_payload', 'The body is a list where an object is meant.');
  }
  const parsed = v.safeParse(schema, json);
  return parsed.success
    ? { ok: true, value: parsed.output }
    : refuse('invalid_payload', problemOf(parsed.issues));
}
