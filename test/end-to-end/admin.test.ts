// The admin page in a real browser: from the link to a filtered word in a room, conflicts between
// two admins, and drafts that survive.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addEntries,
  confirm,
  openAdminPage,
  createList,
  sampleList,
  press,
  issueReadOnlyToken,
  loadList,
  startAdminServer,
  stopAdminServer,
  type AdminServer,
} from './administrators.ts';
import { isThorough } from '../thorough.ts';
import { call, makeRoom } from './api.ts';
import { openDevice, launchBrowser, phone } from './browser.ts';
import { connect } from './clients.ts';
import { inProcess, modes } from './server.ts';

const bin = fileURLToPath(new URL('../../infra/cli/ten-minute-chat.mjs', import.meta.url));

/** Returns the focused button's text, or the tag of any other focused element. */
const readFocus = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const { tagName, textContent } = document.activeElement;
    return tagName === 'BUTTON' ? textContent : tagName;
  })()`);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

// The next suite has the other mode.
describe.each(isThorough ? modes : modes.slice(1))('the admin page on $mode', (mode) => {
  let running: AdminServer;
  beforeAll(async () => {
    running = await startAdminServer(mode);
  });
  afterAll(async () => {
    await stopAdminServer(running);
  });

  it('[F12] [F4] creates a list from the link, which filters a room within 5 s', async () => {
    const { server, tokenFile } = running;
    const complaints: string[] = [];
    const room = await makeRoom(server);
    const client = await connect(server);
    await client.join(room.topic, { username: 'ann', token: room.join });
    const say = async (body: string): Promise<unknown> => {
      const { response } = await client.push({
        topic: room.topic,
        event: 'shout',
        payload: { body },
      });
      return (
        await client.waitFor(
          (frame) => frame.event === 'shout' && frame.payload['seq'] === response['seq'],
        )
      ).payload['body'];
    };
    expect(await say('A grobnark!')).toBe('A grobnark!');

    const link = execFileSync(
      process.execPath,
      [bin, 'admin', '--token-file', tokenFile, '--url', server.origin],
      { encoding: 'utf8' },
    ).trim();
    expect(server.output()).toContain('npx ten-minute-chat admin --open');
    expect(server.output()).not.toContain(running.token);
    const { page, context } = await openDevice(browser, phone, complaints);
    await page.goto(link);
    await page.getByRole('link', { name: 'enterprise' }).waitFor();
    await expect.poll(() => page.url()).toBe(`${server.origin}/admin`);

    await press(page, 'New list');
    await page.getByRole('textbox', { name: 'Name' }).fill('My Slang');
    await press(page, 'Create');
    await page.getByRole('heading', { name: 'my-slang' }).waitFor();
    await addEntries(page, 'grobnark');
    await page.getByRole('tab', { name: /Replacements/ }).click();
    await page.getByRole('textbox', { name: 'Add replacements' }).fill('flower');
    await press(page, 'Add');
    await page.getByRole('row', { name: '***' }).click();
    await press(page, 'Remove 1');
    await press(page, 'Publish');
    await page.getByText('Version 1 is live').waitFor();
    const began = Date.now();
    await expect
      .poll(() => say('A grobnark!'), { timeout: 5_000, interval: 200 })
      .toBe('A flower!');
    expect(Date.now() - began).toBeLessThan(5_000);

    await page.getByRole('tab', { name: /Entries/ }).click();
    await addEntries(page, 'blorf');
    await page.getByRole('row', { name: 'grobnark' }).click();
    await press(page, 'Remove 1');
    await page.getByText('Draft: 1 added, 1 removed').waitFor();
    await press(page, 'Publish');
    await page.getByText('Version 2 is live').waitFor();
    await expect
      .poll(() => say('A grobnark, a blorf!'), { timeout: 5_000, interval: 200 })
      .toBe('A grobnark, a flower!');
    client.drop();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('the admin page', () => {
  let running: AdminServer;
  const complaints: string[] = [];
  beforeAll(async () => {
    running = await startAdminServer(inProcess);
  });
  afterAll(async () => {
    await stopAdminServer(running);
    expect(complaints).toEqual([]);
  });

  it('[F14] [F2] shows a second admin the changes of the first, and combines both', async () => {
    await createList(running, 'shared');
    const [ann, bob] = await Promise.all([
      openAdminPage(browser, running, { path: 'shared', complaints }),
      openAdminPage(browser, running, { path: 'shared', complaints }),
    ]);
    await addEntries(ann.page, 'from-ann', 'from-both');
    await addEntries(bob.page, 'from-bob', 'from-both');
    await bob.page.getByRole('row', { name: 'blorf' }).click();
    await press(bob.page, 'Remove 1');
    await bob.page.getByRole('tab', { name: 'Settings' }).click();
    await bob.page.getByRole('radio', { name: /Mask/ }).check();
    await press(ann.page, 'Publish');
    await ann.page.getByText('Version 2 is live').waitFor();

    await press(bob.page, 'Publish');
    const dialog = bob.page.getByRole('dialog', { name: 'This list has changed' });
    await dialog
      .getByText(
        /published version 2 while you were editing version 1 \(with the same token as yours, /,
      )
      .waitFor();
    await dialog.getByRole('heading', { name: 'Their changes: 2 added' }).waitFor();
    await dialog.getByText('from-ann').waitFor();
    await dialog
      .getByText('Your remaining changes: 1 added, 1 removed, 1 setting changed.')
      .waitFor();
    await press(bob.page, 'Apply mine on top');
    await bob.page.getByText('Draft: 1 added, 1 removed, 1 setting changed').waitFor();
    await press(bob.page, 'Publish');
    await bob.page.getByText('Version 3 is live').waitFor();
    expect(await loadList(running, 'shared')).toMatchObject({
      version: 3,
      action: 'mask',
      forbidden: ['grobnark', 'from-ann', 'from-both', 'from-bob'],
    });
    await Promise.all([ann.close(), bob.close()]);
  }, 40_000);

  it('[F14] creates a list again that someone deleted, with the draft', async () => {
    await createList(running, 'gone');
    const { page, close } = await openAdminPage(browser, running, { path: 'gone', complaints });
    await addEntries(page, 'wug');
    await call(running.server, {
      method: 'DELETE',
      path: '/api/filters/gone',
      token: running.token,
    });
    await press(page, 'Publish');
    await page.getByRole('dialog', { name: 'This list was deleted' }).waitFor();
    await press(page, 'Create it again with mine');
    await press(page, 'Publish');
    await page.getByText('Version 3 is live').waitFor();
    expect(await loadList(running, 'gone')).toMatchObject({
      forbidden: ['grobnark', 'blorf', 'wug'],
      replacements: ['flower'],
    });
    await close();
  });

  it('[F13] [F8] [F10] tries, checks, undoes and publishes a draft', async () => {
    // Unique words: the lists of the other tests are live too.
    await createList(running, 'tried', { ...sampleList, forbidden: ['zibble', 'yotter'] });
    const { page, close } = await openAdminPage(browser, running, { path: 'tried', complaints });
    const text = page.getByRole('textbox', { name: /^Message\b/ });
    await text.fill('A quop and a zibble');
    await page.locator('mark', { hasText: 'zibble' }).waitFor();
    expect(await page.locator('mark').count()).toBe(1);
    await addEntries(page, 'quop', 'the', 'YOTTER', 'zorp');
    await page.getByText('3 entries added to the draft. 1 is already in the list.').waitFor();
    await page.locator('mark', { hasText: 'quop' }).waitFor();
    await page.getByText('A flower and a flower').waitFor();
    await page.getByText('1 new entry matches common words').waitFor();

    await press(page, 'Review');
    const review = page.getByRole('dialog', { name: 'Review your draft' });
    await review.getByText('“the” is a common word itself').waitFor();
    await review.getByRole('button', { name: 'Undo: the' }).click();
    await review.getByText('Your draft: 2 added.').waitFor();
    await review.getByRole('textbox').fill('a quop\na yotter\ntea\nanother quop');
    await review.getByRole('button', { name: 'Try 4 lines' }).click();
    await review.getByRole('heading', { name: '2 newly caught' }).waitFor();
    await review.getByRole('heading', { name: '0 no longer caught' }).waitFor();
    expect(await loadList(running, 'tried'), 'nothing is published yet').toMatchObject({
      version: 1,
    });
    await review.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 2 is live').waitFor();
    expect(await loadList(running, 'tried')).toMatchObject({
      version: 2,
      forbidden: ['zibble', 'yotter', 'quop', 'zorp'],
    });

    await addEntries(page, '???');
    await page
      .getByRole('alert')
      .filter({ hasText: '“???”: Expected a word or a phrase' })
      .waitFor();
    await close();
  }, 40_000);

  it('[F3] [F12] compares and restores versions, also of a deleted list', async () => {
    await createList(running, 'lasting');
    await call(running.server, {
      method: 'PATCH',
      path: '/api/filters/lasting',
      token: running.token,
      body: { add: ['wug'], remove: ['blorf'] },
    });
    const { page, close } = await openAdminPage(browser, running, { path: 'lasting', complaints });
    await page.getByRole('tab', { name: 'History' }).click();
    await press(page, 'Compare version 1 with the current version');
    await page.getByText('Since then: 1 added, 1 removed.').waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Restore version 1');
    await confirm(page, 'Restore');
    await page.getByText('Restored version 1 as version 3').waitFor();
    expect(await loadList(running, 'lasting')).toMatchObject({
      version: 3,
      forbidden: sampleList.forbidden,
    });
    await press(page, 'Delete');
    await confirm(page, 'Delete');
    await page.getByRole('heading', { name: 'Word lists', level: 1 }).waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'lasting' }).count()).toBe(0);
    await page.goto(`${running.server.origin}/admin#/lists/lasting`);
    await press(page, 'Restore version 3');
    await confirm(page, 'Restore');
    await page.getByRole('grid', { name: 'entries' }).waitFor();
    await close();
  }, 40_000);

  it('[F13] keeps a draft across reloads, lists and tokens, and warns before leaving', async () => {
    await createList(running, 'kept');
    const { page, close } = await openAdminPage(browser, running, { path: 'kept', complaints });
    await addEntries(page, 'wug');
    await page.getByRole('link', { name: 'All lists' }).click();
    await page.getByText('1 added').waitFor();
    const warned = page.waitForEvent('dialog');
    await page.reload();
    expect((await warned).type()).toBe('beforeunload');
    await page.getByRole('link', { name: 'kept' }).click();
    await page.getByText('Draft: 1 added').waitFor();

    const expired = {
      status: 410,
      contentType: 'application/problem+json',
      body: '{"reason":"expired","message":"Over."}',
    };
    // Only what is published is refused: the list may still be loading its history.
    await page.route('**/api/filters/**', (route) =>
      /^P(UT|ATCH)$/.test(route.request().method()) ? route.fulfill(expired) : route.fallback(),
    );
    // This one is answered late, when there is a new token.
    const isLate = new Promise<Route>((resolve) => {
      void page.route('**/api/filters/test', resolve);
    });
    await page.getByRole('textbox', { name: /^Message\b/ }).fill('A wug');
    const late = await isLate;
    await press(page, 'Publish');
    const dialog = page.getByRole('dialog', { name: /token/ });
    await dialog.getByText('Your changes are still here.').waitFor();
    await page.unroute('**/api/filters/**');
    await dialog.getByRole('textbox').fill('nonsense');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText("This isn't an admin token").waitFor();
    await dialog.getByRole('textbox').fill(`${running.server.origin}/admin#${running.token}`);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.waitFor({ state: 'detached' });
    const answered = page.waitForResponse('**/api/filters/test');
    await late.fulfill(expired);
    await answered;
    await page.getByText('Draft: 1 added').waitFor();
    await press(page, 'Publish');
    await page.getByText('Version 2 is live').waitFor();
    await close();
  }, 40_000);

  it('[F12] shows everything and explains why with a read-only token', async () => {
    await createList(running, 'shown', { ...sampleList, forbidden: ['vimple'] });
    const { page, close } = await openAdminPage(
      browser,
      { ...running, token: await issueReadOnlyToken(running) },
      { path: 'shown', complaints },
    );
    await page.getByText('Your token is read-only (filters:read).').waitFor();
    await page.getByRole('row', { name: 'vimple' }).click();
    for (const name of ['Add', 'Import', 'Copy', 'Delete', 'Remove 1']) {
      expect(await page.getByRole('button', { name, exact: true }).isDisabled(), name).toBe(true);
    }
    await page.getByRole('textbox', { name: /^Message\b/ }).fill('A vimple');
    await page.getByText('A flower').waitFor();
    await close();
  });

  it('[F7] [F12] exports a list to a file and imports one', async () => {
    await createList(running, 'files');
    const { page, close } = await openAdminPage(browser, running, { path: 'files', complaints });
    await press(page, 'Export');
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'CSV')]);
    expect([file.suggestedFilename(), readFileSync(await file.path(), 'utf8')]).toEqual([
      'files.csv',
      expect.stringContaining('forbidden,grobnark'),
    ]);
    await press(page, 'Import');
    await page.getByLabel('Open a file').setInputFiles({
      name: 'more.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('# action: block\n!wug day\nwug\n'),
    });
    await page.getByRole('radio', { name: 'replaces the list' }).check();
    await press(page, 'Import into the draft');
    await page.getByText('Draft: 2 added, 2 removed, 1 setting changed').waitFor();
    await press(page, 'Publish');
    await page.getByText('Version 2 is live').waitFor();
    expect(await loadList(running, 'files')).toMatchObject({
      action: 'block',
      forbidden: ['wug'],
      allowed: ['wug day'],
      replacements: ['flower'],
    });
    await close();
  });

  it('[F6] [F12] finds, selects and removes among 100,000 entries by keyboard', async () => {
    const forbidden = Array.from(
      { length: 100_000 },
      (_, index) => `grob${index.toString(36)}nark`,
    );
    await createList(running, 'big', { ...sampleList, forbidden });
    const { page, close } = await openAdminPage(browser, running, { path: 'big', complaints });
    const grid = page.getByRole('grid', { name: 'entries' });
    await grid.waitFor();
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('100001');
    await grid.focus();
    await page.keyboard.press('End');
    await page.getByRole('row', { name: forbidden.at(-1) ?? '' }).waitFor();
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    const drawn = await page.evaluate<readonly number[]>(`new Promise((resolve) => {
      const grid = document.querySelector('[role=grid]'); const drawn = [];
      const step = () => {
        drawn.push(grid.querySelectorAll('[role=row]').length);
        grid.scrollTop = drawn.length * 40000;
        if (drawn.length < 60) requestAnimationFrame(step); else resolve(drawn);
      };
      requestAnimationFrame(step);
    })`);
    expect(Math.max(...drawn), 'scrolled from end to end').toBeLessThan(60);
    await page.getByRole('searchbox').fill('255r');
    await page.getByRole('row', { name: 'grob255rnark' }).waitFor();
    await grid.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Delete');
    await page.getByText('Draft: 1 removed').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByText('Draft:').count()).toBe(0);
    await close();
  }, 40_000);

  it('[F12] fits every screen into 320 px and focuses its heading', async () => {
    await createList(running, 'narrow-and-long-as-a-name-can-be-here', {
      ...sampleList,
      forbidden: ['x'.repeat(80)],
    });
    const { page, close } = await openAdminPage(browser, running, {
      path: 'narrow-and-long-as-a-name-can-be-here',
      options: { viewport: { width: 320, height: 640 } },
      complaints,
    });
    const heading = page.getByRole('heading', {
      level: 1,
      name: 'narrow-and-long-as-a-name-can-be-here',
    });
    await heading.waitFor();
    await expect.poll(() => readFocus(page)).toBe('H1');
    const fits = async (what: string) =>
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), what).toBe(
        true,
      );
    for (const tab of ['Entries', 'Allowed', 'Replacements', 'Settings', 'History']) {
      await page.getByRole('tab', { name: new RegExp(tab) }).click();
      await fits(tab);
    }
    await page.getByRole('tab', { name: 'History' }).press('Home');
    await addEntries(page, 'y'.repeat(80));
    await press(page, 'Review');
    await fits('Review');
    await page.keyboard.press('Escape');
    await expect.poll(() => readFocus(page)).toBe('Review');
    await press(page, 'Discard');
    await confirm(page, 'Discard');
    await expect.poll(() => readFocus(page)).toBe('H1');
    await page.getByRole('link', { name: 'All lists' }).click();
    await page.getByRole('link', { name: 'enterprise' }).waitFor();
    await fits('Lists');
    await close();
  });
});
