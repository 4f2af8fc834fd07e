// A real browser for tests of the page: one that is started, devices with storage of their own, and
// a note of all that the page's console complains of. What is done with a page, each test says
// itself.

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../infra/local/bootstrap.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

export const phone: ContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    throw new Error(
      'The browser tests need Chromium or Chrome: install one, or name it in CHROMIUM_PATH.',
    );
  }
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}

export interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
}

/**
 * Shares no storage with any other. Errors, and what the page's own policy forbids, are noted as
 * complaints.
 */
export async function deviceIn(
  browser: Browser,
  options: ContextOptions = {},
  complaints: string[] = [],
): Promise<Device> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(10_000);
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => {
    complaints.push(error.error().message);
  });
  return { context, page: await context.newPage() };
}

/** By the name that stands in the field where none is given. */
export async function enter(page: Page, name?: string): Promise<void> {
  if (name !== undefined) await page.locator('#nickname').fill(name);
  await page.locator('form button[type=submit]').click();
  await page.getByRole('log').waitFor();
}

export async function say(page: Page, body: string): Promise<void> {
  const field = page.locator('.composer textarea');
  await field.fill(body);
  await field.press('Enter');
}

/** On a phone it may stand in the menu. */
export async function manage(page: Page): Promise<void> {
  const button = page.locator('.manage');
  if (!(await button.isVisible())) {
    await page.locator('.bar button[aria-haspopup=dialog]').last().click();
  }
  await button.click();
}

export const heard = (page: Page, body: string): Promise<void> =>
  page.getByRole('log').getByText(body).first().waitFor();

/**
 * All that this origin has stored on the device, as text: storages, caches with what is in them,
 * and databases.
 */
export const keptIn = (page: Page): Promise<string> =>
  page.evaluate<string>(`(async () => {
  const said = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) said.push(request.url, /html|json/.test((await cache.match(request)).headers.get('content-type')) ? await (await cache.match(request)).text() : '');
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => { indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result); });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      said.push(JSON.stringify(await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); })));
    }
    database.close();
  }
  return said.join('\\n');
})()`);
