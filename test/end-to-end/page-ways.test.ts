// The ways into a room, in a real browser: create, share, join in two actions. And every refusal,
// with its text and the button that helps. Owners and the end of rooms are in page-owner.test.ts
// and page-end.test.ts.

import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { Room, type CreatedRoom, type CreateRoomOptions } from '../../web/client/index.ts';
import { createRoomWithLinks } from './api.ts';
import {
  openDevice,
  enterRoom,
  waitForMessage,
  launchBrowser,
  readStoredData,
  phone,
  sendMessage,
} from './browser.ts';
import { inProcess, startServer, type Server } from './server.ts';

let server: Server;
let browser: Browser;
const complaints: string[] = [];
const guests: Room[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
});
afterAll(async () => {
  for (const guest of guests) guest.disconnect();
  await Promise.allSettled([browser.close(), server.stop()]);
});

const create = (options?: CreateRoomOptions): Promise<CreatedRoom> =>
  createRoomWithLinks(server, options);

function joinGuest(link: string, name: string): Promise<Room> {
  return new Promise((resolve) => {
    const room = Room.join({ link, username: name, transport: WebSocket });
    guests.push(room);
    room.on('status', ({ kind }) => {
      if (kind === 'joined') resolve(room);
    });
  });
}

const openPage = async (address: string, recorded: string[] = complaints): Promise<Page> => {
  const { page } = await openDevice(browser, phone, recorded);
  page.on('request', (request) => {
    if (!request.url().startsWith(`${server.origin}/`)) {
      complaints.push(`Request to a third party: ${request.url()}`);
    }
  });
  await page.goto(address);
  return page;
};
const waitForHeading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const respondWith =
  (status: number, reason: string) =>
  (route: Route): Promise<void> =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ reason, message: reason }),
    });

describe('creating a room', () => {
  it('[P30] [P23] takes one action and offers the link to copy, scan, watch and own', async () => {
    const { page, context } = await openDevice(
      browser,
      { permissions: ['clipboard-read', 'clipboard-write'] },
      complaints,
    );
    await page.addInitScript(`navigator.share = () =>
      Promise.reject(new DOMException('Not allowed here', 'NotAllowedError'))`);
    await page.goto(server.origin);
    await page.getByRole('button', { name: 'Create a room' }).click();
    await waitForHeading(page, 'Your room is open');
    const clipboard = (): Promise<string> =>
      page.evaluate<string>('navigator.clipboard.readText()');

    await page.getByRole('button', { name: 'Share…' }).click();
    await page.getByText('Sharing didn’t work, so the link was copied').waitFor();
    const shared = await clipboard();
    await page.getByRole('button', { name: 'Copy link' }).first().click();
    await page.getByText('Copied.').first().waitFor();
    const link = await clipboard();
    expect(shared).toBe(link);
    expect(await page.getByRole('textbox', { name: 'Link to this room' }).inputValue()).toBe(link);
    await page.getByText('More links').click();
    const [watchButton, ownerButton] = ['Copy link Watch only', 'Copy link Owner'].map((name) =>
      page.getByRole('button', { name, disabled: false }),
    );
    await watchButton?.click();
    await expect.poll(clipboard).not.toBe(link);
    const watchLink = await clipboard();
    await ownerButton?.click();
    await expect.poll(clipboard).not.toBe(watchLink);
    expect(new Set([link, watchLink, await clipboard()]).size).toBe(3);

    const watcher = await openPage(watchLink);
    await watcher.getByText('You’re watching').waitFor();
    expect(await watcher.locator('.composer').count()).toBe(0);
    await watcher.context().close();

    await page.getByRole('button', { name: 'Enlarge the QR code' }).click();
    const code = page.locator('.projected svg');
    await code.waitFor();
    // Each module is a whole number of pixels, with a quiet zone of four modules.
    const width = Number(await code.getAttribute('width'));
    const [, , modules] = ((await code.getAttribute('viewBox')) ?? '').split(' ').map(Number);
    expect(width % Number(modules)).toBe(0);
    expect(width).toBeGreaterThan(350);
    await page.keyboard.press('Escape');
    await code.waitFor({ state: 'hidden' });
    await context.close();
  });

  it('[P31] sends the chosen options to the server', async () => {
    const page = await openPage(server.origin);
    await page.getByText('Options').click();
    await page.getByRole('textbox', { name: 'Topic' }).fill('Tea');
    await page.getByRole('combobox', { name: 'Length' }).selectOption('300');
    await page.getByRole('combobox', { name: 'Slow mode' }).selectOption('10');
    await page.getByRole('combobox', { name: 'What latecomers can read' }).selectOption('0');
    const lists = page.getByRole('group', { name: 'Words to filter' });
    await lists.getByRole('checkbox', { name: /enterprise/ }).uncheck();
    const request = page.waitForRequest((sent) => sent.method() === 'POST');
    await page.getByRole('button', { name: 'Create a room' }).click();
    expect((await request).postDataJSON()).toEqual({
      title: 'Tea',
      seconds: 300,
      slow: 10,
      capacity: 0,
      filter: { lists: ['english-profanity'] },
    });
    await waitForHeading(page, 'Your room is open');
    await expect.poll(() => page.getByRole('timer').textContent()).toMatch(/^0[45]:\d\d$/);
    await enterRoom(page, 'Ann');
    await sendMessage(page, 'XML it is');
    await waitForMessage(page, 'XML it is');
    await page.context().close();
  });

  it('[P31] says why it failed and when to try again', async () => {
    const page = await openPage(server.origin, []);
    await page.route('**/api/rooms', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        body: '{"reason":"rate_limited","retry_after":300}',
      }),
    );
    await page.getByRole('button', { name: 'Create a room' }).click();
    await page.getByRole('alert').getByText('Try again in 5 minutes').waitFor();
    await page.context().close();
  });
});

