// Requests to the filter API. An error is a value with a message that says what to do.

import { reasons, type Reason } from '../../functions/protocol/reasons.ts';
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

type Json = Readonly<Record<string, unknown>>;

export interface Match {
  readonly list: string;
  readonly entry: string;
  readonly start: number;
  readonly end: number;
}

export interface TestResult {
  /** Null if a list blocks the text. */
  readonly body: string | null;
  readonly changed: boolean;
  readonly matches: readonly Match[];
}

export interface CommonWordWarning {
  readonly entry: string;
  readonly words: readonly string[];
}

interface SampleLine {
  readonly line: number;
  readonly text: string;
  readonly body: string | null;
  readonly hits: readonly { readonly list: string; readonly entry: string }[];
}

export interface DryRunResult {
  readonly lines: number;
  readonly caughtByBoth: number;
  readonly newlyCaught: number;
  readonly noLongerCaught: number;
  readonly caught: readonly SampleLine[];
  readonly released: readonly SampleLine[];
  readonly warnings: readonly CommonWordWarning[];
}

export interface ListVersion {
  readonly version: number;
  /** Null for a list that is built in. */
  readonly at: string | null;
  readonly by: string | null;
  readonly entries: number;
  readonly added: number;
  readonly removed: number;
  /** Whether this version deleted the list. */
  readonly gone: boolean;
}

/** Someone else published or deleted the list first. */
export interface Conflict {
  /** Undefined if they deleted it. */
  readonly theirs: WordList | undefined;
  readonly change: ListVersion | undefined;
}

interface WriteResult {
  readonly version: number;
  readonly added: number;
  readonly removed: number;
  readonly warnings: readonly CommonWordWarning[];
}

export interface ListWithHits {
  readonly list: WordList;
  readonly hits: Readonly<Record<string, HitsByDay>>;
}

export type Format = 'json' | 'csv' | 'text';

export interface FilterApi {
  getLists(): Promise<ApiResult<readonly ListSummary[]>>;
  getList(name: string, version?: number): Promise<ApiResult<ListWithHits>>;
  exportList(name: string, format: Format): Promise<ApiResult<string>>;
  getHistory(name: string): Promise<ApiResult<readonly ListVersion[]>>;
  testText(text: string, draft?: WordList): Promise<ApiResult<TestResult>>;
  dryRun(draft: WordList, sample: readonly string[]): Promise<ApiResult<DryRunResult>>;
  /** Publishes a draft if its base is still current. Base version 0 creates the list. */
  publish(base: WordList, draft: Draft, edited: WordList): Promise<ApiResult<WriteResult>>;
  /** Restores a version. Without `current` it does so whatever the current version is. */
  rollback(name: string, version: number, current?: number): Promise<ApiResult<WriteResult>>;
  deleteList(name: string, version: number): Promise<ApiResult<WriteResult>>;
}

interface RequestOptions {
  readonly method?: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls `onDenied` when the server rejects the token. */
export function createFilterApi(token: string, onDenied: () => void): FilterApi {
  const send = async (
    path: string,
    { method = 'GET', body, headers }: RequestOptions = {},
  ): Promise<ApiResult<Response>> => {
    let response: Response;
    try {
      response = await fetch(`/api/filters${path}`, {
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
  const sendForJson = async <T>(path: string, options?: RequestOptions): Promise<ApiResult<T>> => {
    const result = await send(path, options);
    return result.ok ? { ok: true, value: (await result.value.json()) as T } : result;
  };

  return {
    getLists: async () => {
      const result = await sendForJson<{ readonly lists: readonly (ListSummary & Json)[] }>(
        '?hits=true',
      );
      if (!result.ok) return result;
      const lists = result.value.lists.map((list) => ({ ...list, ...parseSettings(list) }));
      return { ok: true, value: lists };
    },
    getList: async (name, version) => {
      const query = version === undefined ? '' : `?version=${String(version)}`;
      const result = await sendForJson<Json>(`${listPath(name)}${query}`);
      if (!result.ok) return result;
      const hits = (result.value['hits'] ?? {}) as ListWithHits['hits'];
      return { ok: true, value: { list: parseList(result.value, name), hits } };
    },
    exportList: async (name, format) => {
      const result = await send(`${listPath(name)}?format=${format}`);
      return result.ok ? { ok: true, value: await result.value.text() } : result;
    },
    getHistory: async (name) => {
      const path = `${listPath(name)}/history`;
      const result = await sendForJson<{ readonly history: readonly ListVersion[] }>(path);
      return result.ok ? { ok: true, value: result.value.history } : result;
    },
    testText: (text, draft) => {
      const draftField = draft === undefined ? {} : { draft: toRequestBody(draft) };
      return sendForJson('/test', { method: 'POST', body: { body: text, ...draftField } });
    },
    dryRun: (draft, sample) =>
      sendForJson('/dry-run', { method: 'POST', body: { draft: toRequestBody(draft), sample } }),
    publish: (base, draft, edited) => {
      const request: RequestOptions =
        base.version === 0
          ? { method: 'PUT', body: toRequestBody(edited) }
          : { method: 'PATCH', body: toEdit(base, draft) };
      const headers = requireVersion(base.version);
      return sendForJson(listPath(base.name), { ...request, headers });
    },
    rollback: (name, version, current) =>
      sendForJson(`${listPath(name)}/rollback`, {
        method: 'POST',
        body: { version },
        ...(current === undefined ? {} : { headers: requireVersion(current) }),
      }),
    deleteList: (name, version) =>
      sendForJson(listPath(name), { method: 'DELETE', headers: requireVersion(version) }),
  };
}

const listPath = (name: string): string => `/${encodeURIComponent(name)}`;

/** Returns headers that make a write fail unless this version is current. 0: unless it's new. */
const requireVersion = (version: number): Readonly<Record<string, string>> =>
  version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${String(version)}"` };

async function readError(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => undefined)) as Json | undefined;
  const { reason, message } = problem ?? {};
  const isKnown = typeof reason === 'string' && reason in reasons;
  return {
    ok: false,
    reason: isKnown ? (reason as Reason) : undefined,
    message:
      typeof message === 'string'
        ? message
        : `The server responded with ${String(response.status)}. Try again.`,
  };
}
