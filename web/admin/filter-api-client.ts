// Asking the server about word lists. What goes wrong comes back as a value with a message that
// says what to do.

import { reasons, type Reason } from '../../functions/protocol/reasons.ts';
import { editOf, wholeOf, type Draft } from './draft/list-draft.ts';
import { listOf, settingsOf, type Days, type Summary, type WordList } from './lists/word-list.ts';

/**
 * `version`: the one that stands, where somebody else was quicker. `reason` undefined: there was no
 * answer, or none of the server's own.
 */
export interface Refused {
  readonly ok: false;
  readonly reason: Reason | undefined;
  readonly message: string;
  readonly version?: number;
}

type Answered<T> = { readonly ok: true; readonly value: T } | Refused;

export interface Match {
  readonly list: string;
  readonly entry: string;
  readonly start: number;
  readonly end: number;
}

/** `body` null: it is held back. */
export interface Tried {
  readonly body: string | null;
  readonly changed: boolean;
  readonly matches: readonly Match[];
}

export interface Warning {
  readonly entry: string;
  readonly words: readonly string[];
}

interface SampleLine {
  readonly line: number;
  readonly text: string;
  readonly body: string | null;
  readonly hits: readonly { readonly list: string; readonly entry: string }[];
}

export interface DryRun {
  readonly lines: number;
  readonly caughtByBoth: number;
  readonly newlyCaught: number;
  readonly noLongerCaught: number;
  readonly caught: readonly SampleLine[];
  readonly released: readonly SampleLine[];
  readonly warnings: readonly Warning[];
}

/** `at` null: it came with the program. */
export interface Version {
  readonly version: number;
  readonly at: string | null;
  readonly by: string | null;
  readonly entries: number;
  readonly added: number;
  readonly removed: number;
  readonly gone: boolean;
}

/** Somebody else was quicker. `theirs` undefined: they have deleted the list. */
export interface Overtaken {
  readonly theirs: WordList | undefined;
  readonly change: Version | undefined;
}

interface Written {
  readonly version: number;
  readonly added: number;
  readonly removed: number;
  readonly warnings: readonly Warning[];
}

export interface Loaded {
  readonly list: WordList;
  readonly hits: Readonly<Record<string, Days>>;
}

export type Format = 'json' | 'csv' | 'text';

export interface Api {
  lists(): Promise<Answered<readonly Summary[]>>;
  list(name: string, version?: number): Promise<Answered<Loaded>>;
  exported(name: string, format: Format): Promise<Answered<string>>;
  history(name: string): Promise<Answered<readonly Version[]>>;
  test(body: string, draft?: WordList): Promise<Answered<Tried>>;
  dryRun(draft: WordList, sample: readonly string[]): Promise<Answered<DryRun>>;
  /** Puts a draft in force on the version it was made from; version 0: as a new list. */
  write(base: WordList, draft: Draft, whole: WordList): Promise<Answered<Written>>;
  /** Without `standing` the version is brought back whatever stands. */
  rollback(name: string, version: number, standing?: number): Promise<Answered<Written>>;
  remove(name: string, version: number): Promise<Answered<Written>>;
}

interface Asking {
  readonly method?: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `onDenied`: the token is not, or no longer, good. */
export function apiWith(token: string, onDenied: () => void): Api {
  const asked = async (
    path: string,
    { method = 'GET', body, headers }: Asking = {},
  ): Promise<Answered<Response>> => {
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
      return {
        ok: false,
        reason: undefined,
        message: 'The server cannot be reached. Nothing is lost; try again.',
      };
    }
    if (response.ok) return { ok: true, value: response };
    const refused = await refusalOf(response);
    if (refused.reason === 'unauthorized' || refused.reason === 'expired') onDenied();
    return refused;
  };
  const json = async <T>(path: string, asking?: Asking): Promise<Answered<T>> => {
    const answered = await asked(path, asking);
    return answered.ok ? { ok: true, value: (await answered.value.json()) as T } : answered;
  };
  const on = (version: number): Readonly<Record<string, string>> =>
    version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${String(version)}"` };
  const at = (name: string): string => `/${encodeURIComponent(name)}`;

  return {
    lists: async () => {
      const answered = await json<{
        readonly lists: readonly (Omit<Summary, 'action' | 'tell'> &
          Readonly<Record<string, unknown>>)[];
      }>('?hits=true');
      return answered.ok
        ? {
            ok: true,
            value: answered.value.lists.map((list) => ({ ...list, ...settingsOf(list) })),
          }
        : answered;
    },
    list: async (name, version) => {
      const answered = await json<Readonly<Record<string, unknown>>>(
        `${at(name)}${version === undefined ? '' : `?version=${String(version)}`}`,
      );
      if (!answered.ok) return answered;
      return {
        ok: true,
        value: {
          list: listOf(answered.value, name),
          hits: (answered.value['hits'] ?? {}) as Loaded['hits'],
        },
      };
    },
    exported: async (name, format) => {
      const answered = await asked(`${at(name)}?format=${format}`);
      return answered.ok ? { ok: true, value: await answered.value.text() } : answered;
    },
    history: async (name) => {
      const answered = await json<{ readonly history: readonly Version[] }>(`${at(name)}/history`);
      return answered.ok ? { ok: true, value: answered.value.history } : answered;
    },
    test: (body, draft) =>
      json('/test', {
        method: 'POST',
        body: { body, ...(draft === undefined ? {} : { draft: wholeOf(draft) }) },
      }),
    dryRun: (draft, sample) =>
      json('/dry-run', { method: 'POST', body: { draft: wholeOf(draft), sample } }),
    write: (base, draft, whole) =>
      base.version === 0
        ? json(at(base.name), { method: 'PUT', body: wholeOf(whole), headers: on(0) })
        : json(at(base.name), {
            method: 'PATCH',
            body: editOf(base, draft),
            headers: on(base.version),
          }),
    rollback: (name, version, standing) =>
      json(`${at(name)}/rollback`, {
        method: 'POST',
        body: { version },
        ...(standing === undefined ? {} : { headers: on(standing) }),
      }),
    remove: (name, version) => json(at(name), { method: 'DELETE', headers: on(version) }),
  };
}

async function refusalOf(response: Response): Promise<Refused> {
  const problem = (await response.json().catch(() => undefined)) as
    Readonly<Record<string, unknown>> | undefined;
  const { reason, message, version } = problem ?? {};
  return {
    ok: false,
    reason: typeof reason === 'string' && reason in reasons ? (reason as Reason) : undefined,
    message:
      typeof message === 'string'
        ? message
        : `The server answered ${String(response.status)}. Try again.`,
    ...(typeof version === 'number' ? { version } : {}),
  };
}
