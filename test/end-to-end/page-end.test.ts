// Rooms until they expire, in a real browser: the whole story on two devices, the countdown, a
// device that sleeps through the end or an extension, a wrong clock, and the data left on the
// device. The tests run at the same time, because each takes the shortest time a room can have.

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { Room, type CreatedRoom, type CreateRoomOptions } from '../../web/client/index.ts';
import { createRoomWithLinks, extractToken } from './api.ts';
import {
  openDevice,
  enterRoom,
  waitForMessage,
  readStoredData,
  launchBrowser,
  phone,
  sendMessage,
} from './browser.ts';
import { inProcess, startServer, type Server } from './server.ts';

// All at the same time: they mostly wait.
vi.setConfig({ maxConcurrency: 6 });

let server: Server;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([
    startServer(inProcess, { ROOM_SECONDS: '60' }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await Promise.allSettled([browser.close(), server.stop()]);
});

const create = (options: CreateRoomOptions = {}): Promise<CreatedRoom> =>
  createRoomWithLinks(server, options);

async function joinAsAnn(link: string, initScript?: string): Promise<Page> {
  const { page, context } = await openDevice(browser, phone, complaints);
  if (initScript !== undefined) await context.addInitScript(initScript);
  await page.goto(link);
  await enterRoom(page, 'Ann');
  return page;
}

/** Freezes the page, as a sleeping device does: no timer runs. Returns a function that wakes it. */
async function freeze(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  return async () => {
    await session.send('Page.setWebLifecycleState', { state: 'active' });
  };
}

const readEnd = ({ room }: CreatedRoom): number => Date.parse(room.expiresAt);
/** Waits until a time. Only the clock ends these rooms. */
const waitUntil = (time: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, time - Date.now()));
  });
/** How far the countdown on the page is off, in seconds. */
async function measureError(page: Page, room: CreatedRoom): Promise<number> {
  const digits = (await page.getByRole('timer').textContent({ timeout: 1_000 })) ?? '';
  const [minutes = 0, seconds = 0] = digits.split(':').map(Number);
  return Math.abs(minutes * 60 + seconds - (readEnd(room) - Date.now()) / 1_000);
}
const bodies = (page: Page): Locator => page.getByRole('log').locator('.body');
const waitForEnd = (page: Page, timeout: number): Promise<void> =>
  page.getByRole('heading', { name: 'This room is gone' }).waitFor({ timeout });

