// Requests to the filter API. An error is a value with a message that says what to do.

import type {
  RouteBody,
  RouteKey,
  RouteParameters,
  RouteQuery,
  RouteResponse,
} from '../../functions/protocol/http.ts';
import type { ProblemDocument } from '../../functions/protocol/http-schemas.ts';
import { reasons, type Reason } from '../../functions/protocol/reasons.ts';
import { requestTarget, type RequestTarget } from '../../functions/protocol/request-target.ts';
import { toEdit, toRequestBody, type Draft } from './draft/list-draft.ts';
import {
  parseList,
  parseSettings,
  type HitsByDay,
  type ListSummary,
  type WordList,
} from './lists/list-model.ts';

export interface ApiError {
  readonly ok: false;
  /** Undefined if there was no response, or none in the server's own format. */
  readonly reason: Reason | undefined;
  readonly message: string;
}

type ApiResult<T> = { readonly ok: true; readonly value: T } | ApiError;

export type TestResult = RouteResponse<'POST /api/filters/test'>;
export type Match = TestResult['matches'][number];
export type DryRunResult = RouteResponse<'POST /api/filters/dry-run'>;
export type CommonWordWarning = DryRunResult['warnings'][number];
/** `at` is null for a list that is built in. `gone` marks the version that deleted the list. */
export type ListVersion = RouteResponse<'GET /api/filters/{list}/history'>['history'][number];
type PublishResult = RouteResponse<'PUT /api/filters/{list}' | 'PATCH /api/filters/{list}'>;
type WriteResult = RouteResponse<'DELETE /api/filters/{list}'>;
export type Format = 'json' | 'csv' | 'text';

/** Someone else published or deleted the list first. */
export interface Conflict {
  /** Undefined if they deleted it. */
  readonly theirs: WordList | undefined;
  readonly change: ListVersion | undefined;
}

export interface ListWithHits {
  readonly list: WordList;
  readonly hits: Readonly<Record<string, HitsByDay>>;
}

export interface FilterApi {
  getLists(): Promise<ApiResult<readonly ListSummary[]>>;
  getList(name: string, version?: number): Promise<ApiResult<ListWithHits>>;
  exportList(name: string, format: Format): Promise<ApiResult<string>>;
  getHistory(name: string): Promise<ApiResult<readonly ListVersion[]>>;
  testText(text: string, draft?: WordList): Promise<ApiResult<TestResult>>;
  dryRun(draft: WordList, sample: readonly string[]): Promise<ApiResult<DryRunResult>>;
  /** Publishes a draft if its base is still current. Base version 0 creates the list. */
  publish(base: WordList, draft: Draft, edited: WordList): Promise<ApiResult<PublishResult>>;
  /** Restores a version. Without `current` it does so whatever the current version is. */
  rollback(name: string, version: number, current?: number): Promise<ApiResult<WriteResult>>;
  deleteList(name: string, version: number): Promise<ApiResult<WriteResult>>;
}

interface RequestOptions<Key extends RouteKey> {
  /** The names in the route's braces; empty for a route without any. */
  readonly parameters: RouteParameters<Key>;

  readonly query?: RouteQuery<Key>;
  readonly body?: RouteBody<Key>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls `onDenied` when the server rejects the token. */
export function createFilterApi(token: string, onDenied: () => void): FilterApi {
  const send = async <Key extends RouteKey>(
    route: Key,
    { body, headers, ...target }: RequestOptions<Key>,
  ): Promise<ApiResult<Response>> => {
    const { method, path } = buildTarget(route, target);
    let response: Response;
    try {
      response = await fetch(path, {
        method,
        cache: 'no-store',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      const message = "Can't reach the server. Your changes are safe; try again.";
      return { ok: false, reason: undefined, message };
    }
    if (response.ok) return { ok: true, value: response };
    const error = await readError(response);
    if (error.reason === 'unauthorized' || error.reason === 'expired') onDenied();
    return error;
  };
  const sendForJson = async <Key extends RouteKey>(
    route: Key,
    options: RequestOptions<Key>,
  ): Promise<ApiResult<RouteResponse<Key>>> => {
    const result = await send(route, options);
    if (!result.ok) return result;
    return { ok: true, value: (await result.value.json()) as RouteResponse<Key> };
  };

  return {
    getLists: async () => {
      const query = { hits: true };
      const result = await sendForJson('GET /api/filters', { parameters: {}, query });
      if (!result.ok) return result;
      const lists = result.value.lists.map((list) => ({
        ...list,
        ...parseSettings(list),
        hits: list.hits ?? {},
      }));
      return { ok: true, value: lists };
    },
    getList: async (name, version) => {
      const parameters = { list: name };
      const query = { version };
      const result = await sendForJson('GET /api/filters/{list}', { parameters, query });
      if (!result.ok) return result;
      const { hits = {} } = result.value;
      return { ok: true, value: { list: parseList(result.value, name), hits } };
    },
    exportList: async (name, format) => {
      const parameters = { list: name };
      const result = await send('GET /api/filters/{list}', { parameters, query: { format } });
      return result.ok ? { ok: true, value: await result.value.text() } : result;
    },
    getHistory: async (name) => {
      const parameters = { list: name };
      const result = await sendForJson('GET /api/filters/{list}/history', { parameters });
      return result.ok ? { ok: true, value: result.value.history } : result;
    },
    testText: (text, draft) => {
      const draftField = draft === undefined ? {} : { draft: toRequestBody(draft) };
      const body = { body: text, ...draftField };
      return sendForJson('POST /api/filters/test', { parameters: {}, body });
    },
    dryRun: (draft, sample) => {
      const body = { draft: toRequestBody(draft), sample };
      return sendForJson('POST /api/filters/dry-run', { parameters: {}, body });
    },
    publish: (base, draft, edited) => {
      const parameters = { list: base.name };
      const headers = requireVersion(base.version);
      if (base.version === 0) {
        const body = toRequestBody(edited);
        return sendForJson('PUT /api/filters/{list}', { parameters, headers, body });
      }
      const body = toEdit(base, draft);
      return sendForJson('PATCH /api/filters/{list}', { parameters, headers, body });
    },
    rollback: (name, version, current) =>
      sendForJson('POST /api/filters/{list}/rollback', {
        parameters: { list: name },
        body: { version },
        ...(current === undefined ? {} : { headers: requireVersion(current) }),
      }),
    deleteList: (name, version) =>
      sendForJson('DELETE /api/filters/{list}', {
        parameters: { list: name },
        headers: requireVersion(version),
      }),
  };
}

/** Returns headers that make a write fail unless this version is current. 0: unless it's new. */
const requireVersion = (version: number): Readonly<Record<string, string>> =>
  version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${String(version)}"` };

async function readError(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => undefined)) as
    Partial<ProblemDocument> | undefined;
  const { reason, message } = problem ?? {};
  return {
    ok: false,
    reason: reason !== undefined && reason in reasons ? reason : undefined,
    message: message ?? `The server responded with ${String(response.status)}. Try again.`,
  };
}

type TargetOptions<Key extends RouteKey> = Pick<RequestOptions<Key>, 'parameters' | 'query'>;

const buildTarget = requestTarget as <Key extends RouteKey>(
  route: Key,
  options: TargetOptions<Key>,
) => RequestTarget;