describe('joining', () => {
  it('[P32] takes two actions from the link to the first message', async () => {
    const { joinUrl } = await create({ title: 'Tea' });
    const ann = await joinGuest(joinUrl, 'Ann');
    const { page } = await openDevice(browser, phone, complaints);
    const started = performance.now();
    let actions = 0;
    await page.goto(joinUrl);
    await page.getByRole('button', { name: 'Join' }).tap();
    actions += 1;
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.fill('Hello');
    await field.press('Enter');
    actions += 1;
    await expect.poll(() => ann.getSnapshot().items.map(({ body }) => body)).toEqual(['Hello']);
    const milliseconds = Math.round(performance.now() - started);
    console.log(`From the link to the first message: ${actions} actions, ${milliseconds} ms.`);
    expect(actions).toBe(2);
    expect(ann.getSnapshot().items[0]?.name).toMatch(/^\p{L}+ \p{L}+$/u);
    await page.context().close();
  });

  it('[P33] remembers the name, and explains a refused one next to the focused field', async () => {
    const { joinUrl } = await create();
    await joinGuest(joinUrl, 'Ann');
    const page = await openPage(joinUrl);
    const field = page.getByRole('textbox', { name: 'Your name' });
    const suggested = await field.inputValue();
    await page.getByRole('button', { name: 'Suggest another name' }).click();
    await expect.poll(() => field.inputValue()).not.toBe(suggested);
    await field.fill('x'.repeat(33));
    await page.getByRole('alert').getByText('at most 32 characters').waitFor();
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('ANN');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('alert').getByText('is in use here. If it’s yours, go back').waitFor();
    await expect.poll(() => field.and(page.locator(':focus')).count()).toBe(1);
    await enterRoom(page, 'Bo');
    await page.goto((await create()).joinUrl);
    await expect.poll(() => field.inputValue()).toBe('Bo');
    await page.context().close();
  });
});

