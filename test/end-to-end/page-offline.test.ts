// A browser without a network: what is typed waits, outlives a reload and even the tab, and arrives
// once, in order. The other member is the client library in Node, as a bot would use it.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { Room } from '../../web/client/index.ts';
import { makeRoom } from './api.ts';
import { launchBrowser } from './browser.ts';
import { modes, startServer, type Server } from './server.ts';

describe.each(modes)('the page without a network, on $mode', (mode) => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(mode), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.allSettled([browser.close(), server.stop()]);
  });

  it('[K6] [K7] three messages typed offline outlive a reload, and all three arrive once, in order, when the network is back', async () => {
    const { joinUrl } = await makeRoom(server);
    const bot = Room.join({ link: joinUrl, username: 'Bot', transport: WebSocket });
    const heard: string[] = [];
    bot.on('message', ({ name, body }) => heard.push(`${name}: ${body}`));

    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await open(context, joinUrl);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ann');
    await page.getByRole('button', { name: 'Join' }).click();
    await say(page, 'online');
    await expect.poll(() => heard).toEqual(['Ann: online']);
    // The files are kept from the first visit on.
    await page.evaluate('navigator.serviceWorker.ready');

    await context.setOffline(true);
    for (const body of ['one', 'two', 'three']) await say(page, body);
    await waiting(page).nth(2).waitFor();
    expect(await waiting(page).count()).toBe(3);
    await page.reload();
    await expect
      .poll(() => waiting(page).allInnerTexts())
      .toEqual(['one', 'two', 'three'].map((body) => expect.stringContaining(body) as string));
    expect(heard).toEqual(['Ann: online']);

    await context.setOffline(false);
    await expect
      .poll(() => heard, { timeout: 10_000 })
      .toEqual(['Ann: online', 'Ann: one', 'Ann: two', 'Ann: three']);
    await expect
      .poll(() => page.locator('.message.own .body').allInnerTexts())
      .toEqual(['online', 'one', 'two', 'three']);
    // The others may hear of it before its sender is told.
    await expect.poll(() => waiting(page).count()).toBe(0);

    // A tab that is opened again, by the bare address, is the same member; a second one beside it
    // too.
    const again = await open(context, joinUrl.replace(/#.*/, ''));
    await say(again, 'from a second tab');
    await expect.poll(() => heard.at(-1)).toBe('Ann: from a second tab');
    await expect
      .poll(() => bot.getSnapshot().presence.find(({ name }) => name === 'Ann')?.connectionCount)
      .toBe(2);
    await page.close();
    await expect
      .poll(() => bot.getSnapshot().presence.find(({ name }) => name === 'Ann')?.connectionCount)
      .toBe(1);
    expect(heard.length).toBe(5);
    await bot.leave();
    await context.close();
  }, 60_000);
});

async function open(
  context: Awaited<ReturnType<Browser['newContext']>>,
  address: string,
): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(address);
  return page;
}

async function say(page: Page, body: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(body);
  await page.getByRole('button', { name: 'Send' }).click();
}

const waiting = (page: Page) => page.locator('.message.own[data-state="pending"]');
