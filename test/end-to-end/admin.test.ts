// The administrators' page in a real browser: from the link to a changed word in a room, two administrators at once, and what is never lost.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inProcessKeys } from '../../functions/adapters/keys/in-process-keys.ts';
import { issueToken } from '../../functions/core/access/tokens.ts';
import { call, makeRoom } from './api.ts';
import { deviceIn, launchBrowser, phone, type ContextOptions } from './browser.ts';
import { connect } from './clients.ts';
import { inProcess, modes, startServer, type Mode, type Server } from './server.ts';

const bin = fileURLToPath(new URL('../../infra/cli/ten-minute-chat.mjs', import.meta.url));
const own = { language: 'en', forbidden: ['grobnark', 'blorf'], replacements: ['flower'] };

let browser: Browser;
beforeAll(async () => { browser = await launchBrowser(); });
afterAll(async () => { await browser.close(); });

interface Running {
  readonly server: Server;
  readonly token: string;
  readonly tokenFile: string;
  readonly directory: string;
}

async function start(mode: Mode): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'admin-'));
  const tokenFile = join(directory, 'token');
  const server = await startServer(mode, { ADMIN_TOKEN_FILE: tokenFile, DATA_DIR: join(directory, 'data') });
  return { server, tokenFile, directory, token: readFileSync(tokenFile, 'utf8').trim() };
}

async function stop({ server, directory }: Running): Promise<void> {
  await server.stop();
  rmSync(directory, { recursive: true });
}

const make = ({ server, token }: Running, name: string, list: object = own) =>
  call(server, { method: 'PUT', path: `/api/filters/${name}`, token, body: list, headers: { 'if-none-match': '*' } });

const stands = async ({ server, token }: Running, name: string) => (await call(server, { path: `/api/filters/${name}`, token })).body;

/** A browser that has come by the link. Refusals that a test asks for are no complaints. */
async function admin({ server, token }: Running, { path = '', options = {}, complaints = [] }: {
  readonly path?: string; readonly options?: ContextOptions; readonly complaints?: string[];
} = {}) {
  const noted: string[] = [];
  const { page, context } = await deviceIn(browser, options, noted);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${server.origin}/admin#${token}`);
  await page.getByRole('heading', { name: 'Word lists', level: 1 }).waitFor();
  if (path !== '') await page.goto(`${server.origin}/admin#/lists/${path}`);
  const close = async (): Promise<void> => {
    complaints.push(...noted.filter((text) => !/status of (4\d\d)/.test(text)));
    await context.close();
  };
  return { page, close };
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).last().click();

async function addEntries(page: Page, ...entries: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Add entries' }).fill(entries.join('\n'));
  await page.getByRole('button', { name: /^Add/ }).click();
}

