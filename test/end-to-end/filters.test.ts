// Admins change word lists on a running server. Changes apply to open rooms and survive a restart.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './api.ts';
import { modes, startServer, type Server } from './server.ts';
import { createSpeaker } from './speaker.ts';

/** The maximum until a change applies. */
const liveMilliseconds = 5_000;
const own = { language: 'en', forbidden: ['grobnark'], replacements: ['flower'] };

describe.each(modes)('word lists on $mode', (mode) => {
  const directory = mkdtempSync(join(tmpdir(), 'lists-'));
  const tokenFile = join(directory, 'token');
  const environment = { DATA_DIR: join(directory, 'data'), ADMIN_TOKEN_FILE: tokenFile };
  let server: Server;
  let token: string;
  const start = async () => {
    server = await startServer(mode, environment);
    token = readFileSync(tokenFile, 'utf8').trim();
  };
  beforeAll(start);
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });
  const ask = (
    method: string,
    path: string,
    {
      body,
      headers,
    }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ) =>
    call(server, {
      method,
      path: `/api/filters${path}`,
      token,
      body,
      ...(headers === undefined ? {} : { headers }),
    });
  const make = async (name: string, list: object = own) =>
    ask('PUT', `/${name}`, { body: list, headers: { 'if-none-match': '*' } });

  it("[F4] apply to a socket's next message within 5 s of a change over HTTP", async () => {
    const { send: says, drop } = await createSpeaker(server);
    expect(await says('A grobnark!')).toBe('A grobnark!');
    expect(await make('rude')).toMatchObject({
      status: 201,
      body: { name: 'rude', version: 1, entries: 1 },
    });
    const changedAt = Date.now();
    await expect
      .poll(() => says('A grobnark!'), { timeout: liveMilliseconds, interval: 250 })
      .toBe('A flower!');
    expect(Date.now() - changedAt).toBeLessThan(liveMilliseconds);
    expect(
      (await ask('PATCH', '/rude', { body: { remove: ['GROBNARK'], add: ['blorf'] } })).body,
    ).toMatchObject({ version: 2, added: 1, removed: 1 });
    await expect
      .poll(() => says('A grobnark, a blorf!'), { timeout: liveMilliseconds, interval: 250 })
      .toBe('A grobnark, a flower!');
    expect(await ask('DELETE', '/rude', { headers: { 'if-match': '"2"' } })).toMatchObject({
      status: 200,
      body: { version: 3, removed: 1 },
    });
    await expect
      .poll(() => says('A blorf!'), { timeout: liveMilliseconds, interval: 250 })
      .toBe('A blorf!');
    drop();
  }, 40_000);

  it('[F2] report the current version to the second of two admins', async () => {
    const made = await make('shared');
    expect(made.headers.get('etag')).toBe('"1"');
    const write = (forbidden: readonly string[], ifMatch: string) =>
      ask('PUT', '/shared', { body: { ...own, forbidden }, headers: { 'if-match': ifMatch } });
    expect(await write(['first'], '"1"')).toMatchObject({ status: 200, body: { version: 2 } });
    const second = await write(['second'], '"1"');
    expect(second).toMatchObject({
      status: 412,
      type: 'application/problem+json',
      body: { reason: 'version_conflict', version: 2 },
    });
    expect(second.headers.get('etag')).toBe('"2"');
    expect((await ask('GET', '/shared')).body).toMatchObject({ version: 2, forbidden: ['first'] });
    expect(await ask('PUT', '/shared', { body: own })).toMatchObject({
      status: 428,
      body: { reason: 'version_required' },
    });
    expect((await make('shared')).status).toBe(412);
  });

  it('[F3] [F5] keep their history across a restart, and restore versions', async () => {
    await make('lasting');
    await ask('PATCH', '/lasting', { body: { add: ['blorf'] } });
    await server.kill();
    await start();
    expect((await ask('GET', '/lasting')).body).toMatchObject({
      version: 2,
      forbidden: ['grobnark', 'blorf'],
    });
    expect(await ask('POST', '/lasting/rollback', { body: { version: 1 } })).toMatchObject({
      status: 200,
      body: { version: 3, removed: 1 },
    });
    const { body } = await ask('GET', '/lasting/history');
    expect(body['history']).toMatchObject([
      { version: 3, added: 0, removed: 1 },
      { version: 2, added: 1, removed: 0 },
      { version: 1, at: expect.stringMatching(/Z$/), by: expect.any(String) },
    ]);
    const { send: says, drop } = await createSpeaker(server);
    expect(await says('grobnark, blorf')).toBe('flower, blorf');
    drop();
  }, 40_000);

  it('[F6] accept 100,000 entries in one request, and return them unchanged', async () => {
    const forbidden = Array.from(
      { length: 100_000 },
      (_, index) => `grob${index.toString(36)}nark`,
    );
    expect(await make('big', { ...own, forbidden })).toMatchObject({
      status: 201,
      body: { entries: 100_000 },
    });
    expect((await ask('GET', '/big')).body['forbidden']).toEqual(forbidden);
    expect(String((await ask('GET', '/big?format=text')).body['text'])).toContain(
      '\ngrob255rnark\n',
    );
    expect((await ask('DELETE', '/big')).status).toBe(200);
    const tooBig = await make('too-big', {
      ...own,
      forbidden: Array.from({ length: 70_000 }, (_, index) => `${index}`.padStart(80, 'x')),
    });
    expect(tooBig).toMatchObject({ status: 413, body: { reason: 'too_large' } });
  }, 40_000);
});
