// The routes that read and change word lists, for administrators. The routes in
// filter-trial-routes.ts try lists out.

import { httpApi } from '../../../protocol/http.ts';
import { limits } from '../../../protocol/limits.ts';
import { refuse } from '../../../protocol/reasons.ts';
import { digest } from '../../digest.ts';
import type { DayOfHits, WordList } from '../../ports.ts';
import { toIsoTime } from '../../room-views.ts';
import {
  contentTypes,
  editList,
  findCommonWordWarnings,
  isSameList,
  parseWholeList,
  readList,
  writeList,
} from '../../track/word-filter/index.ts';
import { forAdministrators, type AdminHandlers, type FilterRoute } from './admin-call.ts';
import { parseBody, parseQuery, type RouteHandlers } from '../api-request.ts';
import { trialHandlers, type TrialRoute } from './filter-trial-routes.ts';
import {
  changeCurrentVersion,
  noExtra,
  parseExpectedVersion,
  toChangeResult,
  toETag,
  unknownList,
  unknownVersion,
  versionConflict,
} from './list-versions.ts';

const listHandlers: AdminHandlers<Exclude<FilterRoute, TrialRoute>> = {
  'GET /api/filters': async ({ context, request }) => {
    const { lists } = await context.lists.read();
    // Each list's counters cost a read.
    const withHits = request.query['hits'] === 'true';
    const summaries = await Promise.all(
      lists.map(async ({ forbidden, allowed = [], replacements, ...settings }) => ({
        ...settings,
        forbidden: forbidden.length,
        allowed: allowed.length,
        replacements: replacements.length,
        ...(withHits ? { hits: groupByDay(await context.lists.hits(settings.name)) } : {}),
      })),
    );
    const versions = lists.map(({ name, version }) => `${name} ${version}`).join('\n');
    return {
      ok: true,
      status: 200,
      body: { lists: summaries },
      headers: { etag: `"${digest(versions)}"` },
    };
  },

  'GET /api/filters/{list}': async ({ context, request, name }) => {
    const query = parseQuery(httpApi['GET /api/filters/{list}'].query, request.query);
    if (!query.ok) return query;
    const { format, version } = query.value;

    const list =
      version === undefined
        ? await context.lists.get(name)
        : await context.lists.version(name, version);
    if (list === undefined) {
      return version === undefined ? unknownList(name) : unknownVersion(name, version);
    }

    const etag = toETag(list.version);
    if (format !== 'json') {
      const headers = { etag, 'content-type': contentTypes[format] };
      return { ok: true, status: 200, body: writeList(list, format), headers };
    }
    const hits =
      version === undefined ? { hits: groupByEntry(await context.lists.hits(name)) } : {};
    return { ok: true, status: 200, body: { ...list, ...hits }, headers: { etag } };
  },

  'PUT /api/filters/{list}': async ({ context, request, name, by }) => {
    const query = parseQuery(httpApi['PUT /api/filters/{list}'].query, request.query);
    if (!query.ok) return query;
    const read = readList(request.body, query.value.format);
    if (!read.ok) return refuse('invalid_payload', `The body cannot be read: ${read.problem}.`);
    const parsed = parseWholeList(name, read.list);
    if (!parsed.ok) return refuse('invalid_payload', parsed.problem);

    const { list } = parsed;
    const precondition = parseExpectedVersion(request);
    if (!precondition.ok) return precondition;
    if (precondition.version === undefined) return refuse('version_required');

    const before = await context.lists.get(name);
    const expected = precondition.version === 'any' ? before?.version : precondition.version;
    if (expected === undefined) return versionConflict(undefined);
    const written = await context.lists.put({ list, by, expected });
    const result = toChangeResult(name, written, () => ({
      warnings: findCommonWordWarnings(before, list),
    }));
    return result.ok && result.body.version === 1 ? { ...result, status: 201 } : result;
  },

  'PATCH /api/filters/{list}': async (call) => {
    const edit = parseBody(httpApi['PATCH /api/filters/{list}'].body, call.request.body);
    if (!edit.ok) return edit;
    return changeCurrentVersion(call, async (current) => {
      const edited = editList(current, edit.value);
      if (!edited.ok) return refuse('invalid_payload', edited.problem);
      const { list, missing } = edited;
      const { name, version, forbidden } = current;

      if (isSameList(list, current)) {
        const nothing = { entries: forbidden.length, added: 0, removed: 0, warnings: [] };
        return {
          ok: true,
          status: 200,
          body: { name, version, missing, ...nothing },
          headers: { etag: toETag(version) },
        };
      }
      const written = await call.context.lists.put({ list, by: call.by, expected: version });
      return toChangeResult(name, written, () => ({
        missing,
        warnings: findCommonWordWarnings(current, list),
      }));
    });
  },

  'DELETE /api/filters/{list}': (call) =>
    changeCurrentVersion(call, async ({ name, version }) => {
      const { by, context } = call;
      const written = await context.lists.remove({ name, by, expected: version });
      return toChangeResult(name, written, noExtra);
    }),

  'GET /api/filters/{list}/history': async ({ context, name }) => {
    const changes = await context.lists.history(name);
    if (changes.length === 0) return unknownList(name);
    const history = changes.slice(0, limits.maxListHistoryEntries).map(({ at, by, ...change }) => ({
      ...change,
      at: at === undefined ? null : toIsoTime(at),
      by: by ?? null,
    }));
    return { ok: true, status: 200, body: { history } };
  },

  'POST /api/filters/{list}/rollback': async ({ context, request, name, by }) => {
    const { body } = httpApi['POST /api/filters/{list}/rollback'];
    const parsed = parseBody(body, request.body);
    if (!parsed.ok) return parsed;
    const old = await context.lists.version(name, parsed.value.version);
    if (old === undefined) return unknownVersion(name, parsed.value.version);

    const precondition = parseExpectedVersion(request);
    if (!precondition.ok) return precondition;
    const expected =
      typeof precondition.version === 'number'
        ? precondition.version
        : ((await context.lists.get(name))?.version ?? 'new');
    const written = await context.lists.put({ list: withoutVersion(old), by, expected });
    return toChangeResult(name, written, noExtra);
  },
};

export const filterHandlers: RouteHandlers<FilterRoute> = forAdministrators({
  ...listHandlers,
  ...trialHandlers,
});

const withoutVersion = ({ version: _, ...list }: WordList): Omit<WordList, 'version'> => list;

/** `{XML: {'2030-12-31': 3}}` */
function groupByEntry(hits: readonly DayOfHits[]): Record<string, Record<string, number>> {
  const entries = new Map<string, Record<string, number>>();
  for (const { entry, day, hits: count } of hits) {
    entries.set(entry, { ...entries.get(entry), [day]: count });
  }
  return Object.fromEntries(entries);
}

/** `{'2030-12-31': 3}`: the sum of all entries. */
function groupByDay(hits: readonly DayOfHits[]): Record<string, number> {
  const days = new Map<string, number>();
  for (const { day, hits: count } of hits) days.set(day, (days.get(day) ?? 0) + count);
  return Object.fromEntries(days);
}