describe.each(modes)('the administrators\' page on $mode', (mode) => {
  let running: Running;
  beforeAll(async () => { running = await start(mode); });
  afterAll(async () => { await stop(running); });

  it('[F12] [F4] makes a list from the link on, and what it forbids is changed in a room within 5 s', async () => {
    const { server, tokenFile } = running;
    const complaints: string[] = [];
    const room = await makeRoom(server);
    const client = await connect(server);
    await client.join(room.topic, { username: 'ann', token: room.join });
    const says = async (body: string): Promise<unknown> => {
      const { response } = await client.push({ topic: room.topic, event: 'shout', payload: { body } });
      return (await client.waitFor((frame) => frame.event === 'shout' && frame.payload['seq'] === response['seq'])).payload['body'];
    };
    expect(await says('A grobnark!')).toBe('A grobnark!');

    const link = execFileSync(process.execPath, [bin, 'admin', '--token-file', tokenFile, '--url', server.origin], { encoding: 'utf8' }).trim();
    expect(server.output()).toContain('npx ten-minute-chat admin --open');
    expect(server.output()).not.toContain(running.token);
    const { page, context } = await deviceIn(browser, phone, complaints);
    await page.goto(link);
    await page.getByRole('link', { name: 'enterprise' }).waitFor();
    expect(page.url()).toBe(`${server.origin}/admin`);

    await press(page, 'New list');
    await page.getByRole('textbox', { name: 'Name' }).fill('My Slang');
    await press(page, 'Make it');
    await page.getByRole('heading', { name: 'my-slang' }).waitFor();
    await addEntries(page, 'grobnark');
    await page.getByRole('tab', { name: /Replacements/ }).click();
    await page.getByRole('textbox', { name: 'Add replacements' }).fill('flower');
    await press(page, 'Add');
    await page.getByRole('row', { name: '***' }).click();
    await press(page, 'Remove 1');
    await press(page, 'Put in force');
    await page.getByText('Version 1 is in force').waitFor();
    const began = Date.now();
    await expect.poll(() => says('A grobnark!'), { timeout: 5_000, interval: 200 }).toBe('A flower!');
    expect(Date.now() - began).toBeLessThan(5_000);

    await page.getByRole('tab', { name: /Entries/ }).click();
    await addEntries(page, 'blorf');
    await page.getByRole('row', { name: 'grobnark' }).click();
    await press(page, 'Remove 1');
    await page.getByText('Draft: 1 added, 1 removed').waitFor();
    await press(page, 'Put in force');
    await page.getByText('Version 2 is in force').waitFor();
    await expect.poll(() => says('A grobnark, a blorf!'), { timeout: 5_000, interval: 200 }).toBe('A grobnark, a flower!');
    client.drop();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);
});

describe('the administrators\' page', () => {
  let running: Running;
  const complaints: string[] = [];
  beforeAll(async () => { running = await start(inProcess); });
  afterAll(async () => {
    await stop(running);
    expect(complaints).toEqual([]);
  });

  it('[F14] [F2] the second of two administrators sees what the first did, and puts his own on top of it: nothing is lost', async () => {
    await make(running, 'shared');
    const [ann, bob] = await Promise.all([admin(running, { path: 'shared', complaints }), admin(running, { path: 'shared', complaints })]);
    await addEntries(ann.page, 'from-ann', 'from-both');
    await addEntries(bob.page, 'from-bob', 'from-both');
    await bob.page.getByRole('row', { name: 'blorf' }).click();
    await press(bob.page, 'Remove 1');
    await bob.page.getByRole('tab', { name: 'Settings' }).click();
    await bob.page.getByRole('radio', { name: /Masks/ }).check();
    await press(ann.page, 'Put in force');
    await ann.page.getByText('Version 2 is in force').waitFor();

    await press(bob.page, 'Put in force');
    const told = bob.page.getByRole('dialog', { name: 'Somebody else has changed this list' });
    await told.getByText(/Version 2 stands now, where you began from 1 \(by you, /).waitFor();
    await told.getByRole('heading', { name: 'What they did: 2 added' }).waitFor();
    await told.getByText('from-ann').waitFor();
    await told.getByText('On top of theirs remain: 1 added, 1 removed, 1 setting changed.').waitFor();
    await press(bob.page, 'Apply mine on top');
    await bob.page.getByText('Draft: 1 added, 1 removed, 1 setting changed').waitFor();
    await press(bob.page, 'Put in force');
    await bob.page.getByText('Version 3 is in force').waitFor();
    expect(await stands(running, 'shared')).toMatchObject({ version: 3, action: 'mask', forbidden: ['grobnark', 'from-ann', 'from-both', 'from-bob'] });
    await Promise.all([ann.close(), bob.close()]);
  }, 40_000);

  it('[F14] whose list was deleted meanwhile can make it again with his changes', async () => {
    await make(running, 'gone');
    const { page, close } = await admin(running, { path: 'gone', complaints });
    await addEntries(page, 'wug');
    await call(running.server, { method: 'DELETE', path: '/api/filters/gone', token: running.token });
    await press(page, 'Put in force');
    await page.getByRole('dialog', { name: 'Somebody else has deleted this list' }).waitFor();
    await press(page, 'Make it again, with mine');
    await press(page, 'Put in force');
    await page.getByText('Version 3 is in force').waitFor();
    expect(await stands(running, 'gone')).toMatchObject({ forbidden: ['grobnark', 'blorf', 'wug'], replacements: ['flower'] });
    await close();
  }, 30_000);

  it('[F13] [F8] [F10] a draft is tried on a text and a sample, warned of, undone one by one, and then put in force', async () => {
    // Words of its own: the lists of the other tests are in force too.
    await make(running, 'tried', { ...own, forbidden: ['zibble', 'yotter'] });
    const { page, close } = await admin(running, { path: 'tried', complaints });
    const text = page.getByRole('textbox', { name: /What somebody might write/ });
    await text.fill('A quop and a zibble');
    await page.locator('mark', { hasText: 'zibble' }).waitFor();
    expect(await page.locator('mark').count()).toBe(1);
    await addEntries(page, 'quop', 'the', 'YOTTER', 'zorp');
    await page.getByText('3 entries added to the draft. 1 was there already.').waitFor();
    await page.locator('mark', { hasText: 'quop' }).waitFor();
    await page.getByText('A flower and a flower').waitFor();
    await page.getByText('1 new entry catches common words').waitFor();

    await press(page, 'Review');
    const review = page.getByRole('dialog', { name: 'Before it goes live' });
    await review.getByText('the catches the').waitFor();
    await review.getByRole('button', { name: 'Undo: the' }).click();
    await review.getByText('Your draft: 2 added.').waitFor();
    await review.getByRole('textbox').fill('a quop\na yotter\ntea\nanother quop');
    await review.getByRole('button', { name: 'Try 4 lines' }).click();
    await review.getByRole('heading', { name: '2 newly caught' }).waitFor();
    await review.getByRole('heading', { name: '0 no longer caught' }).waitFor();
    expect(await stands(running, 'tried'), 'nothing is in force yet').toMatchObject({ version: 1 });
    await review.getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('Version 2 is in force').waitFor();
    expect(await stands(running, 'tried')).toMatchObject({ version: 2, forbidden: ['zibble', 'yotter', 'quop', 'zorp'] });

    await addEntries(page, '???');
    await page.getByRole('alert').filter({ hasText: '“???”: Expected a word or a phrase' }).waitFor();
    await close();
  }, 40_000);

  it('[F3] [F12] versions are compared with now and brought back, a deleted list too', async () => {
    await make(running, 'lasting');
    await call(running.server, { method: 'PATCH', path: '/api/filters/lasting', token: running.token, body: { add: ['wug'], remove: ['blorf'] } });
    const { page, close } = await admin(running, { path: 'lasting', complaints });
    await page.getByRole('tab', { name: 'History' }).click();
    await press(page, 'Compare version 1 with now');
    await page.getByText('Since then: 1 added, 1 removed.').waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Bring version 1 back');
    await press(page, 'Bring it back');
    await page.getByText('Version 1 is back as version 3').waitFor();
    expect(await stands(running, 'lasting')).toMatchObject({ version: 3, forbidden: own.forbidden });
    await press(page, 'Delete');
    await press(page, 'Delete');
    await page.getByRole('heading', { name: 'Word lists', level: 1 }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'lasting' }).count()).toBe(0);
    await page.goto(`${running.server.origin}/admin#/lists/lasting`);
    await press(page, 'Bring version 3 back');
    await press(page, 'Bring it back');
    await page.getByRole('grid', { name: 'entries' }).waitFor();
    await close();
  }, 40_000);

  it('[F13] a draft outlives a reload, another list, and a token that is refused; leaving asks', async () => {
    await make(running, 'kept');
    const { page, close } = await admin(running, { path: 'kept', complaints });
    await addEntries(page, 'wug');
    await page.getByRole('link', { name: 'All lists' }).click();
    await page.getByText('1 added').waitFor();
    const asked = page.waitForEvent('dialog');
    await page.reload();
    expect((await asked).type()).toBe('beforeunload');
    await page.getByRole('link', { name: 'kept' }).click();
    await page.getByText('Draft: 1 added').waitFor();

    await page.route('**/api/filters/**', (route) => route.fulfill({ status: 410, contentType: 'application/problem+json', body: '{"reason":"expired","message":"Over."}' }));
    await press(page, 'Put in force');
    const dialog = page.getByRole('dialog', { name: /token/ });
    await dialog.getByText('What you have changed is still here.').waitFor();
    await page.unroute('**/api/filters/**');
    await dialog.getByRole('textbox').fill('nonsense');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByText('no administrator\'s token').waitFor();
    await dialog.getByRole('textbox').fill(`${running.server.origin}/admin#${running.token}`);
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Draft: 1 added').waitFor();
    await press(page, 'Put in force');
    await page.getByText('Version 2 is in force').waitFor();
    await close();
  }, 40_000);

  it('[F12] a token that may only read shows everything, changes nothing and says why', async () => {
    await make(running, 'shown', { ...own, forbidden: ['vimple'] });
    const { page, close } = await admin({ ...running, token: await readingToken(running) }, { path: 'shown', complaints });
    await page.getByText('Your token may only read (filters:read).').waitFor();
    await page.getByRole('row', { name: 'vimple' }).click();
    for (const name of ['Add', 'Import', 'Copy', 'Delete', 'Remove 1']) expect(await page.getByRole('button', { name, exact: true }).isDisabled(), name).toBe(true);
    await page.getByRole('textbox', { name: /What somebody might write/ }).fill('A vimple');
    await page.getByText('A flower').waitFor();
    await close();
  }, 30_000);

  it('[F7] [F12] a list goes out as a file and comes in from one', async () => {
    await make(running, 'files');
    const { page, close } = await admin(running, { path: 'files', complaints });
    await press(page, 'Export');
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'CSV')]);
    expect([file.suggestedFilename(), readFileSync(await file.path(), 'utf8')]).toEqual(['files.csv', expect.stringContaining('forbidden,grobnark')]);
    await press(page, 'Import');
    await page.getByLabel('Open a file').setInputFiles({ name: 'more.txt', mimeType: 'text/plain', buffer: Buffer.from('# action: block\n!wug day\nwug\n') });
    await page.getByRole('radio', { name: 'becomes the list' }).check();
    await press(page, 'Import into the draft');
    await page.getByText('Draft: 2 added, 2 removed, 1 setting changed').waitFor();
    await press(page, 'Put in force');
    await page.getByText('Version 2 is in force').waitFor();
    expect(await stands(running, 'files')).toMatchObject({ action: 'block', forbidden: ['wug'], allowed: ['wug day'], replacements: ['flower'] });
    await close();
  }, 30_000);

  it('[F6] [F12] 100,000 entries are found, selected and removed by keyboard, with few of them drawn', async () => {
    const forbidden = Array.from({ length: 100_000 }, (_, index) => `grob${index.toString(36)}nark`);
    await make(running, 'big', { ...own, forbidden });
    const { page, close } = await admin(running, { path: 'big', complaints });
    const grid = page.getByRole('grid', { name: 'entries' });
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('100001');
    await grid.focus();
    await page.keyboard.press('End');
    await page.getByRole('row', { name: forbidden.at(-1) ?? '' }).waitFor();
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    // Frames of a scroll from end to end: their number says that nothing held them up.
    const slowest = await page.evaluate<number>(`new Promise((resolve) => {
      const grid = document.querySelector('[role=grid]'); let frames = 0, slowest = 0, last = performance.now();
      const step = (now) => { slowest = Math.max(slowest, now - last); last = now; grid.scrollTop = frames * 40000; if (++frames < 60) requestAnimationFrame(step); else resolve(slowest); };
      requestAnimationFrame(step);
    })`);
    expect(slowest).toBeLessThan(250);
    await page.getByRole('searchbox').fill('255r');
    await page.getByRole('row', { name: 'grob255rnark' }).waitFor();
    await grid.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Delete');
    await page.getByText('Draft: 1 removed').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByText('Draft:').count()).toBe(0);
    await close();
  }, 40_000);
});

/** Signed with the server's own key, which it keeps in its data. */
async function readingToken({ directory, token }: Running): Promise<string> {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { readonly iss: string; readonly aud: string };
  const keys = await inProcessKeys({ file: join(directory, 'data', 'signing-key.json') });
  const world = { keys, clock: { now: () => Date.now() }, random: { id: () => 'reader0000000000000000' } } as Parameters<typeof issueToken>[0]['world'];
  return issueToken({ world, settings: { issuer: claims.iss, audience: claims.aud }, type: 'admin+jwt', scopes: ['filters:read'], expiresAt: Date.now() + 600_000 });
}
