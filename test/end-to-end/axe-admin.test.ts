// Checks the accessibility of the admin page, tab by tab and dialog by dialog.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addEntries,
  signIn,
  isUnexpected,
  createList,
  sampleList,
  press,
  issueReadOnlyToken,
  startAdminServer,
  stopAdminServer,
  type AdminServer,
} from './administrators.ts';
import { call } from './api.ts';
import { launchBrowser } from './browser.ts';
import { chooseExtent, findFaults, recordPolicyViolations } from './inspection.ts';
import { createDevicePool, type WithDevice } from './device-pool.ts';
import { inProcess } from './server.ts';

let running: AdminServer;
let browser: Browser;
let withDevice: WithDevice;
beforeAll(async () => {
  [running, browser] = await Promise.all([startAdminServer(inProcess), launchBrowser()]);
  const prepare = async (context: BrowserContext): Promise<void> => {
    await recordPolicyViolations(context);
    context.on('dialog', (dialog) => void dialog.accept());
  };
  withDevice = createDevicePool({
    browser,
    origin: running.server.origin,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true, reducedMotion: 'reduce' },
    prepare,
  });
});
afterAll(async () => {
  await Promise.all([browser.close(), stopAdminServer(running)]);
});

const tab = (name: RegExp) => (page: Page) => page.getByRole('tab', { name }).click();

interface AdminState {
  readonly name: string;
  readonly show: (page: Page, list: string) => Promise<void>;
}

/** Each state has a list of its own, so all can be checked in parallel. */
const states: readonly AdminState[] = [
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
    name: 'tried-and-selected',
    show: async (page) => {
      await page.getByRole('textbox', { name: /^Message\b/ }).fill('A grobnark');
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
      // This warning moves what is below it. If it came during the click on Try, the button would
      // be elsewhere when the mouse goes up, and nothing would be tried.
      await dialog.getByText('is a common word itself').waitFor();
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
        body: { ...sampleList, forbidden: ['other'], action: 'mask' },
        headers: { 'if-match': '"1"' },
      });
      await press(page, 'Publish');
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

interface Checked {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Its place among the states, by which the extent is chosen. */
  readonly nth: number;
}

const checkPage = async ({ page, complaints, nth }: Checked): Promise<void> => {
  expect(await findFaults(page, chooseExtent(nth))).toEqual([]);
  expect(complaints.filter(isUnexpected)).toEqual([]);
};
const overviews = ['lists', 'New list', 'Import a list'];

describe('every state of the admin page', () => {
  it.concurrent.each(states)('[P41] [P42] [P35] is accessible: $name', (state) =>
    withDevice(async ({ page, complaints }) => {
      const { name, show } = state;
      const list = `checked-${name}`;
      await createList(running, list);
      await signIn(page, { ...running, path: list });
      await page.getByRole('heading', { level: 1, name: list }).waitFor();
      await show(page, list);
      await checkPage({ page, complaints, nth: states.indexOf(state) });
    }),
  );

  it.concurrent.each(overviews)('[P41] [P42] [P35] is accessible in the overview: %s', (what) =>
    withDevice(async ({ page, complaints }) => {
      await signIn(page, running);
      await page.getByRole('link', { name: 'enterprise' }).waitFor();
      if (what !== 'lists') await press(page, what);
      await checkPage({ page, complaints, nth: overviews.indexOf(what) });
    }),
  );

  it.concurrent('[P41] [P42] [P35] is accessible with a read-only token', () =>
    withDevice(async ({ page, complaints }) => {
      await signIn(page, { ...running, token: await issueReadOnlyToken(running) });
      await checkPage({ page, complaints, nth: 0 });
    }),
  );

  it.concurrent('[P41] [P42] [P35] is accessible without a token', () =>
    withDevice(async ({ page, complaints }) => {
      await page.goto(`${running.server.origin}/admin`);
      await page.getByRole('textbox').waitFor();
      await checkPage({ page, complaints, nth: 1 });
    }),
  );
});
