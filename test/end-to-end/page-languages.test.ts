// The page in other languages, in a real browser: the browser's own, a chosen one, and the mirrored
// layout of Arabic.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoom } from './api.ts';
import {
  openDevice,
  enterRoom,
  waitForMessage,
  launchBrowser,
  phone,
  sendMessage,
} from './browser.ts';
import { inProcess, startServer, type Server } from './server.ts';

describe('the page in another language', () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.allSettled([browser.close(), server.stop()]);
  });

  it('[X3] [X4] starts in the browser’s language and changes to the chosen one', async () => {
    const complaints: string[] = [];
    const { context, page } = await openDevice(browser, { ...phone, locale: 'ar-EG' }, complaints);
    const headline = page.getByRole('heading', { level: 1 });

    await page.goto(server.origin);
    await headline.waitFor();
    expect(await readDocument(page)).toEqual({ lang: 'ar', dir: 'rtl', wide: false });
    // The logo is on the side where reading starts.
    expect(
      await page.evaluate<number>(
        'document.querySelector(".mark svg").getBoundingClientRect().left',
      ),
    ).toBeGreaterThan(195);
    const arabic = await headline.textContent();

    await page.getByRole('combobox', { name: 'اللغة' }).selectOption({ label: 'Deutsch' });
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    await expect.poll(() => readDocument(page)).toEqual({ lang: 'de', dir: 'ltr', wide: false });
    const german = await headline.textContent();
    expect(german).not.toBe(arabic);

    await page.reload();
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    expect(await headline.textContent()).toBe(german);

    // The language is cached with the page's own files, so it works without a network.
    await page.evaluate('navigator.serviceWorker.ready');
    await expect
      .poll(() =>
        page.evaluate(`(async () => {
          const [name] = await caches.keys();
          const requests = await (await caches.open(name)).keys();
          return requests.some(({ url }) => /de-/.test(url));
        })()`),
      )
      .toBe(true);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    expect(await headline.textContent()).toBe(german);
    await context.setOffline(false);

    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('ar');
    await page.getByRole('combobox', { name: 'اللغة' }).waitFor();
    await expect.poll(() => readDocument(page)).toMatchObject({ lang: 'ar', dir: 'rtl' });
    // The lost network is part of the test.
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await context.close();
  });

  it('[X4] keeps the room when the user changes the language inside', async () => {
    const complaints: string[] = [];
    const { context, page } = await openDevice(browser, { locale: 'de-DE' }, complaints);
    const { joinUrl } = await makeRoom(server);
    await page.goto(joinUrl);
    await enterRoom(page, 'Ann');
    await sendMessage(page, 'Hallo!');
    await waitForMessage(page, 'Hallo!');
    await page.locator('.composer textarea').fill('half a thought');

    await page.getByRole('button', { name: 'Menü' }).click();
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('ar');
    await page.getByRole('combobox', { name: 'اللغة' }).waitFor();
    await page.getByRole('button', { name: 'إغلاق' }).click();
    await page.getByRole('button', { name: 'إرسال' }).click();
    await waitForMessage(page, 'half a thought');
    await expect.poll(() => page.getByRole('log').locator('.message.own').count()).toBe(2);
    // Own messages are on the side where reading ends.
    expect(
      await page.evaluate<boolean>(
        'document.querySelector(".own .body").getBoundingClientRect().left < innerWidth / 2',
      ),
    ).toBe(true);
    await expect.poll(() => readDocument(page)).toEqual({ lang: 'ar', dir: 'rtl', wide: false });
    expect(complaints).toEqual([]);
    await context.close();
  });
});

const readDocument = (page: Page): Promise<unknown> =>
  page.evaluate(`(({ lang, dir, scrollWidth }) => ({ lang, dir, wide: scrollWidth > innerWidth }))(
    document.documentElement,
  )`);