describe('leaving', () => {
  it('[P22] frees the name, asks only about unsent text, and shows the way back', async () => {
    const { joinUrl, ownerUrl } = await create({ title: 'Tea' });
    const ann = await joinGuest(ownerUrl, 'Ann');
    const listNames = (): readonly string[] => ann.getSnapshot().presence.map(({ name }) => name);
    const page = await openPage(joinUrl);
    await enterRoom(page, 'Bo');
    await expect.poll(listNames).toContain('Bo');
    await page.goto(server.origin);
    await page.getByRole('button', { name: 'Return to “Tea”' }).click();
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.fill('unsent');
    const leave = page.getByRole('button', { name: 'Leave the room' });
    await page.getByRole('button', { name: 'Menu' }).click();
    await leave.click();
    const question = page.getByRole('alertdialog', { name: 'Leave without sending?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await field.fill('');
    await ann.lock();
    await page.getByRole('button', { name: 'Menu' }).click();
    await leave.getByText('You can’t come back until the owner unlocks it').waitFor();
    await leave.click();
    await waitForHeading(page, 'Talk for ten minutes');
    expect(new URL(page.url()).pathname).toBe('/');
    await expect.poll(listNames).toEqual(['Ann']);
    expect(await page.getByRole('button', { name: /^Return/ }).count()).toBe(0);
    await page.context().close();
  });
});

describe('a refusal', () => {
  it('[P34] explains a wrong link and offers a new room', async () => {
    const page = await openPage(`${server.origin}/r/nowhere#nothing`, []);
    await waitForHeading(page, 'This link doesn’t work');
    await page.getByRole('button', { name: 'Create a new room' }).click();
    await waitForHeading(page, 'Your room is open');
    await page.context().close();
  });

  it('[P24] shows a page at an address that has none, and leads home', async () => {
    const page = await openPage(`${server.origin}/nothing`, []);
    await waitForHeading(page, 'There’s nothing here');
    // Its style sheet passes the page's own policy.
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(ground).not.toBe('rgba(0, 0, 0, 0)');
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await waitForHeading(page, 'Talk for ten minutes');
    await page.context().close();
  });

  it('[P34] shows a locked room before the join, and its unlocking', async () => {
    const { joinUrl, ownerUrl } = await create();
    const owner = await joinGuest(ownerUrl, 'Ann');
    await owner.lock();
    const page = await openPage(joinUrl);
    await waitForHeading(page, 'This room is locked');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Checked just now').waitFor();
    await owner.lock(false);
    await page.getByRole('button', { name: 'Join' }).waitFor();
    await page.context().close();
  });

  it('[P34] explains an ended room, a full room and a used-up link', async () => {
    const [over, full, few] = await Promise.all([create({ title: 'Tea' }), create(), create()]);
    await (await joinGuest(over.ownerUrl, 'Ann')).close();
    const late = await openPage(over.joinUrl, []);
    await waitForHeading(late, 'This room is gone');
    await late.getByRole('button', { name: 'Create a new room' }).click();
    await waitForHeading(late, 'Your room is open');

    const outside = await openPage('about:blank', []);
    await outside.route(`**/api/rooms/${full.room.id}`, respondWith(409, 'room_full'));
    await outside.goto(full.joinUrl);
    await waitForHeading(outside, 'This room is full');
    await outside.unroute(`**/api/rooms/${full.room.id}`);
    await outside.getByRole('button', { name: 'Try again' }).click();
    await outside.getByRole('button', { name: 'Join' }).waitFor();

    const owner = await joinGuest(few.ownerUrl, 'Ann');
    const once = await owner.createLink({ uses: 1 });
    if (!once.ok) throw new Error(once.message);
    await joinGuest(once.value, 'Bo');
    const second = await openPage(once.value, []);
    await second.getByRole('button', { name: 'Join' }).click();
    await waitForHeading(second, 'This invite is full');
    await Promise.all([late, outside, second].map((page) => page.context().close()));
  });

  it('[P34] explains a kick, forgets the visit, and says whose name is refused', async () => {
    const { joinUrl, ownerUrl } = await create({ title: 'Tea' });
    const owner = await joinGuest(ownerUrl, 'Ann');
    const page = await openPage(joinUrl, []);
    await enterRoom(page, 'Bo');
    await owner.kick('Bo');
    await waitForHeading(page, 'You were removed from this room');
    expect(await readStoredData(page)).not.toMatch(/Tea|eyJ|"token"/);
    await page.reload();
    await waitForHeading(page, 'You were removed from this room');
    await page.goto(server.origin);
    await page.getByRole('button', { name: 'Create a room' }).waitFor();
    expect(await page.getByRole('button', { name: /^Return/ }).count()).toBe(0);

    await page.goto(joinUrl);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Bo');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('The owner removed this name from the room').waitFor();
    await page.getByRole('textbox', { name: 'Your name' }).fill('You');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('That name can’t be used.').waitFor();
    await enterRoom(page, 'Bob');
    await page.context().close();
  });

  it('[P34] recovers by itself from an unreachable server and a lost network', async () => {
    const { joinUrl } = await create();
    const page = await openPage('about:blank', []);
    await page.route('**/api/rooms/*', respondWith(503, 'unavailable'));
    await page.goto(joinUrl);
    await waitForHeading(page, 'We can’t reach the server');
    await page.context().setOffline(true);
    await waitForHeading(page, 'You’re offline');
    await page.unroute('**/api/rooms/*');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Join' }).waitFor();
    await page.context().close();
  });
});

it('[P40] serves the manifest and its icons in the required sizes', async () => {
  const page = await openPage(server.origin);
  const address = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await fetch(`${server.origin}${address ?? ''}`)).json()) as {
    display: string;
    start_url: string;
    icons: { src: string; sizes: string; type: string; purpose: string }[];
  };
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/' });
  expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
  );
  const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
  for (const src of [...manifest.icons.map((icon) => icon.src), apple ?? '']) {
    const icon = await fetch(`${server.origin}${src}`);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([
      200,
      src.endsWith('.svg') ? 'image/svg+xml' : 'image/png',
    ]);
  }
  await page.evaluate('navigator.serviceWorker.ready');
  await page.context().close();
});

it('[P35] [P40] causes no third-party request, policy violation or console error', () => {
  expect(complaints).toEqual([]);
});
