// The admins' routes without a server: permissions, refusals, and trying out a text or a change.

import { beforeEach, describe, expect, it } from 'vitest';
import { issueToken } from '../../../functions/core/access/tokens.ts';
import { handleRequest } from '../../../functions/core/http/handle-request.ts';
import type { ApiRequest, ApiResponse } from '../../../functions/core/http/api-request.ts';
import { filterHandlers } from '../../../functions/core/http/filters/filter-routes.ts';
import { routes } from '../../../infra/routes.ts';
import { createTestPorts, type TestPorts } from '../test-ports.ts';

const toJson = (body: unknown): string => (body === undefined ? '' : JSON.stringify(body));

let ports: TestPorts;
let admin: string;
let reader: string;
const tokenOf = (...scopes: readonly string[]): Promise<string> =>
  issueToken({
    ports: ports.context,
    settings: ports.context.settings,
    type: 'admin+jwt',
    scopes,
    expiresAt: ports.now + 60_000,
  });
beforeEach(async () => {
  ports = createTestPorts();
  admin = await tokenOf('filters:read', 'filters:write');
  reader = await tokenOf('filters:read');
});

type Asked = Partial<Omit<ApiRequest, 'body'>> & {
  readonly list?: string;
  readonly body?: unknown;
};

const ask = (route: string, { list, body, ...rest }: Asked = {}): Promise<ApiResponse> =>
  handleRequest(ports.context, {
    route,
    parameters: list === undefined ? {} : { list },
    query: {},
    bearer: admin,
    addressKey: undefined,
    origin: 'https://chat.example',
    ...rest,
    body: typeof body === 'string' ? body : toJson(body),
  });
const own = { language: 'en', forbidden: ['grobnark'], replacements: ['flower'] };
const make = (list: string, body: unknown = own) =>
  ask('PUT /api/filters/{list}', { list, body, ifNoneMatch: '*' });
const names = Object.keys(filterHandlers);

