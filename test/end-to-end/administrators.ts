// Servers with word lists and an administrator's token, and browsers that have come in by the link.
// What is done there, each test says itself.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createLocalKeys } from '../../functions/adapters/system/local-keys.ts';
import { issueToken } from '../../functions/core/access/tokens.ts';
import type { Clock } from '../../functions/core/ports.ts';
import { call } from './api.ts';
import { deviceIn, type ContextOptions } from './browser.ts';
import { startServer, type Mode, type Server } from './server.ts';

export const own = { language: 'en', forbidden: ['grobnark', 'blorf'], replacements: ['flower'] };

export interface Running {
  readonly server: Server;
  readonly token: string;
  readonly tokenFile: string;
  readonly directory: string;
}

export async function start(mode: Mode): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'admin-'));
  const tokenFile = join(directory, 'token');
  const server = await startServer(mode, {
    ADMIN_TOKEN_FILE: tokenFile,
    DATA_DIR: join(directory, 'data'),
  });
  return { server, tokenFile, directory, token: readFileSync(tokenFile, 'utf8').trim() };
}

export async function stop({ server, directory }: Running): Promise<void> {
  await server.stop();
  rmSync(directory, { recursive: true });
}

export const make = ({ server, token }: Running, name: string, list: object = own) =>
  call(server, {
    method: 'PUT',
    path: `/api/filters/${name}`,
    token,
    body: list,
    headers: { 'if-none-match': '*' },
  });

export const stands = async ({ server, token }: Running, name: string) =>
  (await call(server, { path: `/api/filters/${name}`, token })).body;

/** A browser that has come by the link. */
export async function admin(
  browser: Browser,
  { server, token }: Running,
  {
    path = '',
    options = {},
    complaints = [],
  }: {
    readonly path?: string;
    readonly options?: ContextOptions;
    readonly complaints?: string[];
  } = {},
) {
  const noted: string[] = [];
  const { page, context } = await deviceIn(browser, options, noted);
  page.on('dialog', (dialog) => void dialog.accept());
  await comeIn(page, { server, token, path });
  const close = async (): Promise<void> => {
    complaints.push(...noted.filter(isUnasked));
    await context.close();
  };
  return { page, close };
}

export async function comeIn(
  page: Page,
  { server, token, path = '' }: Pick<Running, 'server' | 'token'> & { readonly path?: string },
): Promise<void> {
  await page.goto(`${server.origin}/admin#${token}`);
  await page.getByRole('heading', { name: 'Word lists', level: 1 }).waitFor();
  if (path !== '') await page.goto(`${server.origin}/admin#/lists/${path}`);
}

/** No refusal that a test asks for. */
export const isUnasked = (complaint: string): boolean => !/status of (4\d\d)/.test(complaint);

export const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .last()
    .click();

export async function addEntries(page: Page, ...entries: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Add entries' }).fill(entries.join('\n'));
  await page.getByRole('button', { name: /^Add/ }).click();
}

/** Signed with the server's own key, which it keeps in its data. */
export async function readingToken({ directory, token }: Running): Promise<string> {
  const claims = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
  ) as { readonly iss: string; readonly aud: string };
  const keys = await createLocalKeys({ file: join(directory, 'data', 'signing-key.json') });
  const clock: Clock = { now: () => Date.now(), wait: () => Promise.resolve() };
  const ports = { keys, clock, random: { id: (length: number) => 'r'.repeat(length) } };
  return issueToken({
    ports,
    settings: { issuer: claims.iss, audience: claims.aud },
    type: 'admin+jwt',
    scopes: ['filters:read'],
    expiresAt: Date.now() + 600_000,
  });
}
