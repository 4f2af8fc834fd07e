// The element in a page of another origin, as somebody's site would have it: served by a server of
// its own, under a strict policy.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedRoom } from '../../web/client/index.ts';
import { createdRoom } from './api.ts';
import { deviceIn, enter, heard, keptIn, launchBrowser, say } from './browser.ts';
import { faultsOf, noteForbidden } from './inspection.ts';
import { inProcess, startServer, type Server } from './server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const script = `
  import './element/element.js';
  globalThis.told = [];
  for (const chat of document.querySelectorAll('ten-minute-chat'))
    for (const type of ['joined', 'message', 'ended', 'problem'])
      chat.addEventListener(type, ({ detail, composed }) => told.push({ who: chat.id, type, composed, detail }));
`;

const hostPage = (
  chats: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A club</title>
<link rel="stylesheet" href="/club.css"><script type="module" src="/club.js"></script></head>
<body><header><h1>A club</h1></header><main><h2>Talk</h2><input aria-label="Search" id="search">${chats}</main></body></html>`;

/** What a page around may do to what it does not know of. */
const hostStyle =
  'html { font-size: 62.5%; } * { color: red !important; text-transform: uppercase; } body { background: #fff; color: #222 }' +
  ' ten-minute-chat { height: 400px; --ten-minute-chat-rem: 1.6rem; --ten-minute-chat-accent: light-dark(rgb(90, 20, 120), rgb(221, 166, 236)); } h1, h2 { color: #222 !important }';

