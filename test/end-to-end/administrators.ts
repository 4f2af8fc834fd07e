// Servers with an admin token, browsers on the admin page, and steps that several tests share.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createLocalKeys } from '../../functions/adapters/system/local-keys.ts';
import { issueToken } from '../../functions/core/access/tokens.ts';
import type { Clock } from '../../functions/core/ports.ts';
import { call } from './api.ts';
import { openDevice, type ContextOptions } from './browser.ts';
import { startServer, type Mode, type Server } from './server.ts';

export const sampleList = {
  language: 'en',
  forbidden: ['grobnark', 'blorf'],
  replacements: ['flower'],
};

export interface AdminServer {
  readonly server: Server;
  readonly token: string;
  readonly tokenFile: string;
  readonly directory: string;
}

export async function startAdminServer(mode: Mode): Promise<AdminServer> {
  const directory = mkdtempSync(join(tmpdir(), 'admin-'));
  const tokenFile = join(directory, 'token');
  const server = await startServer(mode, {
    ADMIN_TOKEN_FILE: tokenFile,
    DATA_DIR: join(directory, 'data'),
  });
  return { server, tokenFile, directory, token: readFileSync(tokenFile, 'utf8').trim() };
}

export async function stopAdminServer({ server, directory }: AdminServer): Promise<void> {
  await server.stop();
  rmSync(directory, { recursive: true });
}

export const createList = (
  { server, token }: AdminServer,
  name: string,
  list: object = sampleList,
) =>
  call(server, {
    method: 'PUT',
    path: `/api/filters/${name}`,
    token,
    body: list,
    headers: { 'if-none-match': '*' },
  });

export const loadList = async ({ server, token }: AdminServer, name: string) =>
  (await call(server, { path: `/api/filters/${name}`, token })).body;

interface AdminPageOptions {
  /** The list to open; empty for the overview. */
  readonly path?: string;
  readonly options?: ContextOptions;
  readonly complaints?: string[];
}

/** Opens the admin page in a browser of its own. */
export async function openAdminPage(
  browser: Browser,
  { server, token }: AdminServer,
  { path = '', options = {}, complaints = [] }: AdminPageOptions = {},
) {
  const allComplaints: string[] = [];
  const { page, context } = await openDevice(browser, options, allComplaints);
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page, { server, token, path });
  const close = async (): Promise<void> => {
    complaints.push(...allComplaints.filter(isUnexpected));
    await context.close();
  };
  return { page, close };
}

export async function signIn(
  page: Page,
  { server, token, path = '' }: Pick<AdminServer, 'server' | 'token'> & { readonly path?: string },
): Promise<void> {
  await page.goto(`${server.origin}/admin#${token}`);
  await page.getByRole('heading', { name: 'Word lists', level: 1 }).waitFor();
  if (path !== '') await page.goto(`${server.origin}/admin#/lists/${path}`);
}

/** Whether a complaint is not one that a test provokes, such as a rejected request. */
export const isUnexpected = (complaint: string): boolean => !/status of (4\d\d)/.test(complaint);

export const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .last()
    .click();

/** Confirms in the open dialog. */
export const confirm = (page: Page, action: string) =>
  page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();

export async function addEntries(page: Page, ...entries: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Add entries' }).fill(entries.join('\n'));
  await page.getByRole('button', { name: /^Add/ }).click();
}

/** Issues a token with the server's own key, which the server keeps in its data. */
export async function issueReadOnlyToken({ directory, token }: AdminServer): Promise<string> {
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