describe('the admin routes', () => {
  it.each(['../outside', '..%2Foutside', 'a/b', 'a\u0000', 'a--b', 'A', '__proto__'])(
    '[F16] refuse the name %j before any store sees it',
    async (list) => {
      const untouched = new Proxy(ports.context.lists, {
        get: () => expect.fail('A store was asked.'),
      });
      const context = { ...ports.context, lists: untouched };
      for (const route of names.filter((name) => name.includes('{list}'))) {
        const response = await handleRequest(context, {
          route,
          parameters: { list },
          query: { version: '1' },
          bearer: admin,
          addressKey: undefined,
          origin: 'https://chat.example',
          body: toJson({ version: 1 }),
        });
        expect(response).toMatchObject({ status: 400, body: { reason: 'invalid_payload' } });
      }
    },
  );

  it('[H5] [C1] require a token with their own scope', async () => {
    const known: readonly string[] = routes.http.map(({ method, path }) => `${method} ${path}`);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    for (const name of names) {
      expect((await ask(name, { list: 'test', bearer: undefined })).status).toBe(401);
      if (/^(PUT|PATCH|DELETE)|rollback/.test(name)) {
        expect((await ask(name, { list: 'test', bearer: reader })).status).toBe(403);
      }
    }
  });

  it('[F2] write only over the version that the admin read', async () => {
    expect((await make('rude')).headers).toMatchObject({
      etag: '"1"',
      'cache-control': 'no-store',
    });
    const put = (conditions: Partial<ApiRequest>) =>
      ask('PUT /api/filters/{list}', {
        list: 'rude',
        body: { ...own, forbidden: ['blorf'] },
        ...conditions,
      });
    expect(await put({})).toMatchObject({ status: 428, body: { reason: 'version_required' } });
    expect(await put({ ifMatch: 'seven' })).toMatchObject({ status: 400 });
    expect(await put({ ifMatch: '"2"' })).toMatchObject({
      status: 412,
      body: { version: 1 },
      headers: { etag: '"1"' },
    });
    expect(await put({ ifMatch: 'W/"1"' })).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
    });
    expect(await put({ ifMatch: '*' })).toMatchObject({ status: 200, body: { version: 3 } });
    const stale = { list: 'rude', ifMatch: '"2"' };
    expect(
      await ask('PATCH /api/filters/{list}', { ...stale, body: { add: ['x'] } }),
    ).toMatchObject({ status: 412, body: { version: 3 } });
    expect(await ask('DELETE /api/filters/{list}', stale)).toMatchObject({ status: 412 });
    expect(
      await ask('POST /api/filters/{list}/rollback', { ...stale, body: { version: 1 } }),
    ).toMatchObject({ status: 412 });
    expect(
      await ask('PUT /api/filters/{list}', { list: 'none', body: own, ifMatch: '*' }),
    ).toMatchObject({ status: 412 });
  });

  it('[F2] keep both of two simultaneous edits', async () => {
    await make('rude');
    const edits = ['one', 'two', 'three', 'four'].map((entry) =>
      ask('PATCH /api/filters/{list}', { list: 'rude', body: { add: [entry] } }),
    );
    expect((await Promise.all(edits)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { version, forbidden } = (await ask('GET /api/filters/{list}', { list: 'rude' }))
      .body as { readonly version: number; readonly forbidden: readonly string[] };
    expect(version).toBe(5);
    expect(forbidden.toSorted()).toEqual(['four', 'grobnark', 'one', 'three', 'two']);
  });

  it("[F7] keep a list's attribution through edits, versions and formats", async () => {
    const credits = { name: 'Somebody', license: 'CC-BY-4.0' };
    await make('rude', { ...own, credits });
    await ask('PATCH /api/filters/{list}', { list: 'rude', body: { add: ['blorf'] } });
    const { body: text } = await ask('GET /api/filters/{list}', {
      list: 'rude',
      query: { format: 'text' },
    });
    expect(text).toMatch(/^# credit: license = CC-BY-4\.0$/m);
    const put = { list: 'rude', query: { format: 'text' }, body: String(text), ifMatch: '*' };
    expect(await ask('PUT /api/filters/{list}', put)).toMatchObject({
      status: 200,
      body: { version: 3 },
    });
    expect((await ask('GET /api/filters/{list}', { list: 'rude' })).body).toMatchObject({
      credits,
      forbidden: ['grobnark', 'blorf'],
    });
  });

  it('[T10] require replacements only for lists that replace', async () => {
    const { replacements: _, ...bare } = own;
    expect(await make('bare', bare)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('replacement') as string },
    });
    expect(await make('bare', { ...bare, action: 'block' })).toMatchObject({ status: 201 });
    const replace = { list: 'bare', body: { action: 'replace' } };
    expect(await ask('PATCH /api/filters/{list}', replace)).toMatchObject({ status: 400 });
    expect(
      await ask('PATCH /api/filters/{list}', {
        ...replace,
        body: { action: 'replace', replacements: ['rose'] },
      }),
    ).toMatchObject({ status: 200 });
  });

  it('[F3] change a part, and write nothing without a difference', async () => {
    await make('rude');
    const patch = async (body: object) =>
      (await ask('PATCH /api/filters/{list}', { list: 'rude', body })).body;
    expect(await patch({ add: ['GROBNARK'], remove: ['none'] })).toMatchObject({
      version: 1,
      added: 0,
      removed: 0,
      missing: ['none'],
    });
    expect(
      await patch({
        add: ['blorf'],
        allow: ['blorf day'],
        action: 'block',
        tell: 'why',
        anywhere: true,
        replacements: ['rose'],
      }),
    ).toMatchObject({ version: 2, added: 2 });
    const { body } = await ask('GET /api/filters/{list}', { list: 'rude' });
    expect(body).toMatchObject({
      forbidden: ['grobnark', 'blorf'],
      allowed: ['blorf day'],
      action: 'block',
      tell: 'why',
      anywhere: true,
      replacements: ['rose'],
    });
    await patch({ action: null, tell: null, anywhere: null, disallow: ['blorf day'] });
    expect(
      Object.keys((await ask('GET /api/filters/{list}', { list: 'rude' })).body as object),
    ).not.toEqual(expect.arrayContaining(['action']));
  });

  it('[T10] [H2] refuse an unknown list, and locate the error in a malformed one', async () => {
    expect(await make('rude', { ...own, forbidden: ['good', '???'] })).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^forbidden\.1: /) },
    });
    expect(await make('rude', { ...own, name: 'other' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^name: /) },
    });
    expect(await make('rude', '{')).toMatchObject({ status: 400 });
    expect(await make('My List')).toMatchObject({ status: 400 });
    for (const name of names.filter((one) => one.includes('{list}') && !one.startsWith('PUT'))) {
      expect(
        (await ask(name, { list: 'none', body: name.startsWith('POST') ? { version: 1 } : {} }))
          .status,
        name,
      ).toBe(404);
    }
  });

  it('[F7] import and export lists as JSON, CSV and plain text, unchanged', async () => {
    const text = '# language: en\n# action: mask\n> flower\n! grobnark day\ngrobnark\n';
    expect(
      await ask('PUT /api/filters/{list}', {
        list: 'rude',
        body: text,
        query: { format: 'text' },
        ifNoneMatch: '*',
      }),
    ).toMatchObject({ status: 201 });
    const csv = await ask('GET /api/filters/{list}', { list: 'rude', query: { format: 'csv' } });
    expect(csv).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/csv; charset=utf-8' },
      body: expect.stringContaining('allowed,grobnark day\nforbidden,grobnark\n'),
    });
    const json = await ask('GET /api/filters/{list}', { list: 'rude' });
    expect(
      await ask('PUT /api/filters/{list}', { list: 'rude', body: json.body, ifMatch: '"1"' }),
    ).toMatchObject({ status: 200, body: { added: 0, removed: 0 } });
    expect(
      (await ask('GET /api/filters/{list}', { list: 'rude', query: { format: 'xml' } })).status,
    ).toBe(400);
  });

  it('[F10] warn of new entries that would match common words', async () => {
    expect(
      (await make('rude', { ...own, forbidden: ['grobnark', 'the', 'ass', 'clas*'] })).body,
    ).toMatchObject({
      version: 1,
      warnings: expect.arrayContaining([
        { entry: 'the', words: ['the'] },
        { entry: 'clas*', words: expect.arrayContaining(['class']) },
      ]),
    });
    const patched = (
      await ask('PATCH /api/filters/{list}', { list: 'rude', body: { add: ['blorf'] } })
    ).body;
    expect(patched, 'warns of new entries only').toMatchObject({ version: 2, warnings: [] });
    expect(
      (
        await make('careful', {
          ...own,
          forbidden: ['clas*'],
          allowed: ['class', 'classes', 'classic', 'classical', 'classified', 'classify'],
        })
      ).body,
    ).toMatchObject({
      warnings: [
        { entry: 'clas*', words: ['clash', 'clashes', 'classed', 'classics', 'classification'] },
      ],
    });
  });

  it('[F10] warn of a draft before it is published', async () => {
    const body = { draft: { ...own, name: 'test', forbidden: ['XML', 'the'] }, sample: [] };
    expect((await ask('POST /api/filters/dry-run', { bearer: reader, body })).body).toMatchObject({
      warnings: [{ entry: 'the', words: ['the'] }],
    });
  });

  it('[F9] return how often each entry matched, by day', async () => {
    ports.context.lists.count([
      { list: 'test', entry: 'XML' },
      { list: 'test', entry: 'XML' },
    ]);
    expect((await ask('GET /api/filters/{list}', { list: 'test' })).body).toMatchObject({
      hits: { XML: { '2030-01-01': 2 } },
    });
    const all = async (query: Record<string, string>) =>
      (await ask('GET /api/filters', { query })).body as { readonly lists: readonly object[] };
    expect((await all({ hits: 'true' })).lists).toContainEqual(
      expect.objectContaining({ name: 'test', hits: { '2030-01-01': 2 } }),
    );
    expect((await all({})).lists[0]).not.toHaveProperty('hits');
  });
});