describe('the element in a page of another origin', () => {
  const built = mkdtempSync(join(tmpdir(), 'element-'));
  let server: Server;
  let browser: Browser;
  let host: HttpServer;
  let hostOrigin: string;
  let chats = '';

  beforeAll(async () => {
    await build({
      configFile: join(root, 'vite.element.config.ts'),
      logLevel: 'silent',
      build: { outDir: built },
    });
    host = createServer((request, response) => {
      const path = request.url ?? '/';
      const file = /^\/element\/([\w-]+\.js)$/.exec(path)?.[1];
      const [type, body] =
        path === '/'
          ? ['text/html', hostPage(chats)]
          : path === '/club.css'
            ? ['text/css', hostStyle]
            : path === '/club.js'
              ? ['text/javascript', script]
              : file !== undefined
                ? ['text/javascript', readFileSync(join(built, file))]
                : ['text/plain', ''];
      response
        .writeHead(200, {
          'content-type': `${type}; charset=utf-8`,
          'content-security-policy':
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
            `connect-src 'self' ${server.origin} ${server.origin.replace('http', 'ws')}; require-trusted-types-for 'script'; trusted-types 'none'`,
        })
        .end(body);
    });
    await new Promise<void>((resolve) => {
      host.listen(0, 'localhost', resolve);
    });
    hostOrigin = `http://localhost:${String((host.address() as AddressInfo).port)}`;
    [server, browser] = await Promise.all([
      startServer(inProcess, { ALLOWED_ORIGINS: hostOrigin, ROOM_SECONDS: '600' }),
      launchBrowser(),
    ]);
  }, 60_000);
  afterAll(async () => {
    await Promise.allSettled([browser.close(), server.stop()]);
    host.close();
    rmSync(built, { recursive: true, force: true });
  });

  const makeRoom = (title: string): Promise<CreatedRoom> => createdRoom(server, { title });
  const open = async (
    html: string,
  ): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> => {
    chats = html;
    const complaints: string[] = [];
    const { context, page } = await deviceIn(browser, { reducedMotion: 'reduce' }, complaints);
    await noteForbidden(context);
    await page.goto(hostOrigin);
    return { page, complaints };
  };
  const told = (
    page: Page,
  ): Promise<{ who: string; type: string; composed: boolean; detail: Record<string, unknown> }[]> =>
    page.evaluate('told');

  it('[P43] [P44] talks with the ordinary page in the same room, tells the page around, and ends with the room', async () => {
    const made = await makeRoom('Tea');
    const { page, complaints } = await open(
      `<ten-minute-chat id="one" room="${made.joinUrl}" name="Ann"></ten-minute-chat>`,
    );
    await page.getByRole('log').waitFor();
    expect(await page.evaluate('document.title')).toBe('A club');
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);

    const { page: other } = await deviceIn(browser);
    await other.goto(made.joinUrl);
    await enter(other, 'Bob');
    await say(other, 'Hello from the page');
    await heard(page, 'Hello from the page');
    await say(page, 'Hello from the club');
    await heard(other, 'Hello from the club');
    expect(await page.evaluate('document.querySelector("ten-minute-chat").snapshot.me.name')).toBe(
      'Ann',
    );
    // Of the page around nothing comes in but what it set on purpose.
    await page.locator('.composer textarea').fill('A draft');
    const look = (): Promise<string[]> =>
      page.evaluate(`[getComputedStyle(document.querySelector('ten-minute-chat').shadowRoot.querySelector('.send')).backgroundColor,
      getComputedStyle(document.querySelector('ten-minute-chat').shadowRoot.querySelector('.bar h1')).textTransform,
      getComputedStyle(document.querySelector('ten-minute-chat').shadowRoot.querySelector('.body')).fontSize,
      getComputedStyle(document.querySelector('ten-minute-chat').shadowRoot.querySelector('.bar')).minHeight]`);
    await expect.poll(look).toEqual(['rgb(90, 20, 120)', 'none', '16px', '56px']);

    expect(await faultsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });

    // A reload of the page around keeps the member.
    await page.reload();
    await heard(page, 'Hello from the club');
    await expect
      .poll(() =>
        page.evaluate(
          'document.querySelector("ten-minute-chat").snapshot.presence.map(({ name }) => name).sort()',
        ),
      )
      .toEqual(['Ann', 'Bob']);
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual([
      `ten-minute-chat:${made.room.id}:one:Ann`,
    ]);

    const { page: owner } = await deviceIn(browser);
    await owner.goto(made.ownerUrl);
    await enter(owner, 'Olga');
    await owner.locator('.manage').click();
    await owner.locator('.owner .danger').click();
    await owner.locator('.confirm .danger').click();
    await page.getByRole('heading', { name: 'This room is gone' }).waitFor();
    await expect
      .poll(async () => (await told(page)).map(({ type }) => type))
      .toEqual(['joined', 'message', 'message', 'ended']);
    expect((await told(page)).every(({ composed }) => composed)).toBe(true);
    expect((await told(page)).at(-1)?.detail['reason']).toBe('closed');
    await expect.poll(() => keptIn(page)).not.toContain(made.room.id);
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.evaluate('forbidden')).toEqual([]);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('[P44] several stand on one page; each goes with its element and comes back with it as the same member; leaving frees the name', async () => {
    const made = await makeRoom('');
    const { page, complaints } = await open(`
      <ten-minute-chat id="one" room="${made.room.id}" token="${made.token}" origin="${server.origin}" name="Ann" theme="dark"></ten-minute-chat>
      <ten-minute-chat id="two" room="${made.joinUrl}" name="Bo" theme="light"></ten-minute-chat>`);
    const [one, two] = [page.locator('#one'), page.locator('#two')];
    await Promise.all([one, two].map((chat) => chat.getByRole('log').waitFor()));
    await one.locator('textarea').fill('Here I am');
    await one.locator('textarea').press('Enter');
    await two.getByRole('log').getByText('Here I am').waitFor();
    const ground = (id: string): Promise<string> =>
      page.evaluate(
        `getComputedStyle(document.getElementById('${id}').shadowRoot.querySelector('.bar')).backgroundColor`,
      );
    expect(await ground('one')).not.toBe(await ground('two'));

    await page.evaluate('globalThis.gone = document.getElementById("one"); gone.remove()');
    await expect
      .poll(() => page.evaluate('gone.client === null && gone.shadowRoot.childElementCount === 0'))
      .toBe(true);
    await page.evaluate('document.querySelector("main").append(gone)');
    await one.getByRole('log').getByText('Here I am').waitFor();
    await expect.poll(() => page.evaluate('gone.snapshot?.me?.name')).toBe('Ann');
    // Moved, it goes on as it was.
    expect(
      await page.evaluate(`(async () => {
      const { client } = gone;
      document.body.append(gone);
      await new Promise((resolve) => setTimeout(resolve));
      return client !== null && gone.client === client;
    })()`),
    ).toBe(true);

    await page.evaluate('gone.leave()');
    await one.getByRole('textbox', { name: 'Your name' }).waitFor();
    await expect
      .poll(() =>
        page.evaluate('document.getElementById("two").snapshot.presence.map(({ name }) => name)'),
      )
      .toEqual(['Bo']);
    await one.locator('form button[type=submit]').click();
    await one.getByRole('log').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('[P43] a wrong link says the same plain words as the page, in the language it is given', async () => {
    const { page } = await open(
      `<ten-minute-chat id="one" lang="de" room="${server.origin}/r/nothing"></ten-minute-chat>`,
    );
    const { page: ordinary } = await deviceIn(browser, { locale: 'de-DE' });
    await ordinary.goto(`${server.origin}/r/nothing`);
    const words = await ordinary.getByRole('heading', { level: 1 }).textContent();
    const heading = page.locator('ten-minute-chat h1');
    await heading.filter({ hasText: words ?? '' }).waitFor();
    expect(await heading.getAttribute('aria-level')).toBe('2');
    expect(await page.getByRole('button').count()).toBe(0);
    await expect
      .poll(async () => (await told(page)).map(({ type, detail }) => [type, detail['reason']]))
      .toEqual([['problem', 'not_found']]);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(
      await page.evaluate('[...Object.keys(localStorage), ...Object.keys(sessionStorage)]'),
    ).toEqual([]);
  }, 60_000);

  it('[P45] the server’s own page shows it, in two elements side by side', async () => {
    const complaints: string[] = [];
    const { page } = await deviceIn(browser, {}, complaints);
    await page.goto(`${server.origin}/embed`);
    await page.getByRole('button', { name: 'Show one here' }).click();
    await page.getByRole('log').nth(1).waitFor();
    await page.getByRole('list', { name: 'Events' }).getByText('Bo: joined').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});
