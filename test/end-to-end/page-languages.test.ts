// The page in other languages, in a real browser: the browser's own, the one chosen, and the mirror
// image that Arabic needs.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoom } from './api.ts';
import { deviceIn, enter, heard, launchBrowser, phone, say } from './browser.ts';
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

  it('[X3] [X4] is the browser’s, mirrored for Arabic, and another once it is chosen', async () => {
    const complaints: string[] = [];
    const { context, page } = await deviceIn(browser, { ...phone, locale: 'ar-EG' }, complaints);
    const headline = page.getByRole('heading', { level: 1 });

    await page.goto(server.origin);
    await headline.waitFor();
    expect(await shownIn(page)).toEqual({ lang: 'ar', dir: 'rtl', wide: false });
    // The name of the house is on the side where reading starts.
    expect(
      await page.evaluate<number>(
        'document.querySelector(".mark svg").getBoundingClientRect().left',
      ),
    ).toBeGreaterThan(195);
    const arabic = await headline.textContent();

    await page.getByRole('combobox', { name: 'اللغة' }).selectOption({ label: 'Deutsch' });
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    await expect.poll(() => shownIn(page)).toEqual({ lang: 'de', dir: 'ltr', wide: false });
    const german = await headline.textContent();
    expect(german).not.toBe(arabic);

    await page.reload();
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    expect(await headline.textContent()).toBe(german);

    // Without a network too, once it was there: a file that only this reader needs is kept with the
    // page's own.
    await page.evaluate('navigator.serviceWorker.ready');
    await expect
      .poll(() =>
        page.evaluate(
          'caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys()).then((kept) => kept.some(({ url }) => /de-/.test(url)))',
        ),
      )
      .toBe(true);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    expect(await headline.textContent()).toBe(german);
    await context.setOffline(false);

    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('ar');
    await page.getByRole('combobox', { name: 'اللغة' }).waitFor();
    await expect.poll(() => shownIn(page)).toMatchObject({ lang: 'ar', dir: 'rtl' });
    // Being offline is none of the page's faults.
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await context.close();
  }, 30_000);

  it('[X4] a room stays as it is when another language is chosen in it', async () => {
    const complaints: string[] = [];
    const { context, page } = await deviceIn(browser, { locale: 'de-DE' }, complaints);
    const { joinUrl } = await makeRoom(server);
    await page.goto(joinUrl);
    await enter(page, 'Ann');
    await say(page, 'Hallo!');
    await heard(page, 'Hallo!');
    await page.locator('.composer textarea').fill('half a thought');

    await page.getByRole('button', { name: 'Menü' }).click();
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('ar');
    await page.getByRole('combobox', { name: 'اللغة' }).waitFor();
    await page.getByRole('button', { name: 'إغلاق' }).click();
    await page.getByRole('button', { name: 'إرسال' }).click();
    await heard(page, 'half a thought');
    await expect.poll(() => page.getByRole('log').locator('.message.own').count()).toBe(2);
    // Own messages stand on the side where reading ends.
    expect(
      await page.evaluate<boolean>(
        'document.querySelector(".own .body").getBoundingClientRect().left < innerWidth / 2',
      ),
    ).toBe(true);
    await expect.poll(() => shownIn(page)).toEqual({ lang: 'ar', dir: 'rtl', wide: false });
    expect(complaints).toEqual([]);
    await context.close();
  }, 30_000);
});

const shownIn = (page: Page): Promise<unknown> =>
  page.evaluate(
    '({ lang: document.documentElement.lang, dir: document.documentElement.dir, wide: document.documentElement.scrollWidth > innerWidth })',
  );