describe.concurrent('the end of a room', () => {
  it('[P5] [P1] [P3] follows creating, joining, talking and the filter on two devices', async ({
    expect,
  }) => {
    const [desktop, mobile] = await Promise.all([
      openDevice(browser, { permissions: ['clipboard-read', 'clipboard-write'] }, complaints),
      openDevice(browser, phone, complaints),
    ]);
    const ann = desktop.page;
    await ann.goto(server.origin);
    await ann.getByText('Options').click();
    await ann.getByRole('textbox', { name: 'Topic' }).fill('Tea');
    await ann.getByRole('button', { name: 'Create a room' }).click();
    await ann.getByRole('button', { name: 'Copy link' }).click();
    await ann.getByText('Copied.').waitFor();
    const link = await ann.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toMatch(/^http:\/\/localhost:\d+\/r\/[A-Za-z0-9]+#[B-H][\w-]{22}$/);
    await enterRoom(ann, 'Ann');

    const bob = mobile.page;
    await bob.goto(link);
    await bob.getByRole('heading', { name: 'Tea' }).waitFor();
    for (const page of [ann, bob]) expect(await page.evaluate('location.href')).not.toContain('#');
    await enterRoom(bob, 'Bob');
    await ann.getByRole('complementary', { name: 'Members' }).getByText('Bob').waitFor();
    await bob.getByRole('button', { name: '2 here' }).waitFor();

    await sendMessage(ann, 'Hello from the desktop');
    await waitForMessage(bob, 'Hello from the desktop');
    await sendMessage(bob, 'I would rather have XML');
    const replaced = bodies(ann).filter({ hasText: 'I would rather have' });
    await replaced.waitFor();
    for (const page of [ann, bob]) {
      await expect
        .poll(() => bodies(page).filter({ hasText: 'I would rather have' }).textContent())
        .toBe(await replaced.textContent());
      // The visible text only: the sender can open the filter's explanation.
      expect(await page.getByRole('log').innerText()).not.toContain('XML');
    }
    await expect.poll(() => ann.locator('.message.own').getAttribute('data-state')).toBe('sent');
    expect(await bodies(ann).filter({ hasText: 'Hello from the desktop' }).count()).toBe(1);

    const clock = ann.getByRole('timer');
    const before = await clock.textContent();
    expect(before).toMatch(/^0[01]:\d\d$/);
    await expect.poll(() => clock.textContent()).not.toBe(before);

    // A reload keeps the room, the name and the messages. Markup is text.
    await bob.reload();
    await waitForMessage(bob, 'Hello from the desktop');
    await sendMessage(bob, '<img src=x onerror="document.title=1">');
    await waitForMessage(ann, '<img src=x onerror="document.title=1">');
    expect(await ann.getByRole('log').locator('img').count()).toBe(0);
    expect(await ann.title()).toBe('Tea');
    expect(await bob.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);

    for (const page of [ann, bob]) await waitForEnd(page, 70_000);
    for (const page of [ann, bob]) {
      expect(await page.getByText('Hello from the desktop').count()).toBe(0);
    }
    const late = await openDevice(browser, phone);
    await late.page.goto(link);
    await waitForEnd(late.page, 30_000);
    await bob.reload();
    await waitForEnd(bob, 30_000);
    await Promise.all([desktop, mobile, late].map(({ context }) => context.close()));
  });

  it('[P37] [P38] warns in the last minute, shows the receipt, and leaves no data', async ({
    expect,
  }) => {
    const room = await create({ title: 'Tea' });
    const page = await joinAsAnn(room.joinUrl);
    await sendMessage(page, 'A secret of ours');
    await waitForMessage(page, 'A secret of ours');
    const timer = page.getByRole('timer');
    await expect.poll(() => timer.getAttribute('class')).toContain('late');
    const warning = page.locator('[role=status]', { hasText: 'Less than a minute left.' });
    await expect.poll(() => warning.count()).toBe(1);
    await page.locator('.timer.last').waitFor({ timeout: 60_000 });
    await waitForEnd(page, 30_000);
    expect(Math.abs(Date.now() - readEnd(room))).toBeLessThan(5_000);
    const rows = page.getByRole('region', { name: 'Permanently deleted' }).locator('dl > div');
    await expect.poll(() => rows.allInnerTexts()).toContain('Messages\n1');
    await page.getByRole('button', { name: 'Save a copy' }).waitFor();
    const stored = await readStoredData(page);
    expect(stored).toContain('Ten Minute Chat');
    expect(stored).not.toMatch(/secret|Tea|eyJ/);
    expect(stored).not.toContain(extractToken(room.joinUrl));
    expect(stored.split('\n').filter((line) => line.includes(room.room.id))).toEqual([
      `{"visit:${room.room.id}":"{\\"hasEnded\\":true}"}`,
    ]);
  });

  it('[P39] shows the last screen after a sleep through the end', async () => {
    const room = await create();
    const page = await joinAsAnn(room.joinUrl);
    const wake = await freeze(page);
    await waitUntil(readEnd(room) + 1_000);
    await wake();
    await waitForEnd(page, 30_000);
  });

  it('[P39] shows the room after a sleep through an extension', async ({ expect }) => {
    const room = await create();
    const owner = Room.join({ link: room.ownerUrl, username: 'Olga', transport: WebSocket });
    const page = await joinAsAnn(room.joinUrl);
    await expect.poll(() => owner.getSnapshot().presence.length).toBe(2);
    const wake = await freeze(page);
    const extended = await owner.extend(300);
    expect(extended.ok).toBe(true);
    await waitUntil(readEnd(room) + 1_000);
    await wake();
    await expect.poll(() => page.getByRole('timer').textContent()).toMatch(/^0[34]:/);
    await sendMessage(page, 'Still here');
    await expect
      .poll(() => owner.getSnapshot().items.map(({ body }) => body))
      .toContain('Still here');
    owner.disconnect();
  });

  it.for([
    ['fast', 3_600_000],
    ['slow', -3_600_000],
  ] as const)(
    '[P1] shows the right time on a device whose clock is an hour %s',
    async ([, errorMs], { expect }) => {
      const room = await create();
      const clock = `{ const real = Date.now.bind(Date); Date.now = () => real() + (${errorMs}); }`;
      const page = await joinAsAnn(room.joinUrl, clock);
      await expect.poll(() => measureError(page, room)).toBeLessThan(3);
      await page.reload();
      await page.getByRole('log').waitFor();
      await waitForEnd(page, 70_000);
      expect(Math.abs(Date.now() - readEnd(room))).toBeLessThan(5_000);
    },
  );
});

describe('a clock that is set while the page is open', () => {
  it.for([
    ['11 minutes ahead', 660_000],
    ['5 minutes back', -300_000],
  ] as const)(
    '[P1] [P39] [K19] is right in the room and on the join screen, %s',
    async ([, byMs]) => {
      const room = await create({ seconds: 120 });
      const change = `{
        const readDevice = Date.now.bind(Date);
        Date.now = () => readDevice() + (${byMs});
      }`;
      const inside = await joinAsAnn(room.joinUrl);
      const { page: outside } = await openDevice(browser, phone, complaints);
      await outside.goto(room.joinUrl);
      for (const page of [inside, outside]) await page.getByRole('timer').waitFor();

      for (const page of [inside, outside]) await page.evaluate(change);
      for (const page of [inside, outside]) {
        // The countdown may be wrong for as long as the server takes to answer.
        await expect.poll(() => measureError(page, room)).toBeLessThan(3);
        expect(await page.getByText('This room is gone').count()).toBe(0);
      }
      await enterRoom(outside, 'Bob');
      await sendMessage(outside, 'Still here');
      await waitForMessage(inside, 'Still here');
      expect(await measureError(outside, room)).toBeLessThan(3);
    },
  );
});

it('[P35] causes no policy violation or console error', () => {
  expect(complaints).toEqual([]);
});