describe('the filter test', () => {
  it('[F8] [H5] returns the filtered text, and which entry matched which characters', async () => {
    const test = async (body: object) =>
      (await ask('POST /api/filters/test', { bearer: reader, body })).body;
    expect(await test({ body: 'Some XML here' })).toEqual({
      body: 'Some JSON here',
      changed: true,
      blocked: false,
      matches: [{ list: 'test', version: 1, entry: 'XML', start: 5, end: 8 }],
    });
    expect(await test({ body: 'Tea?' })).toEqual({
      body: 'Tea?',
      changed: false,
      blocked: false,
      matches: [],
    });
    expect(
      await test({ body: 'XML, grobnark', lists: [], draft: { ...own, action: 'block' } }),
    ).toMatchObject({
      body: null,
      changed: true,
      blocked: true,
      matches: [{ list: 'draft', entry: 'grobnark', start: 5, end: 13 }],
    });
    expect(
      (await ask('POST /api/filters/test', { body: { body: 'x', lists: ['none'] } })).status,
    ).toBe(404);
    expect(
      (await ask('POST /api/filters/test', { body: { body: 'x'.repeat(4_001) } })).status,
    ).toBe(413);
  });

  it('[F8] reports the lines that a change would newly match or miss', async () => {
    const before = await ports.context.lists.read();
    const { body } = await ask('POST /api/filters/dry-run', {
      bearer: reader,
      body: {
        draft: { ...own, name: 'test' },
        sample: ['XML', 'grobnark', 'XML and grobnark', 'tea'],
      },
    });
    expect(body).toMatchObject({
      lines: 4,
      caughtByBoth: 1,
      newlyCaught: 1,
      noLongerCaught: 1,
      caught: [{ line: 1, text: 'grobnark', body: 'flower' }],
      released: [{ line: 0, text: 'XML', body: 'XML' }],
    });
    expect(await ports.context.lists.read()).toBe(before);
  });
});
