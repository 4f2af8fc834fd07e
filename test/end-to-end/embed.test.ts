// The element on a page of another origin, which its own server serves under a strict policy.

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
import { createRoomWithLinks } from './api.ts';
import {
  openDevice,
  enterRoom,
  waitForMessage,
  readStoredData,
  launchBrowser,
  sendMessage,
} from './browser.ts';
import { chooseExtent, findFaults, recordPolicyViolations } from './inspection.ts';
import { inProcess, startServer, type Server } from './server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const script = `
  import './element/element.js';
  globalThis.received = [];
  for (const chat of document.querySelectorAll('ten-minute-chat'))
    for (const type of ['joined', 'message', 'ended', 'problem'])
      chat.addEventListener(type, ({ detail, composed }) =>
        received.push({ type, composed, detail }));
`;

const hostPage = (
  chats: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A club</title>
<link rel="stylesheet" href="/club.css"><script type="module" src="/club.js"></script></head>
<body><header><h1>A club</h1></header>
<main><h2>Talk</h2><input aria-label="Search" id="search">
${chats}</main></body></html>`;

/**
 * Style rules that would break the element if they reached into it, and the properties it offers.
 */
const hostStyle = `
  html { font-size: 62.5%; }
  * { color: red !important; text-transform: uppercase; }
  body { background: #fff; color: #222 }
  input { min-height: 24px }
  ten-minute-chat {
    height: 400px;
    --ten-minute-chat-rem: 1.6rem;
    --ten-minute-chat-accent: light-dark(rgb(90, 20, 120), rgb(221, 166, 236));
  }
  h1, h2 { color: #222 !important }`;

