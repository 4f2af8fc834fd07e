// The calls for administrators of word lists: reading, changing and trying them. Who changes a list
// says which version he has seen (If-Match), so that two at once do not undo each other's work. How
// lists are kept is the FilterLists port's.

import * as v from 'valibot';
import { problemOf } from '../../protocol/events.ts';
import { httpApi, type RouteKey, type RouteResponse } from '../../protocol/http.ts';
import { utf8Bytes } from '../../protocol/frames.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { verifyToken } from '../access/tokens.ts';
import type { Context } from '../context.ts';
import { digest } from '../digest.ts';
import {
  contentTypes,
  editList,
  readList,
  parseWholeList,
  isSameList,
  findCommonWordWarnings,
  writeList,
} from '../track/word-filter/index.ts';
import { hasEffect, locateMatches, createTrial, type Trial } from '../track/try-lists.ts';
import type { DayOfHits, ListWritten, WordList } from '../ports.ts';
import { toIsoTime } from '../room-views.ts';
import {
  parseJson,
  type ApiRequest,
  type Call,
  type Calls,
  type RouteAnswer,
} from './api-request.ts';

/** An administrator who may, and the list that the path names. */
interface Permitted {
  readonly context: Context;
  readonly request: ApiRequest;
  readonly name: string;
  /** Whom the history names. */
  readonly by: string;
}

/**
 * Checks that the bearer's token is an administrator's and has the route's scope before the route
 * acts.
 */
const permitted =
  <Key extends FilterRoute>(
    route: Key,
    act: (permitted: Permitted) => Promise<RouteAnswer<Key> | Refusal>,
  ): Call<Key> =>
  async (context, request) => {
    if (request.bearer === undefined) return refuse('unauthorized');
    const verified = await verifyToken({
      ports: context,
      settings: context.settings,
      token: request.bearer,
      types: ['admin+jwt'],
    });
    if (!verified.ok) return verified;
    const { scopes, member, tokenId } = verified.claims;
    if (!scopes.includes(httpApi[route].scope)) return refuse('forbidden');
    if (utf8Bytes(request.body) > limits.maxListBytes) {
      return refuse('too_large', 'A word list, or a sample, has at most 5 MB.');
    }
    return act({ context, request, name: request.parameters['list'] ?? '', by: member ?? tokenId });
  };

type FilterRoute = Extract<RouteKey, `${string} /api/filters${string}`>;

