// Asking a server's filter API, and saying in plain words what went wrong.

import { failed, overtakenJoin, type Outcome } from './command-result.ts';

export interface Answered {
  readonly ok: true;
  readonly status: number;
  readonly text: string;
  /** Undefined where the answer is no JSON. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly etag: string | undefined;
}

/** `status` 0: there was no answer. */
export type NotAnswered = {
  readonly ok: false;
  readonly status: number;
  readonly outcome: Outcome;
};

interface Asking {
  readonly method?: string;
  /** Behind `/api/filters`. */
  readonly path?: string;
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

export type Ask = (asking: Asking) => Promise<Answered | NotAnswered>;

export const askAt =
  ({ url, token }: { readonly url: string; readonly token: string }): Ask =>
  async ({ method = 'GET', path = '', body, ifMatch, ifNoneMatch }) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
    };
    let response: Response;
    try {
      response = await fetch(`${url.replace(/\/$/, '')}/api/filters${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      return {
        ok: false,
        status: 0,
        outcome: failed(
          `No server answers at ${url}. Start one (npm start), or say where it is: --url`,
        ),
      };
    }
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json')
      ? (JSON.parse(text) as Readonly<Record<string, unknown>>)
      : undefined;
    if (response.ok) {
      return {
        ok: true,
        status: response.status,
        text,
        json,
        etag: response.headers.get('etag') ?? undefined,
      };
    }
    return { ok: false, status: response.status, outcome: outcomeOf(response.status, json) };
  };

function outcomeOf(
  status: number,
  problem: Readonly<Record<string, unknown>> | undefined,
): Outcome {
  const { message, version } = problem ?? {};
  const said = typeof message === 'string' ? message : `The server answered ${status}.`;
  if (status === 412) {
    return overtakenJoin(typeof version === 'number' ? `${said} Version ${version} stands.` : said);
  }
  if (status === 401) {
    return failed(
      "The token is no administrator's, or no longer good. A local server writes a new one at each start, where its ADMIN_TOKEN_FILE says.",
    );
  }
  return failed(said);
}
