// A real browser for tests of the page: devices with their own storage, a record of console errors,
// and the actions that most tests need.

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
 * Opens a device that shares no storage with others. Adds console errors, and violations of the
 * page's own policy, to `complaints`.
 */
export async function openDevice(
  browser: Browser,
  options: ContextOptions = {},
  complaints: string[] = [],
): Promise<Device> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(30_000);
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

/** Joins under the suggested name if none is given. */
export async function enterRoom(page: Page, name?: string): Promise<void> {
  if (name !== undefined) await page.locator('#nickname').fill(name);
  await page.locator('form button[type=submit]').click();
  await page.getByRole('log').waitFor();
}

export async function sendMessage(page: Page, body: string): Promise<void> {
  const field = page.locator('.composer textarea');
  await field.fill(body);
  await field.press('Enter');
}

/** Opens the owner's sheet. On a phone its button may be in the menu. */
export async function openOwnerControls(page: Page): Promise<void> {
  const button = page.locator('.manage');
  if (!(await button.isVisible())) {
    await page.locator('.bar button[aria-haspopup=dialog]').last().click();
  }
  await button.click();
}

export const waitForMessage = (page: Page, body: string): Promise<void> =>
  page.getByRole('log').getByText(body).first().waitFor();

/** Returns everything the origin has stored on the device: storage, cookies, caches, databases. */
export const readStoredData = (page: Page): Promise<string> =>
  page.evaluate<string>(`(async () => {
  const stored = [
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    document.cookie,
  ];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const isText = /html|json/.test(response.headers.get('content-type'));
      stored.push(request.url, isText ? await response.text() : '');
    }
  }
  const result = (request) =>
    new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  for (const { name } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = await result(database.transaction(store).objectStore(store).getAll());
      stored.push(JSON.stringify(all));
    }
    database.close();
  }
  return stored.join('\\n');
})()`);
