// Talking in a real browser: the filter, commands, private messages, links, emoji, drafts, the
// keyboard, and a device with a wrong clock.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeRoom } from './api.ts';
import {
  openDevice,
  enterRoom,
  waitForMessage,
  launchBrowser,
  phone,
  sendMessage,
  type ContextOptions,
} from './browser.ts';
import { inProcess, startServer, type Server } from './server.ts';

const directory = mkdtempSync(join(tmpdir(), 'room-talk-'));
let server: Server;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  const tokenFile = join(directory, 'token');
  [server, browser] = await Promise.all([
    startServer(inProcess, { ADMIN_TOKEN_FILE: tokenFile }),
    launchBrowser(),
  ]);
  const { status } = await call(server, {
    method: 'PUT',
    path: '/api/filters/blocking',
    token: readFileSync(tokenFile, 'utf8').trim(),
    headers: { 'if-none-match': '*' },
    body: { language: 'en', forbidden: ['vilework'], action: 'block', tell: 'why' },
  });
  expect(status).toBe(201);
});
afterAll(async () => {
  // Errors after the server has stopped do not count.
  const recorded = [...complaints];
  await Promise.allSettled([browser.close(), server.stop()]);
  rmSync(directory, { recursive: true });
  expect(recorded).toEqual([]);
});

