// The administrators' page, tab by tab and dialog by dialog, looked at as the page of the rooms is.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addEntries,
  comeIn,
  isUnasked,
  make,
  own,
  press,
  readingToken,
  start,
  stop,
  type Running,
} from './administrators.ts';
import { call } from './api.ts';
import { launchBrowser } from './browser.ts';
import { faultsOf, noteForbidden } from './inspection.ts';
import { lendDevices, type Lend } from './lent-devices.ts';
import { inProcess } from './server.ts';

let running: Running;
let browser: Browser;
let lend: Lend;
beforeAll(async () => {
  [running, browser] = await Promise.all([start(inProcess), launchBrowser()]);
  const prepare = async (context: BrowserContext): Promise<void> => {
    await noteForbidden(context);
    context.on('dialog', (dialog) => void dialog.accept());
  };
  lend = lendDevices({
    browser,
    origin: running.server.origin,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: 'reduce' },
    prepare,
  });
});
afterAll(async () => {
  await Promise.all([browser.close(), stop(running)]);
});

const tab = (name: RegExp) => (page: Page) => page.getByRole('tab', { name }).click();

/** In a list of its own each, so that they can be looked at side by side. */
const states: readonly {
  readonly name: string;
  readonly show: (page: Page, name: string) => Promise<void>;
}[] = [
  { name: 'entries', show: tab(/Entries/) },
  { name: 'allowed', show: tab(/Allowed/) },
  { name: 'replacements', show: tab(/Replacements/) },
  { name: 'settings', show: tab(/Settings/) },
  {
    name: 'history',
    show: async (page) => {
      await tab(/History/)(page);
      await page.getByText('Version 1').first().waitFor();
    },
  },
  {
    name: 'tried-and-chosen',
    show: async (page) => {
      await page.getByRole('textbox', { name: /What somebody might write/ }).fill('A grobnark');
      await page.locator('mark').waitFor();
      await page.getByRole('row', { name: 'grobnark' }).click();
    },
  },
  {
    name: 'review',
    show: async (page) => {
      await addEntries(page, 'wug', 'the');
      await press(page, 'Review');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: /Messages/ }).fill('a wug\nthe end');
      await dialog.getByRole('button', { name: /^Try/ }).click();
      await dialog.getByText('2 newly caught').waitFor();
    },
  },
  {
    name: 'discard',
    show: async (page) => {
      await addEntries(page, 'wug');
      await press(page, 'Discard');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'conflict',
    show: async (page, name) => {
      await addEntries(page, 'wug');
      await call(running.server, {
        method: 'PUT',
        path: `/api/filters/${name}`,
        token: running.token,
        body: { ...own, forbidden: ['other'], action: 'mask' },
        headers: { 'if-match': '"1"' },
      });
      await press(page, 'Put in force');
      await page.getByRole('dialog').waitFor();
    },
  },
  ...['Import', 'Export', 'Copy', 'Delete'].map((name) => ({
    name: name.toLowerCase(),
    show: async (page: Page) => {
      await press(page, name);
      await page.getByRole('dialog').waitFor();
    },
  })),
];

const looked = async (page: Page, complaints: readonly string[]): Promise<void> => {
  expect(await faultsOf(page)).toEqual([]);
  expect(complaints.filter(isUnasked)).toEqual([]);
};

describe("every state of the administrators' page", () => {
  it.concurrent.each(states)(
    '[P41] [P42] [P35] a list: $name',
    ({ name, show }) =>
      lend(async ({ page, complaints }) => {
        const list = `looked-at-${name}`;
        await make(running, list);
        await comeIn(page, { ...running, path: list });
        await page.getByRole('heading', { level: 1, name: list }).waitFor();
        await show(page, list);
        await looked(page, complaints);
      }),
    60_000,
  );

  it.concurrent.each(['lists', 'New list', 'Import a list'])(
    '[P41] [P42] [P35] all lists: %s',
    (what) =>
      lend(async ({ page, complaints }) => {
        await comeIn(page, running);
        await page.getByRole('link', { name: 'enterprise' }).waitFor();
        if (what !== 'lists') await press(page, what);
        await looked(page, complaints);
      }),
    60_000,
  );

  it.concurrent(
    '[P41] [P42] [P35] a token that may only read',
    () =>
      lend(async ({ page, complaints }) => {
        await comeIn(page, { ...running, token: await readingToken(running) });
        await looked(page, complaints);
      }),
    60_000,
  );

  it.concurrent(
    '[P41] [P42] [P35] no token at all',
    () =>
      lend(async ({ page, complaints }) => {
        await page.goto(`${running.server.origin}/admin`);
        await page.getByRole('textbox').waitFor();
        await looked(page, complaints);
      }),
    60_000,
  );
});
