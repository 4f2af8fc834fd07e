// A browser without a network: messages wait, survive a reload and a closed tab, and arrive once,
// in order. The other member uses the client library in Node, like a bot. Then the same page in
// browsers whose storage is broken.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { Room } from '../../web/client/index.ts';
import { makeRoom } from './api.ts';
import { launchBrowser } from './browser.ts';
import { inProcess, modes, startServer, type Server } from './server.ts';

describe.each(modes)('the page without a network, on $mode', (mode) => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(mode), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.allSettled([browser.close(), server.stop()]);
  });

  it('[K6] [K7] [P23] delivers offline messages once, in order, even after a reload', async () => {
    const { joinUrl } = await makeRoom(server);
    const bot = Room.join({ link: joinUrl, username: 'Bot', transport: WebSocket });
    const received: string[] = [];
    bot.on('message', ({ name, body }) => received.push(`${name}: ${body}`));

    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await open(context, joinUrl);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ann');
    await page.getByRole('button', { name: 'Join' }).click();
    await say(page, 'online');
    await expect.poll(() => received).toEqual(['Ann: online']);
    // The page's files are cached at the first visit.
    await page.evaluate('navigator.serviceWorker.ready');

    await context.setOffline(true);
    for (const body of ['one', 'two', 'three']) await say(page, body);
    await pendingMessages(page).nth(2).waitFor();
    expect(await pendingMessages(page).count()).toBe(3);
    await page.reload();
    await expect
      .poll(() => pendingMessages(page).allInnerTexts())
      .toEqual(['one', 'two', 'three'].map((body) => expect.stringContaining(body) as string));
    expect(received).toEqual(['Ann: online']);

    await context.setOffline(false);
    await expect
      .poll(() => received)
      .toEqual(['Ann: online', 'Ann: one', 'Ann: two', 'Ann: three']);
    await expect
      .poll(() => page.locator('.message.own .body').allInnerTexts())
      .toEqual(['online', 'one', 'two', 'three']);
    // Others may get the message before its sender gets the reply.
    await expect.poll(() => pendingMessages(page).count()).toBe(0);

    // A second tab, opened by the address without the token, is the same member.
    const second = await open(context, joinUrl.replace(/#.*/, ''));
    await say(second, 'from a second tab');
    await expect.poll(() => received.at(-1)).toBe('Ann: from a second tab');
    await expect
      .poll(() => bot.getSnapshot().presence.find(({ name }) => name === 'Ann')?.connectionCount)
      .toBe(2);
    await page.close();
    await expect
      .poll(() => bot.getSnapshot().presence.find(({ name }) => name === 'Ann')?.connectionCount)
      .toBe(1);
    expect(received.length).toBe(5);

    // Without a network the page does not know whether there are messages.
    await context.setOffline(true);
    await second.reload();
    await second.getByText('You’ll see the messages when you’re back online.').waitFor();
    expect(await second.getByText('No messages yet').count()).toBe(0);
    await context.setOffline(false);
    await second.getByText('from a second tab').waitFor();
    await bot.leave();
    await context.close();
  });

  it.runIf(mode === inProcess).for(Object.entries(brokenStorage))(
    '[P47] [K18] joins, sends, and says what a reload loses, if storage is %s',
    async ([, script]) => {
      const { joinUrl } = await makeRoom(server);
      const bot = Room.join({ link: joinUrl, username: 'Bot', transport: WebSocket });
      const received: string[] = [];
      bot.on('message', ({ body }) => received.push(body));

      const context = await browser.newContext({ locale: 'en-GB' });
      await context.addInitScript(script);
      const page = await open(context, joinUrl);
      await page.getByText('you’ll have to join again under another name.').waitFor();
      expect(await page.getByText('remember your name').count()).toBe(0);
      await page.getByRole('textbox', { name: 'Your name' }).fill('Ann');
      await page.getByRole('button', { name: 'Join' }).click();
      await say(page, 'one');
      await say(page, 'two');
      await expect.poll(() => received).toEqual(['one', 'two']);

      await context.setOffline(true);
      await say(page, 'three');
      await page.getByText('If you reload, unsent messages are lost.').waitFor();
      await context.setOffline(false);
      await expect.poll(() => received).toEqual(['one', 'two', 'three']);

      // Only the address can keep the link, so it stays there.
      expect(page.url()).toBe(joinUrl);
      await page.reload();
      await page.getByRole('textbox', { name: 'Your name' }).fill('Ann again');
      await page.getByRole('button', { name: 'Join' }).click();
      await say(page, 'four');
      await expect.poll(() => received.at(-1)).toBe('four');
      await bot.leave();
      await context.close();
    },
  );
});

/** Scripts that break the storage of a page before it loads. */
const brokenStorage = {
  missing: `
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
      Object.defineProperty(window, name, { value: undefined });
    }
    Object.defineProperty(navigator, 'locks', { value: undefined });`,
  // Chromium with all cookies blocked: these throw, locks and service workers reject.
  forbidden: `
    const refuse = () => { throw new DOMException('Denied', 'SecurityError'); };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
      Object.defineProperty(window, name, { get: refuse });
    }
    Object.defineProperty(navigator, 'locks', { value: { request: async () => refuse() } });
    Object.defineProperty(navigator, 'serviceWorker', { get: refuse });`,
  silent: `
    Storage.prototype.setItem = () => undefined;
    IDBFactory.prototype.open = () => new EventTarget();`,
  full: `
    const refuse = () => { throw new DOMException('Full', 'QuotaExceededError'); };
    Storage.prototype.setItem = refuse;
    IDBObjectStore.prototype.put = refuse;`,
};

async function open(
  context: Awaited<ReturnType<Browser['newContext']>>,
  address: string,
): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  return page;
}

async function say(page: Page, body: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(body);
  await page.getByRole('button', { name: 'Send' }).click();
}

const pendingMessages = (page: Page) => page.locator('.message.own[data-state="pending"]');