async function joinRoom(link: string, name: string, options: ContextOptions = {}): Promise<Page> {
  const { page } = await openDevice(browser, options, complaints);
  await page.goto(link);
  await enterRoom(page, name);
  return page;
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const message = (page: Page, text: string) => page.locator('.message').filter({ hasText: text });

describe('talking', () => {
  it('[P13] [P6] explains replaced words, and lets the sender edit a blocked message', async () => {
    const { joinUrl } = await makeRoom(server);
    const [ann, bob] = await Promise.all([
      joinRoom(joinUrl, 'Ann'),
      joinRoom(joinUrl, 'Bob', phone),
    ]);
    await sendMessage(ann, 'I would rather have XML now');
    const own = message(ann, 'I would rather have');
    const mark = own.getByRole('button', { name: 'Filtered' });
    await mark.focus();
    await ann.keyboard.press('Enter');
    const now = (await own.locator('.replaced').textContent()) ?? '';
    await ann.getByText(`“XML” became “${now}”.`).waitFor();
    await ann.keyboard.press('Escape');
    await ann.getByText('“XML” became').waitFor({ state: 'hidden' });
    await message(bob, `I would rather have ${now} now`).waitFor();
    expect(await message(bob, now).getByRole('button').count()).toBe(0);

    await sendMessage(ann, 'what a vilework this is');
    const blocked = message(ann, 'what a vilework');
    await blocked.getByText('Blocked: “vilework”.').waitFor();
    await expect.poll(() => blocked.getAttribute('data-state')).toBe('failed');
    await blocked.getByRole('button', { name: 'Edit' }).click();
    await expect.poll(() => field(ann).inputValue()).toBe('what a vilework this is');
    await field(ann).fill('what a work this is');
    await field(ann).press('Enter');
    await waitForMessage(bob, 'what a work this is');
    await expect.poll(() => ann.getByText('vilework').count()).toBe(0);
  });

  it('[P7] runs commands and explains unknown ones without sending them', async () => {
    const { joinUrl } = await makeRoom(server);
    const [ann, bob, cy] = await Promise.all([
      joinRoom(joinUrl, 'Ann'),
      joinRoom(joinUrl, 'Bob Bird'),
      joinRoom(joinUrl, 'Cy', phone),
    ]);
    for (const name of ['Bob Bird', 'Cy']) {
      await ann
        .getByRole('complementary', { name: 'Members' })
        .getByRole('button', { name })
        .waitFor();
    }
    await sendMessage(ann, '/frob x');
    await ann.getByText('/frob isn’t a command').waitFor();
    expect(await field(ann).inputValue()).toBe('/frob x');
    await sendMessage(ann, '//frob x');
    await waitForMessage(bob, '/frob x');
    await sendMessage(ann, '/me waves');
    await expect
      .poll(() => message(bob, 'waves').locator('.body').textContent())
      .toBe('* Ann waves');
    await sendMessage(ann, '/help');
    await ann.getByRole('dialog', { name: 'What you can type' }).waitFor();
    await ann.keyboard.press('Escape');
    await expect.poll(() => ann.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');

    await sendMessage(ann, '/msg bob bird just for you');
    await message(bob, 'just for you').getByText('Only you and Ann can see this').waitFor();
    await message(ann, 'just for you').getByText('Only you and Bob Bird can see this').waitFor();
    await sendMessage(ann, '/msg nobody at all');
    await ann.getByText('Nobody here is called nobody.').waitFor();
    await sendMessage(ann, '/nick Ada');
    await ann.getByText('You’re now Ada.').waitFor();
    await sendMessage(ann, 'for all');
    await waitForMessage(cy, 'for all');
    expect(await cy.getByRole('log').textContent()).not.toContain('just for you');
    await cy.getByRole('log').getByText('Ada', { exact: true }).waitFor();
  });

  it('[P15] [P42] writes to one member until canceled, by tap or keyboard', async () => {
    const { joinUrl } = await makeRoom(server);
    // The first in the list, which is in order of arrival.
    const ann = await joinRoom(joinUrl, 'Ann');
    const [bob, cy] = await Promise.all([joinRoom(joinUrl, 'Bob'), joinRoom(joinUrl, 'Cy', phone)]);
    const members = ann.getByRole('complementary', { name: 'Members' });
    for (const name of ['Bob', 'Cy']) await members.getByRole('button', { name }).waitFor();
    await members.getByRole('heading', { name: 'Here now: 3' }).waitFor();
    await members.getByRole('button', { name: 'Ann' }).focus();
    await ann.keyboard.press('End');
    const active = (): Promise<string> =>
      ann.evaluate<string>('document.activeElement.textContent');
    await expect.poll(active).toMatch(/^(Bob|Cy)$/);
    const chosen = await active();
    await ann.keyboard.press('Enter');
    await ann
      .getByRole('dialog', { name: chosen })
      .getByRole('button', { name: 'Send a private message' })
      .click();
    await ann.getByText(`Only ${chosen} will see this`).waitFor();
    await expect.poll(() => ann.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await ann.keyboard.type('a secret');
    await ann.keyboard.press('Enter');
    await message(chosen === 'Bob' ? bob : cy, 'a secret').waitFor();
    await ann.keyboard.press('Escape');
    await expect.poll(() => ann.getByText(`Only ${chosen} will see this`).count()).toBe(0);
    await sendMessage(ann, 'for all');
    await Promise.all([waitForMessage(bob, 'for all'), waitForMessage(cy, 'for all')]);
    expect(await (chosen === 'Bob' ? cy : bob).getByRole('log').textContent()).not.toContain(
      'a secret',
    );

    const membersButton = cy.getByRole('button', { name: '3 here' });
    for (const width of [390, 375, 360, 320]) {
      await cy.setViewportSize({ width, height: 568 });
      await membersButton.getByText('3', { exact: true }).waitFor();
      await membersButton.locator('svg').waitFor();
    }
    await membersButton.click();
    await cy
      .getByRole('complementary', { name: 'Members' })
      .getByRole('button', { name: 'Bob' })
      .click();
    const about = cy.getByRole('dialog', { name: 'Bob' });
    await about.waitFor();
    await cy.keyboard.press('Escape');
    await about.waitFor({ state: 'hidden' });
    await cy.keyboard.press('Escape');
    await expect.poll(() => cy.getByRole('complementary', { name: 'Members' }).count()).toBe(0);
    await expect
      .poll(() => cy.evaluate('document.activeElement.getAttribute("aria-controls")'))
      .toBe('members');
  });

  it('[P19] keeps a private draft for its member when the name passes to another', async () => {
    const { joinUrl } = await makeRoom(server);
    const ann = await joinRoom(joinUrl, 'Ann');
    const [bob, eve] = await Promise.all([
      joinRoom(joinUrl, 'Bob'),
      joinRoom(joinUrl, 'Eve', phone),
    ]);
    const members = ann.getByRole('complementary', { name: 'Members' });
    for (const name of ['Bob', 'Eve']) await members.getByRole('button', { name }).waitFor();
    await sendMessage(ann, '/msg Bob');
    await ann.getByText('Only Bob will see this').waitFor();
    await field(ann).fill('the first secret');

    await sendMessage(bob, '/nick Robert');
    await bob.getByText('You’re now Robert.').waitFor();
    await sendMessage(eve, '/nick Bob');
    await eve.getByText('You’re now Bob.').waitFor();
    await ann.getByText('Bob is now called Robert. Only Robert will see this').waitFor();
    await members.getByRole('button', { name: 'Bob' }).waitFor();
    await ann.reload();
    await ann.getByText('Bob is now called Robert. Only Robert will see this').waitFor();
    expect(await field(ann).inputValue()).toBe('the first secret');
    await field(ann).press('Enter');
    await message(bob, 'first secret').getByText('Only you and Ann can see this').waitFor();
    await message(ann, 'first secret').getByText('Only you and Robert can see this').waitFor();
    await ann.getByText('Only Robert will see this', { exact: true }).waitFor();

    await message(bob, 'first secret').getByRole('button', { name: 'Reply privately' }).click();
    await bob.getByText('Only Ann will see this').waitFor();
    await sendMessage(bob, 'the answer');
    await waitForMessage(ann, 'the answer');

    await bob.close();
    await ann.getByText('Robert has left. Choose someone else').waitFor();
    await sendMessage(ann, 'the second secret');
    await ann.getByText('Not sent: Robert has left.').waitFor();
    expect(await field(ann).inputValue()).toBe('the second secret');
    await ann.getByRole('button', { name: 'Message everyone' }).click();
    await sendMessage(ann, '\u200B／msg Robert psst');
    await ann.getByText('Nobody here is called Robert.').waitFor();
    await sendMessage(ann, 'for all');
    await waitForMessage(eve, 'for all');
    expect(await eve.getByRole('log').textContent()).not.toMatch(/secret|answer|psst/);
  });

  it('[P8] [P9] opens links safely, and completes emoji with the keyboard', async () => {
    const { joinUrl } = await makeRoom(server);
    const [ann, bob] = await Promise.all([
      joinRoom(joinUrl, 'Ann'),
      joinRoom(joinUrl, 'Bob', phone),
    ]);
    // The first colon loads the table of emoji, which comes after the last one.
    await field(ann).fill('Well :+1:');
    await expect.poll(() => field(ann).inputValue()).toBe('Well 👍');
    // Sent while the table comes, a text does not return to the field.
    await sendMessage(bob, 'Hi :tada:');
    await waitForMessage(ann, 'Hi');
    const requests: string[] = [];
    bob.on('request', (request) => requests.push(request.url()));
    await sendMessage(ann, 'See https://tea.example/pot. Or https://bank.example@evil.example/');
    const link = bob.getByRole('log').getByRole('link');
    await link.first().waitFor();
    expect(
      await bob.evaluate(
        `[...document.querySelectorAll('.scroll a')].map(({ textContent, href, target, rel }) =>
          [textContent, href, target, rel].join(' '))`,
      ),
    ).toEqual([
      'https://tea.example/pot https://tea.example/pot _blank noopener noreferrer nofollow',
    ]);
    expect(requests.filter((url) => url.includes('tea.example'))).toEqual([]);

    await field(ann).pressSequentially('Well :tad');
    const list = ann.getByRole('listbox', { name: 'Suggestions' });
    await list.getByRole('option', { name: ':tada:' }).waitFor();
    const active = (await field(ann).getAttribute('aria-activedescendant')) ?? '';
    expect(await ann.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true');
    await ann.keyboard.press('Enter');
    await expect.poll(() => field(ann).inputValue()).toBe('Well 🎉 ');
    await ann.keyboard.type(':smile:');
    await expect.poll(() => field(ann).inputValue()).toBe('Well 🎉 😄');
    await ann.keyboard.press('Enter');
    await waitForMessage(bob, 'Well 🎉 😄');
    await sendMessage(ann, ':+1:');
    await expect.poll(() => bob.locator('.message.lone .body').allTextContents()).toEqual(['👍']);
    expect(await field(bob).inputValue()).toBe('');
  });

  it('[T18] [P21] makes no links where they are plain, and sends no confirmed word', async () => {
    const { joinUrl } = await makeRoom(server, { filter: { links: 'plain' } });
    const page = await joinRoom(joinUrl, 'Ann');
    await field(page).fill('https://tea.example/x example.com');
    // Safari's Enter that confirms a word.
    await page.evaluate(`document.querySelector('.composer textarea').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }))`);
    expect(await field(page).inputValue()).toBe('https://tea.example/x example.com');
    await field(page).press('Enter');
    // Until the server has filtered it, the address is a link.
    await page.locator('.message.own[data-state=sent]').waitFor();
    await expect.poll(() => page.getByRole('log').getByRole('link').count()).toBe(0);
    await page.context().close();
  });

  it('[P20] folds long messages, and sends neither blanks nor files', async () => {
    const { joinUrl } = await makeRoom(server);
    const page = await joinRoom(joinUrl, 'Ann', phone);
    await sendMessage(page, `Top${'\n'.repeat(300)}https://tea.example/`);
    const body = message(page, 'Top').locator('.body');
    const readHeight = async (): Promise<number> => (await body.boundingBox())?.height ?? 0;
    const more = page.getByRole('button', { name: 'Show more' });
    await more.waitFor();
    expect(await readHeight()).toBeLessThan(600);
    await more.click();
    await expect.poll(readHeight).toBeGreaterThan(3_000);
    await page.getByRole('button', { name: 'Show less' }).press('Enter');
    await expect.poll(readHeight).toBeLessThan(600);
    await expect.poll(() => more.getAttribute('aria-expanded')).toBe('false');
    // Back from the button to the folded link.
    await page.keyboard.press('Shift+Tab');
    await expect.poll(readHeight).toBeGreaterThan(3_000);

    await field(page).fill('\u2800 \u3164\u0301');
    const send = page.getByRole('button', { name: 'Send' });
    await expect.poll(() => send.getAttribute('aria-disabled')).toBe('true');
    await field(page).press('Enter');
    expect(await field(page).inputValue()).toBe('\u2800 \u3164\u0301');

    for (const [type, constructor] of [
      ['drop', 'DragEvent'],
      ['paste', 'ClipboardEvent'],
    ] as const) {
      const isRefused = await page.evaluate<boolean>(`{
        const files = new DataTransfer();
        files.items.add(new File(['x'], 'cat.png', { type: 'image/png' }));
        const init = { bubbles: true, cancelable: true, dataTransfer: files, clipboardData: files };
        const event = new ${constructor}('${type}', init);
        !document.querySelector('.composer textarea').dispatchEvent(event);
      }`);
      expect(isRefused).toBe(true);
      await page.getByText('Only text can be sent here.').waitFor();
      await sendMessage(page, `after the ${type}`);
      await page.getByText('Only text can be sent here.').waitFor({ state: 'hidden' });
    }
    await page.context().close();
  });

  it('[P16] keeps a draft across a reload, and removes it when the room ends', async () => {
    const room = await makeRoom(server);
    const ann = await joinRoom(room.joinUrl, 'Ann');
    await field(ann).fill('half a thou');
    await ann.reload();
    await expect.poll(() => field(ann).inputValue()).toBe('half a thou');
    await field(ann).press('Shift+Enter');
    await ann.keyboard.type('ght');
    await expect.poll(() => field(ann).inputValue()).toBe('half a thou\nght');
    expect(await ann.evaluate('JSON.stringify(sessionStorage)')).toContain('half a thou');
    await call(server, { method: 'GET', path: `/api/rooms/${room.id}`, token: room.owner });
    const owner = await joinRoom(room.joinUrl.replace(/#.*/, `#${room.owner}`), 'Olga');
    await owner.getByRole('button', { name: 'Manage' }).click();
    await owner.getByRole('button', { name: 'Close room' }).click();
    const question = owner.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Close room' }).click();
    await ann.getByRole('heading', { name: 'This room is gone' }).waitFor();
    await expect
      .poll(() => ann.evaluate('JSON.stringify(sessionStorage) + JSON.stringify(localStorage)'))
      .not.toContain('half a thou');
  });

  it('[P1] [P17] shows the server’s time on a device whose clock is wrong', async () => {
    const { joinUrl } = await makeRoom(server);
    const { page: ann } = await openDevice(browser, { timezoneId: 'UTC' }, complaints);
    await ann.clock.install({ time: Date.now() + 3_600_000 });
    await ann.goto(joinUrl);
    await enterRoom(ann, 'Ann');
    const [left] = await ann.getByRole('timer').allTextContents();
    expect(left).toMatch(/^(10:00|09:[45]\d)$/);
    await sendMessage(ann, 'what time is it');
    const own = message(ann, 'what time is it');
    await expect.poll(() => own.getAttribute('data-state')).toBe('sent');
    const shown = Date.parse((await own.locator('time').getAttribute('datetime')) ?? '');
    expect(Math.abs(shown - Date.now())).toBeLessThan(60_000);
    const minute = new Intl.DateTimeFormat('en-GB', {
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'UTC',
    }).format(shown);
    expect(await own.locator('time').textContent()).toBe(minute);
  });

  it('[P18] turns on notifications and sound only by choice, and remembers it', async () => {
    const { joinUrl } = await makeRoom(server);
    const ann = await joinRoom(joinUrl, 'Ann', phone);
    // Chromium's headless shell denies notifications, even to a context with the permission.
    const allow = `{
      let permission = 'default';
      Object.defineProperty(Notification, 'permission', { get: () => permission });
      Notification.requestPermission = async () => (permission = 'granted');
      if (localStorage.getItem('alerts:notify') !== null) permission = 'granted';
    }`;
    await ann.evaluate(allow);
    await ann.context().addInitScript(allow);
    await ann.getByRole('button', { name: 'Menu' }).click();
    const notify = ann.getByRole('switch', { name: 'Notify me' });
    const sound = ann.getByRole('switch', { name: 'Sound' });
    for (const one of [notify, sound]) expect(await one.getAttribute('aria-checked')).toBe('false');
    await notify.click();
    await sound.click();
    for (const one of [notify, sound]) {
      await expect.poll(() => one.getAttribute('aria-checked')).toBe('true');
    }
    await ann.reload();
    await ann.getByRole('button', { name: 'Menu' }).click();
    for (const one of [notify, sound]) {
      await expect.poll(() => one.getAttribute('aria-checked')).toBe('true');
    }
    await sound.click();
    await expect.poll(() => ann.evaluate('localStorage.getItem("alerts:sound")')).toBeNull();
  });
});