export const filterCalls: Calls<FilterRoute> = {
  'GET /api/filters': permitted('GET /api/filters', async ({ context, request }) => {
    const { lists } = await context.lists.read();
    // Only for who asks, since counters are read list by list.
    const withHits = request.query['hits'] === 'true';
    const summaries = await Promise.all(
      lists.map(async ({ forbidden, allowed = [], replacements, ...rest }) => ({
        ...rest,
        forbidden: forbidden.length,
        allowed: allowed.length,
        replacements: replacements.length,
        ...(withHits ? { hits: byDay(await context.lists.hits(rest.name)) } : {}),
      })),
    );
    return {
      ok: true,
      status: 200,
      body: { lists: summaries },
      headers: {
        etag: `"${digest(lists.map(({ name, version }) => `${name} ${version}`).join('\n'))}"`,
      },
    };
  }),

  'GET /api/filters/{list}': permitted(
    'GET /api/filters/{list}',
    async ({ context, request, name }) => {
      const query = v.safeParse(httpApi['GET /api/filters/{list}'].query, request.query);
      if (!query.success) return refuse('invalid_payload', problemOf(query.issues));
      const { format, version } = query.output;
      const list =
        version === undefined
          ? await context.lists.get(name)
          : await context.lists.version(name, version);
      if (list === undefined) {
        return version === undefined ? noSuchList(name) : noSuchVersion(name, version);
      }
      const headers = { etag: tagOf(list.version) };
      if (format !== 'json') {
        return {
          ok: true,
          status: 200,
          body: writeList(list, format),
          headers: { ...headers, 'content-type': contentTypes[format] },
        };
      }
      return {
        ok: true,
        status: 200,
        body: {
          ...list,
          ...(version === undefined ? { hits: byEntry(await context.lists.hits(name)) } : {}),
        },
        headers,
      };
    },
  ),

  'PUT /api/filters/{list}': permitted(
    'PUT /api/filters/{list}',
    async ({ context, request, name, by }) => {
      const query = v.safeParse(httpApi['PUT /api/filters/{list}'].query, request.query);
      if (!query.success) return refuse('invalid_payload', problemOf(query.issues));
      const sent = readList(request.body, query.output.format);
      if (!sent.ok) return refuse('invalid_payload', `The body cannot be read: ${sent.problem}.`);
      const list = parseWholeList(name, sent.list);
      if (!list.ok) return refuse('invalid_payload', list.problem);
      const expected = expectedBy(request);
      if (expected === undefined) return refuse('version_required');
      if (expected === 'unreadable') {
        return refuse(
          'invalid_payload',
          'If-Match holds one version in quotes, such as "7", as the ETag of a list says it.',
        );
      }
      const before = await context.lists.get(name);
      const stands = expected === 'any' ? before?.version : expected;
      if (stands === undefined) return conflict(undefined);
      const put = await context.lists.put({ list: list.list, by, expected: stands });
      const answer = toAnswer(name, put, () => ({
        warnings: findCommonWordWarnings(before, list.list),
      }));
      return answer.ok && answer.body.version === 1 ? { ...answer, status: 201 } : answer;
    },
  ),

  'PATCH /api/filters/{list}': permitted('PATCH /api/filters/{list}', async (asked) => {
    const edit = parseJson(httpApi['PATCH /api/filters/{list}'].body, asked.request.body);
    if (!edit.ok) return edit;
    return onStanding(asked, async (list) => {
      const edited = editList(list, edit.value);
      if (!edited.ok) return refuse('invalid_payload', edited.problem);
      const { missing } = edited;
      const {
        name,
        version,
        forbidden: { length: entries },
      } = list;
      const same = { name, version, entries, added: 0, removed: 0, missing, warnings: [] };
      if (isSameList(edited.list, list)) {
        return { ok: true, status: 200, body: same, headers: { etag: tagOf(version) } };
      }
      const put = await asked.context.lists.put({
        list: edited.list,
        by: asked.by,
        expected: version,
      });
      return toAnswer(name, put, () => ({
        missing,
        warnings: findCommonWordWarnings(list, edited.list),
      }));
    });
  }),

  'DELETE /api/filters/{list}': permitted('DELETE /api/filters/{list}', (asked) =>
    onStanding(asked, async ({ name, version }) =>
      toAnswer(
        name,
        await asked.context.lists.remove({ name, by: asked.by, expected: version }),
        noExtra,
      ),
    ),
  ),

  'GET /api/filters/{list}/history': permitted(
    'GET /api/filters/{list}/history',
    async ({ context, name }) => {
      const changes = await context.lists.history(name);
      if (changes.length === 0) return noSuchList(name);
      const told = changes.slice(0, limits.maxListHistoryEntries).map(({ at, by, ...change }) => ({
        ...change,
        at: at === undefined ? null : toIsoTime(at),
        by: by ?? null,
      }));
      return { ok: true, status: 200, body: { history: told } };
    },
  ),

  'POST /api/filters/{list}/rollback': permitted(
    'POST /api/filters/{list}/rollback',
    async ({ context, request, name, by }) => {
      const wanted = parseJson(httpApi['POST /api/filters/{list}/rollback'].body, request.body);
      if (!wanted.ok) return wanted;
      const list = await context.lists.version(name, wanted.value.version);
      if (list === undefined) return noSuchVersion(name, wanted.value.version);
      const expected = expectedBy(request);
      if (expected === 'unreadable') {
        return refuse('invalid_payload', 'If-Match holds one version in quotes, such as "7".');
      }
      const stands =
        typeof expected === 'number'
          ? expected
          : ((await context.lists.get(name))?.version ?? 'new');
      return toAnswer(
        name,
        await context.lists.put({ list: unversioned(list), by, expected: stands }),
        noExtra,
      );
    },
  ),

  'POST /api/filters/test': permitted('POST /api/filters/test', async ({ context, request }) => {
    const test = parseJson(httpApi['POST /api/filters/test'].body, request.body);
    if (!test.ok) return test;
    const lists = await listsOf(context, test.value);
    if (!lists.ok) return lists;
    const { body, changed, refusal, hits } = createTrial(lists.lists)(test.value.body);
    // Too long, or empty: no matter of the lists.
    if (refusal !== undefined && hits.length === 0) return refusal;
    const matches = hits.length === 0 ? [] : locateMatches(test.value.body, lists.lists);
    return {
      ok: true,
      status: 200,
      body: { body: body ?? null, changed, blocked: body === undefined, matches },
    };
  }),

  'POST /api/filters/dry-run': permitted(
    'POST /api/filters/dry-run',
    async ({ context, request }) => {
      const run = parseJson(httpApi['POST /api/filters/dry-run'].body, request.body);
      if (!run.ok) return run;
      const { sample, draft, lists: names } = run.value;
      const [before, after] = [
        await listsOf(context, { lists: names }),
        await listsOf(context, { lists: names, draft }),
      ];
      if (!before.ok) return before;
      if (!after.ok) return after;
      const changed = compared(sample, {
        before: createTrial(before.lists),
        after: createTrial(after.lists),
      });
      const drafted = after.lists.find(({ name }) => name === nameOfDraft(draft));
      const warnings =
        drafted === undefined
          ? []
          : findCommonWordWarnings(
              before.lists.find(({ name }) => name === drafted.name),
              drafted,
            );
      return { ok: true, status: 200, body: { ...changed, warnings } };
    },
  ),
};

