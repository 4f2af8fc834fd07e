// The whole story in a real browser: a room is made on one device, its link opened on another, both talk until it is gone.

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../infra/local/prepare.mjs';
import { inProcess, startServer, type Server } from './server.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe('the page', () => {
  let server: Server;
  let browser: Browser;
  const complaints: string[] = [];
  beforeAll(async () => {
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new Error('The browser tests need Chromium or Chrome: install one, or name it in CHROMIUM_PATH.');
    [server, browser] = await Promise.all([startServer(inProcess, { ROOM_SECONDS: '60' }), chromium.launch({ executablePath, args: flags })]);
  });
  afterAll(async () => { await Promise.allSettled([browser.close(), server.stop()]); });

  it('[P5] [P1] [P3] create a room, open its link in a second browser, talk, see the word replaced, the clock run, and the room end', async () => {
    const [desktop, mobile] = await Promise.all([
      device(browser, { permissions: ['clipboard-read', 'clipboard-write'] }, complaints),
      device(browser, phone, complaints),
    ]);
    const ann = desktop.page;
    await ann.goto(server.origin);
    await ann.getByText('Options').click();
    await ann.getByRole('textbox', { name: 'What is it about?' }).fill('Tea');
    await ann.getByRole('button', { name: 'Create a room' }).click();
    await ann.getByRole('button', { name: 'Copy link' }).click();
    await ann.getByText('Copied.').waitFor();
    const link = await ann.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toMatch(/^http:\/\/localhost:\d+\/r\/[A-Za-z0-9]+#[\w-]+\.[\w-]+\.[\w-]+$/);
    await enter(ann, 'Ann');

    const bob = mobile.page;
    await bob.goto(link);
    await bob.getByRole('heading', { name: 'Tea' }).waitFor();
    for (const page of [ann, bob]) expect(await page.evaluate('location.href')).not.toContain('#');
    await enter(bob, 'Bob');
    await ann.getByRole('complementary', { name: 'Members' }).getByText('Bob').waitFor();
    await bob.getByRole('button', { name: '2 here' }).waitFor();

    await say(ann, 'Hello from the desktop');
    await heard(bob, 'Hello from the desktop');
    await say(bob, 'I would rather have XML');
    const replaced = said(ann).filter({ hasText: 'I would rather have' });
    await replaced.waitFor();
    for (const page of [ann, bob]) {
      await expect.poll(() => said(page).filter({ hasText: 'I would rather have' }).textContent()).toBe(await replaced.textContent());
      // In sight: who wrote it can ask what the filter changed.
      expect(await page.getByRole('log').innerText()).not.toContain('XML');
    }
    await expect.poll(() => ann.locator('.message.own').getAttribute('data-state')).toBe('sent');
    expect(await said(ann).filter({ hasText: 'Hello from the desktop' }).count()).toBe(1);

    const clock = ann.getByRole('timer');
    const before = await clock.textContent();
    expect(before).toMatch(/^0[01]:\d\d$/);
    await expect.poll(() => clock.textContent()).not.toBe(before);

    // A reload keeps the place, the name and what was said; markup is text.
    await bob.reload();
    await heard(bob, 'Hello from the desktop');
    await say(bob, '<img src=x onerror="document.title=1">');
    await heard(ann, '<img src=x onerror="document.title=1">');
    expect(await ann.getByRole('log').locator('img').count()).toBe(0);
    expect(await ann.title()).toBe('Tea');
    expect(await bob.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);

    for (const page of [ann, bob]) await page.getByRole('heading', { name: 'This room is gone' }).waitFor({ timeout: 70_000 });
    for (const page of [ann, bob]) expect(await page.getByText('Hello from the desktop').count()).toBe(0);
    const late = await device(browser, phone, []);
    await late.page.goto(link);
    await late.page.getByRole('heading', { name: 'This room is gone' }).waitFor();
    await bob.reload();
    await bob.getByRole('heading', { name: 'This room is gone' }).waitFor();

    expect(complaints).toEqual([]);
    await Promise.all([desktop, mobile, late].map(({ context }) => context.close()));
  }, 110_000);
});

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

/** A browser of its own: no storage shared. Errors, and what the page's own policy forbids, are noted as complaints. */
async function device(browser: Browser, options: ContextOptions, complaints: string[]): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => { complaints.push(error.message); });
  return { context, page };
}

async function enter(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('log').waitFor();
}

async function say(page: Page, body: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(body);
  await page.getByRole('button', { name: 'Send' }).click();
}

const said = (page: Page) => page.getByRole('log').locator('.body');
const heard = (page: Page, body: string): Promise<void> => said(page).filter({ hasText: body }).waitFor();
