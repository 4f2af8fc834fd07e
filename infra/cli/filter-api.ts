// Sends requests to a server's filter API, and turns errors into the result of a command.

import { failure, versionConflict, type CommandResult } from './command-result.ts';

export interface ApiSuccess {
  readonly ok: true;
  readonly status: number;
  readonly text: string;
  /** Undefined if the response isn't JSON. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** The status is 0 if there was no response. */
export interface ApiFailure {
  readonly ok: false;
  readonly status: number;
  readonly result: CommandResult;
}

export type ApiResponse = ApiSuccess | ApiFailure;

interface ApiRequest {
  readonly method?: string;
  /** Relative to `/api/filters`. */
  readonly path?: string;
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

export type SendRequest = (request: ApiRequest) => Promise<ApiResponse>;

interface Server {
  readonly url: string;
  readonly token: string;
}

export const createFilterApi =
  ({ url, token }: Server): SendRequest =>
  async ({ method = 'GET', path = '', body, ifMatch, ifNoneMatch }) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
    };
    let response: Response;
    try {
      response = await fetch(`${url}/api/filters${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      const text = `Cannot reach a server at ${url}. Start one with npm start, or set --url.`;
      return { ok: false, status: 0, result: failure(text) };
    }

    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json')
      ? (JSON.parse(text) as Readonly<Record<string, unknown>>)
      : undefined;
    const { status } = response;
    return response.ok
      ? { ok: true, status, text, json }
      : { ok: false, status, result: describeError(status, json) };
  };

function describeError(
  status: number,
  problem: Readonly<Record<string, unknown>> | undefined,
): CommandResult {
  const { message, version } = problem ?? {};
  const text = typeof message === 'string' ? message : `The server responded with ${status}.`;
  if (status === 412) {
    return versionConflict(
      typeof version === 'number' ? `${text} The current version is ${version}.` : text,
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