/**
 * The lists in force, or those of these names; a draft stands in for the list of its name, or
 * beside them.
 */
async function listsOf(
  context: Context,
  {
    lists: names,
    draft,
  }: {
    readonly lists?: readonly string[] | undefined;
    readonly draft?: Readonly<Record<string, unknown>> | undefined;
  },
): Promise<{ readonly ok: true; readonly lists: readonly WordList[] } | Refusal> {
  const { lists: all } = await context.lists.read();
  const unknown = names?.find(
    (name) => !all.some((list) => list.name === name) && name !== draft?.['name'],
  );
  if (unknown !== undefined) return noSuchList(unknown);
  const chosen = names === undefined ? all : all.filter(({ name }) => names.includes(name));
  if (draft === undefined) return { ok: true, lists: chosen };
  const name = nameOfDraft(draft);
  const read = parseWholeList(name, draft);
  if (!read.ok) return refuse('invalid_payload', `draft.${read.problem}`);
  const version = (all.find((list) => list.name === name)?.version ?? 0) + 1;
  const drafted: WordList = { ...read.list, version };
  return {
    ok: true,
    lists: chosen.some((list) => list.name === name)
      ? chosen.map((list) => (list.name === name ? drafted : list))
      : [...chosen, drafted],
  };
}

const nameOfDraft = (draft: Readonly<Record<string, unknown>>): string =>
  typeof draft['name'] === 'string' ? draft['name'] : 'draft';

type SampleResult = RouteResponse<'POST /api/filters/dry-run'>;
type SampleLine = SampleResult['caught'][number];

/**
 * Which lines a change would catch that pass now, and the other way round; of each at most so many
 * are told.
 */
