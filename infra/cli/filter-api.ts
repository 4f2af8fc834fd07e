// Sends requests to a server's filter API, checks its responses, and turns errors into the result
// of a command. Routes and schemas come from functions/protocol/http.ts.

import * as v from 'valibot';
import { describeProblem } from '../../functions/protocol/events.ts';
import {
  httpApi,
  type RouteBody,
  type RouteKey,
  type RouteParameters,
  type RouteQuery,
  type RouteResponse,
} from '../../functions/protocol/http.ts';
import type { ProblemDocument } from '../../functions/protocol/http-schemas.ts';
import { requestTarget, type RequestTarget } from '../../functions/protocol/request-target.ts';
import { failure, versionConflict, type CommandResult } from './command-result.ts';

export interface ApiSuccess {
  readonly ok: true;
  readonly status: number;
  readonly text: string;
  /** Undefined if the response isn't JSON. */
  readonly json: unknown;
}

/** The status is 0 if there was no response. */
export interface ApiFailure {
  readonly ok: false;
  readonly status: number;
  readonly result: CommandResult;
}

interface RequestOptions<Key extends RouteKey> {
  /** The names in the route's braces; empty for a route without any. */
  readonly parameters: RouteParameters<Key>;
  readonly query?: RouteQuery<Key>;
  readonly body?: RouteBody<Key>;
  readonly headers?: Readonly<Record<string, string>>;
}

export type SendRequest = <Key extends RouteKey>(
  route: Key,
  options: RequestOptions<Key>,
) => Promise<ApiSuccess | ApiFailure>;

interface Server {
  readonly url: string;
  readonly token: string;
}

export const createFilterApi =
  ({ url, token }: Server): SendRequest =>
  async (route, { body, headers, ...target }) => {
    const { method, path } = buildTarget(route, target);
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      const text = `Cannot reach a server at ${url}. Start one with npm start, or set --url.`;
      return { ok: false, status: 0, result: failure(text) };
    }

    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const json: unknown = isJson ? JSON.parse(text) : undefined;
    const { status } = response;
    return response.ok
      ? { ok: true, status, text, json }
      : { ok: false, status, result: describeError(status, json) };
  };

const buildTarget = requestTarget as <Key extends RouteKey>(
  route: Key,
  options: Pick<RequestOptions<Key>, 'parameters' | 'query'>,
) => RequestTarget;

function describeError(status: number, json: unknown): CommandResult {
  const { message, version } = (json ?? {}) as Partial<ProblemDocument>;
  const text = message ?? `The server responded with ${status}.`;
  if (status === 412) {
    return versionConflict(
      version === undefined ? text : `${text} The current version is ${version}.`,
    );
  }
  if (status === 401) {
    return failure(
      'The server rejects this admin token, or it has expired. ' +
        'A local server writes a new one to ADMIN_TOKEN_FILE at each start.',
    );
  }
  return failure(text);
}

type Parsed<Value> = { readonly ok: true; readonly value: Value } | ApiFailure;

/** Checks a response against the schema of its route. Unknown fields are ignored. */
export function parseResponse<Key extends RouteKey>(
  route: Key,
  { status, json }: ApiSuccess,
): Parsed<RouteResponse<Key>> {
  const schemas: Readonly<Record<number, v.GenericSchema>> = httpApi[route].responses;
  const schema = schemas[status];
  if (schema === undefined) return unexpectedResponse(status, `Its status is ${status}.`);
  const parsed = v.safeParse(schema, json);
  return parsed.success
    ? { ok: true, value: parsed.output as RouteResponse<Key> }
    : unexpectedResponse(status, describeProblem(parsed.issues));
}

export function unexpectedResponse(status: number, problem: string): ApiFailure {
  const text = `Unexpected response. Is the server of another version? ${problem}`;
  return { ok: false, status, result: failure(text) };
}