interface ReceivedEvent {
  readonly type: string;
  readonly composed: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface OpenedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

describe('the element on a page of another origin', () => {
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
      const pages: Readonly<Record<string, readonly [type: string, body: string]>> = {
        '/': ['text/html', hostPage(chats)],
        '/club.css': ['text/css', hostStyle],
        '/club.js': ['text/javascript', script],
      };
      const [type, body] =
        file === undefined
          ? (pages[path] ?? ['text/plain', ''])
          : ['text/javascript', readFileSync(join(built, file))];
      response
        .writeHead(200, {
          'content-type': `${type}; charset=utf-8`,
          'content-security-policy':
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
            `connect-src 'self' ${server.origin} ${server.origin.replace('http', 'ws')}; ` +
            "require-trusted-types-for 'script'; trusted-types 'none'",
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
  });
  afterAll(async () => {
    await Promise.allSettled([browser.close(), server.stop()]);
    host.close();
    rmSync(built, { recursive: true, force: true });
  });

  const makeRoom = (title: string): Promise<CreatedRoom> => createRoomWithLinks(server, { title });
  const open = async (html: string): Promise<OpenedPage> => {
    chats = html;
    const complaints: string[] = [];
    const { context, page } = await openDevice(browser, { reducedMotion: 'reduce' }, complaints);
    await recordPolicyViolations(context);
    await page.goto(hostOrigin);
    return { page, complaints };
  };
  const receivedEvents = (page: Page): Promise<readonly ReceivedEvent[]> =>
    page.evaluate('received');

  it('[P43] [P44] shares a room with the page, dispatches events, ends with the room', async () => {
    const created = await makeRoom('Tea');
    const { page, complaints } = await open(
      `<ten-minute-chat id="one" room="${created.joinUrl}" name="Ann"></ten-minute-chat>`,
    );
    await page.getByRole('log').waitFor();
    expect(await page.evaluate('document.title')).toBe('A club');
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);

    const { page: other } = await openDevice(browser);
    await other.goto(created.joinUrl);
    await enterRoom(other, 'Bob');
    await sendMessage(other, 'Hello from the page');
    await waitForMessage(page, 'Hello from the page');
    await sendMessage(page, 'Hello from the club');
    await waitForMessage(other, 'Hello from the club');
    expect(await page.evaluate('document.querySelector("ten-minute-chat").snapshot.me.name')).toBe(
      'Ann',
    );
    // Only the offered custom properties reach into the element.
    await page.locator('.composer textarea').fill('A draft');
    const readStyles = (): Promise<string[]> =>
      page.evaluate(`(() => {
        const { shadowRoot } = document.querySelector('ten-minute-chat');
        const styleOf = (selector) => getComputedStyle(shadowRoot.querySelector(selector));
        return [styleOf('.send').backgroundColor, styleOf('.bar h1').textTransform,
          styleOf('.body').fontSize, styleOf('.bar').minHeight];
      })()`);
    await expect.poll(readStyles).toEqual(['rgb(90, 20, 120)', 'none', '16px', '56px']);

    expect(await findFaults(page, chooseExtent(0))).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });

    // A reload of the host page keeps the member.
    await page.reload();
    await waitForMessage(page, 'Hello from the club');
    await expect
      .poll(() =>
        page.evaluate(
          `document.querySelector('ten-minute-chat').snapshot.presence
            .map(({ name }) => name).sort()`,
        ),
      )
      .toEqual(['Ann', 'Bob']);
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual([
      `ten-minute-chat:${created.room.id}:one:Ann`,
    ]);

    const { page: owner } = await openDevice(browser);
    await owner.goto(created.ownerUrl);
    await enterRoom(owner, 'Olga');
    await owner.locator('.manage').click();
    await owner.locator('.owner .danger').click();
    await owner.locator('.confirm .danger').click();
    await page.getByRole('heading', { name: 'This room is gone' }).waitFor();
    await expect
      .poll(async () => (await receivedEvents(page)).map(({ type }) => type))
      .toEqual(['joined', 'message', 'message', 'ended']);
    expect((await receivedEvents(page)).every(({ composed }) => composed)).toBe(true);
    expect((await receivedEvents(page)).at(-1)?.detail['reason']).toBe('closed');
    await expect.poll(() => readStoredData(page)).not.toContain(created.room.id);
    expect(await findFaults(page, chooseExtent(1))).toEqual([]);
    expect(await page.evaluate('forbidden')).toEqual([]);
    expect(complaints).toEqual([]);
  }, 120_000);

  it('[P44] runs twice on a page, rejoins as the same member, frees names on leave', async () => {
    const created = await makeRoom('');
    const { page, complaints } = await open(`
      <ten-minute-chat id="one" room="${created.room.id}" token="${created.token}"
        origin="${server.origin}" name="Ann" theme="dark"></ten-minute-chat>
      <ten-minute-chat id="two" room="${created.joinUrl}"
        name="Bo" theme="light"></ten-minute-chat>`);
    const [one, two] = [page.locator('#one'), page.locator('#two')];
    await Promise.all([one, two].map((chat) => chat.getByRole('log').waitFor()));
    await one.locator('textarea').fill('Here I am');
    await one.locator('textarea').press('Enter');
    await two.getByRole('log').getByText('Here I am').waitFor();
    const readBackground = (id: string): Promise<string> =>
      page.evaluate(
        `getComputedStyle(document.getElementById('${id}').shadowRoot.querySelector('.bar'))
          .backgroundColor`,
      );
    expect(await readBackground('one')).not.toBe(await readBackground('two'));

    await page.evaluate('globalThis.chat = document.getElementById("one"); chat.remove()');
    await expect
      .poll(() => page.evaluate('chat.client === null && chat.shadowRoot.childElementCount === 0'))
      .toBe(true);
    await page.evaluate('document.querySelector("main").append(chat)');
    await one.getByRole('log').getByText('Here I am').waitFor();
    await expect.poll(() => page.evaluate('chat.snapshot?.me?.name')).toBe('Ann');
    // Moving the element within the page keeps its connection.
    expect(
      await page.evaluate(`(async () => {
      const { client } = chat;
      document.body.append(chat);
      await new Promise((resolve) => setTimeout(resolve));
      return client !== null && chat.client === client;
    })()`),
    ).toBe(true);

    await page.evaluate('chat.leave()');
    await one.getByRole('textbox', { name: 'Your name' }).waitFor();
    // It stores nothing on the device, and does not say so.
    expect(await one.locator('#name-about').textContent()).toBe('');
    await expect
      .poll(() =>
        page.evaluate('document.getElementById("two").snapshot.presence.map(({ name }) => name)'),
      )
      .toEqual(['Bo']);
    await one.locator('form button[type=submit]').click();
    await one.getByRole('log').waitFor();
    expect(complaints).toEqual([]);
  });

  it("[P43] explains a wrong link in the page's words, in its own language", async () => {
    const { page } = await open(
      `<ten-minute-chat id="one" lang="de" room="${server.origin}/r/nothing"></ten-minute-chat>`,
    );
    const { page: ordinary } = await openDevice(browser, { locale: 'de-DE' });
    await ordinary.goto(`${server.origin}/r/nothing`);
    const words = await ordinary.getByRole('heading', { level: 1 }).textContent();
    const heading = page.locator('ten-minute-chat h1');
    await heading.filter({ hasText: words ?? '' }).waitFor();
    expect(await heading.getAttribute('aria-level')).toBe('2');
    expect(await page.getByRole('button').count()).toBe(0);
    await expect
      .poll(async () =>
        (await receivedEvents(page)).map(({ type, detail }) => [type, detail['reason']]),
      )
      .toEqual([['problem', 'not_found']]);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(
      await page.evaluate('[...Object.keys(localStorage), ...Object.keys(sessionStorage)]'),
    ).toEqual([]);
  });

  it('[P45] shows two elements side by side on the demo page', async () => {
    const complaints: string[] = [];
    const { page } = await openDevice(browser, {}, complaints);
    await page.goto(`${server.origin}/embed`);
    await page.getByRole('button', { name: 'Show a room here' }).click();
    await page.getByRole('log').nth(1).waitFor();
    await page.getByRole('list', { name: 'Events' }).getByText('Bo: joined').waitFor();
    expect(complaints).toEqual([]);
  });
});