function compared(
  sample: readonly string[],
  { before, after }: { readonly before: Trial; readonly after: Trial },
) {
  const caught: SampleLine[] = [];
  const released: SampleLine[] = [];
  let both = 0;
  for (const [line, text] of sample.entries()) {
    const [old, young] = [before(text), after(text)];
    if (hasEffect(old) && hasEffect(young)) both += 1;
    else if (hasEffect(young)) {
      caught.push({ line, text, body: young.body ?? null, hits: young.hits });
    } else if (hasEffect(old))
      released.push({ line, text, body: young.body ?? null, hits: old.hits });
  }
  return {
    lines: sample.length,
    caughtByBoth: both,
    newlyCaught: caught.length,
    noLongerCaught: released.length,
    caught: caught.slice(0, limits.maxSampleResults),
    released: released.slice(0, limits.maxSampleResults),
  };
}

/**
 * Does something to the list as it stands; once more if somebody else was quicker, unless the
 * caller has said which version he has seen.
 */
async function onStanding<Result extends { readonly ok: true }>(
  { context, request, name }: Permitted,
  act: (list: WordList) => Promise<Result | Refusal>,
): Promise<Result | Refusal> {
  const expected = expectedBy(request);
  if (expected === 'unreadable') {
    return refuse('invalid_payload', 'If-Match holds one version in quotes, such as "7".');
  }
  for (let tries = 1; ; tries += 1) {
    const list = await context.lists.get(name);
    if (list === undefined) return noSuchList(name);
    if (typeof expected === 'number' && list.version !== expected) return conflict(list.version);
    const done = await act(list);
    if (
      done.ok ||
      done.reason !== 'version_conflict' ||
      typeof expected === 'number' ||
      tries === 5
    ) {
      return done;
    }
  }
}

/** What the headers say of the version that the caller has seen. */
function expectedBy({
  ifMatch,
  ifNoneMatch,
}: ApiRequest): number | 'new' | 'any' | 'unreadable' | undefined {
  if (ifMatch === undefined) {
    return ifNoneMatch === undefined
      ? undefined
      : ifNoneMatch.trim() === '*'
        ? 'new'
        : 'unreadable';
  }
  if (ifMatch.trim() === '*') return 'any';
  // Who compresses an answer on its way makes its tag a weak one.
  const version = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(ifMatch)?.[1];
  return version === undefined ? 'unreadable' : Number(version);
}

const noExtra = () => ({});

/** The answer to a change, with what `toExtra` adds to its body. */
function toAnswer<Extra extends object>(name: string, written: ListWritten, toExtra: () => Extra) {
  if (!written.ok) return conflict(written.stands);
  const { version, entries, added, removed } = written.change;
  return {
    ok: true,
    status: 200,
    body: { name, version, entries, added, removed, ...toExtra() },
    headers: { etag: tagOf(version) },
  } as const;
}

const conflict = (stands: number | undefined): Refusal =>
  stands === undefined
    ? {
        ...refuse(
          'version_conflict',
          'There is no such list now: somebody has removed it, or it never was. To make it, send If-None-Match: *.',
        ),
      }
    : { ...refuse('version_conflict'), version: stands };

const noSuchList = (name: string): Refusal =>
  refuse('not_found', `There is no word list "${name}".`);
const noSuchVersion = (name: string, version: number): Refusal =>
  refuse(
    'not_found',
    `Nothing is kept of version ${version} of "${name}". Its history names those there are.`,
  );
const tagOf = (version: number): string => `"${version}"`;
const unversioned = ({ version: _, ...list }: WordList): Omit<WordList, 'version'> => list;

/** `{XML: {'2030-12-31': 3}}` */
const byEntry = (hits: readonly DayOfHits[]): Record<string, Record<string, number>> => {
  const entries = new Map<string, Record<string, number>>();
  for (const { entry, day, hits: count } of hits) {
    entries.set(entry, { ...entries.get(entry), [day]: count });
  }
  return Object.fromEntries(entries);
};

/** `{'2030-12-31': 3}`: of all entries together. */
const byDay = (hits: readonly DayOfHits[]): Record<string, number> => {
  const days = new Map<string, number>();
  for (const { day, hits: count } of hits) days.set(day, (days.get(day) ?? 0) + count);
  return Object.fromEntries(days);
};
