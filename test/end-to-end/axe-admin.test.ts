// The administrators' page, tab by tab and dialog by dialog, looked at as the page of the rooms is.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEntries, admin, make, own, press, readingToken, start, stop, type Running } from './administrators.ts';
import { call } from './api.ts';
import { deviceIn, launchBrowser, type ContextOptions } from './browser.ts';
import { faultsOf } from './inspection.ts';
import { inProcess } from './server.ts';

let running: Running;
let browser: Browser;
beforeAll(async () => { [running, browser] = await Promise.all([start(inProcess), launchBrowser()]); });
afterAll(async () => { await Promise.all([browser.close(), stop(running)]); });

const options: ContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: 'reduce' };
const tab = (name: RegExp) => (page: Page) => page.getByRole('tab', { name }).click();

/** In a list of its own each, so that they can be looked at side by side. */
const states: readonly { readonly name: string; readonly show: (page: Page, name: string) => Promise<void> }[] = [
  { name: 'entries', show: tab(/Entries/) },
  { name: 'allowed', show: tab(/Allowed/) },
  { name: 'replacements', show: tab(/Replacements/) },
  { name: 'settings', show: tab(/Settings/) },
  { name: 'history', show: async (page) => {
    await tab(/History/)(page);
    await page.getByText('Version 1').first().waitFor();
  } },
  { name: 'tried-and-chosen', show: async (page) => {
    await page.getByRole('textbox', { name: /What somebody might write/ }).fill('A grobnark');
    await page.locator('mark').waitFor();
    await page.getByRole('row', { name: 'grobnark' }).click();
  } },
  { name: 'review', show: async (page) => {
    await addEntries(page, 'wug', 'the');
    await press(page, 'Review');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /Messages/ }).fill('a wug\nthe end');
    await dialog.getByRole('button', { name: /^Try/ }).click();
    await dialog.getByText('2 newly caught').waitFor();
  } },
  { name: 'discard', show: async (page) => {
    await addEntries(page, 'wug');
    await press(page, 'Discard');
    await page.getByRole('dialog').waitFor();
  } },
  { name: 'conflict', show: async (page, name) => {
    await addEntries(page, 'wug');
    await call(running.server, { method: 'PUT', path: `/api/filters/${name}`, token: running.token, body: { ...own, forbidden: ['other'], action: 'mask' }, headers: { 'if-match': '"1"' } });
    await press(page, 'Put in force');
    await page.getByRole('dialog').waitFor();
  } },
  ...['Import', 'Export', 'Copy', 'Delete'].map((name) => ({ name: name.toLowerCase(), show: async (page: Page) => {
    await press(page, name);
    await page.getByRole('dialog').waitFor();
  } })),
];

describe('every state of the administrators\' page', () => {
  it.concurrent.each(states)('[P41] [P42] [P35] a list: $name', async ({ name, show }) => {
    const list = `looked-at-${name}`;
    await make(running, list);
    const complaints: string[] = [];
    const { page, close } = await admin(browser, running, { path: list, options, complaints });
    await page.getByRole('heading', { level: 1, name: list }).waitFor();
    await show(page, list);
    expect(await faultsOf(page)).toEqual([]);
    await close();
    expect(complaints).toEqual([]);
  }, 60_000);

  it.concurrent.each(['lists', 'New list', 'Import a list'])('[P41] [P42] [P35] all lists: %s', async (what) => {
    const complaints: string[] = [];
    const { page, close } = await admin(browser, running, { options, complaints });
    await page.getByRole('link', { name: 'enterprise' }).waitFor();
    if (what !== 'lists') await press(page, what);
    expect(await faultsOf(page)).toEqual([]);
    await close();
    expect(complaints).toEqual([]);
  }, 60_000);

  it.concurrent('[P41] [P42] [P35] a token that may only read, and none at all', async () => {
    const complaints: string[] = [];
    const { page, close } = await admin(browser, { ...running, token: await readingToken(running) }, { options, complaints });
    expect(await faultsOf(page)).toEqual([]);
    await close();
    const { page: outside, context } = await deviceIn(browser, options, complaints);
    await outside.goto(`${running.server.origin}/admin`);
    await outside.getByRole('textbox').waitFor();
    expect(await faultsOf(outside)).toEqual([]);
    await context.close();
    expect(complaints).toEqual([]);
  }, 60_000);
});
