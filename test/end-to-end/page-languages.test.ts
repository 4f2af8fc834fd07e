// The page in other languages, in a real browser: the browser's own, the one chosen, and the mirror image that Arabic needs.

import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../infra/local/prepare.mjs';
import { inProcess, startServer, type Server } from './server.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

describe('the page in another language', () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new Error('The browser tests need Chromium or Chrome: install one, or name it in CHROMIUM_PATH.');
    [server, browser] = await Promise.all([startServer(inProcess, {}), chromium.launch({ executablePath, args: flags })]);
  });
  afterAll(async () => { await Promise.allSettled([browser.close(), server.stop()]); });

  it('[X3] [X4] is the browser’s, mirrored for Arabic, and another once it is chosen', async () => {
    const context = await browser.newContext({ locale: 'ar-EG', viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', (error) => { complaints.push(error.message); });

    await page.goto(server.origin);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await shownIn(page)).toEqual({ lang: 'ar', dir: 'rtl', wide: false });
    // The name of the house is on the side where reading starts.
    expect(await page.evaluate<number>('document.querySelector(".mark svg").getBoundingClientRect().left')).toBeGreaterThan(195);
    const arabic = await page.getByRole('heading', { level: 1 }).textContent();

    await page.getByRole('combobox', { name: 'اللغة' }).selectOption({ label: 'Deutsch' });
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    expect(await shownIn(page)).toEqual({ lang: 'de', dir: 'ltr', wide: false });
    const german = await page.getByRole('heading', { level: 1 }).textContent();
    expect(german).not.toBe(arabic);

    await page.reload();
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(german);

    // Without a network too, once it was there: a file that only this reader needs is kept with the page's own.
    await page.evaluate('navigator.serviceWorker.ready');
    await expect.poll(() => page.evaluate('caches.open("page-1").then((cache) => cache.keys()).then((kept) => kept.some(({ url }) => /de-/.test(url)))')).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('combobox', { name: 'Sprache' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(german);
    await context.setOffline(false);

    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('ar');
    await page.getByRole('combobox', { name: 'اللغة' }).waitFor();
    expect(await shownIn(page)).toMatchObject({ lang: 'ar', dir: 'rtl' });
    // Being offline is none of the page's faults.
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await context.close();
  }, 30_000);
});

const shownIn = (page: Page): Promise<unknown> =>
  page.evaluate('({ lang: document.documentElement.lang, dir: document.documentElement.dir, wide: document.documentElement.scrollWidth > innerWidth })');
