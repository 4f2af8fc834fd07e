// Rooms up to their natural end, in a real browser, all at once since each takes the shortest life
// a room can have: the whole story on two devices, the countdown's moods, a lid that was closed
// over the end, and over an extension, a device whose clock is wrong, and what is left on the
// device.

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { Room, type CreatedRoom, type CreateRoomOptions } from '../../web/client/index.ts';
import { createdRoom } from './api.ts';
import { deviceIn, enter, heard, keptIn, launchBrowser, phone, say } from './browser.ts';
import { inProcess, startServer, type Server } from './server.ts';

// All of them at once: they mostly wait.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 6 });

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

const made = (wish: CreateRoomOptions = {}): Promise<CreatedRoom> => createdRoom(server, wish);

async function inside(link: string, before?: string): Promise<Page> {
  const { page, context } = await deviceIn(browser, phone, complaints);
  if (before !== undefined) await context.addInitScript(before);
  await page.goto(link);
  await enter(page, 'Ann');
  return page;
}

/**
 * The page is stopped in its tracks, as when the lid is closed: no timer of it runs and nothing
 * reaches it.
 */
async function closeLid(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  return async () => {
    await session.send('Page.setWebLifecycleState', { state: 'active' });
  };
}

const endOf = ({ room }: CreatedRoom): number => Date.parse(room.expiresAt);
/** Nothing but the clock says when a room is over. */
const until = (time: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, time - Date.now()));
  });
const bodies = (page: Page): Locator => page.getByRole('log').locator('.body');
const gone = (page: Page, timeout: number): Promise<void> =>
  page.getByRole('heading', { name: 'This room is gone' }).waitFor({ timeout });

describe.concurrent('the end of a room', () => {
  it('[P5] [P1] [P3] create a room, open its link in a second browser, talk, see the word replaced, the clock run, and the room end', async ({
    expect,
  }) => {
    const [desktop, mobile] = await Promise.all([
      deviceIn(browser, { permissions: ['clipboard-read', 'clipboard-write'] }, complaints),
      deviceIn(browser, phone, complaints),
    ]);
    const ann = desktop.page;
    await ann.goto(server.origin);
    await ann.getByText('Options').click();
    await ann.getByRole('textbox', { name: 'Topic' }).fill('Tea');
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
    const replaced = bodies(ann).filter({ hasText: 'I would rather have' });
    await replaced.waitFor();
    for (const page of [ann, bob]) {
      await expect
        .poll(() => bodies(page).filter({ hasText: 'I would rather have' }).textContent())
        .toBe(await replaced.textContent());
      // In sight: who wrote it can ask what the filter changed.
      expect(await page.getByRole('log').innerText()).not.toContain('XML');
    }
    await expect.poll(() => ann.locator('.message.own').getAttribute('data-state')).toBe('sent');
    expect(await bodies(ann).filter({ hasText: 'Hello from the desktop' }).count()).toBe(1);

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

    for (const page of [ann, bob]) await gone(page, 70_000);
    for (const page of [ann, bob]) {
      expect(await page.getByText('Hello from the desktop').count()).toBe(0);
    }
    const late = await deviceIn(browser, phone);
    await late.page.goto(link);
    await gone(late.page, 10_000);
    await bob.reload();
    await gone(bob, 10_000);
    await Promise.all([desktop, mobile, late].map(({ context }) => context.close()));
  });

  it('[P37] [P38] the time warms in the last minute, which is said once, beats in the last seconds, and the receipt follows; nothing is left on the device', async ({
    expect,
  }) => {
    const room = await made({ title: 'Tea' });
    const page = await inside(room.joinUrl);
    await say(page, 'A secret of ours');
    await heard(page, 'A secret of ours');
    const timer = page.getByRole('timer');
    await expect.poll(() => timer.getAttribute('class')).toContain('late');
    const said = page.locator('[role=status]', { hasText: 'Less than a minute left.' });
    await expect.poll(() => said.count()).toBe(1);
    await page.locator('.timer.last').waitFor({ timeout: 60_000 });
    await gone(page, 20_000);
    expect(Math.abs(Date.now() - endOf(room))).toBeLessThan(5_000);
    const rows = page.getByRole('region', { name: 'Permanently deleted' }).locator('dl > div');
    await expect.poll(() => rows.allInnerTexts()).toContain('Messages\n1');
    await page.getByRole('button', { name: 'Save a copy' }).waitFor();
    const kept = await keptIn(page);
    expect(kept).toContain('Ten Minute Chat');
    expect(kept).not.toMatch(/secret|Tea|eyJ/);
    expect(kept.split('\n').filter((line) => line.includes(room.room.id))).toEqual([
      `{"visit:${room.room.id}":"{\\"hasEnded\\":true}"}`,
    ]);
  });

  it('[P39] a lid that was closed over the end opens on the last screen at once', async () => {
    const room = await made();
    const page = await inside(room.joinUrl);
    const open = await closeLid(page);
    await until(endOf(room) + 1_000);
    await open();
    await gone(page, 5_000);
  });

  it('[P39] a lid that was closed over an extension opens on the room', async ({ expect }) => {
    const room = await made();
    const owner = Room.join({ link: room.ownerUrl, username: 'Olga', transport: WebSocket });
    const page = await inside(room.joinUrl);
    await expect.poll(() => owner.getSnapshot().presence.length).toBe(2);
    const open = await closeLid(page);
    const extended = await owner.extend(300);
    expect(extended.ok).toBe(true);
    await until(endOf(room) + 1_000);
    await open();
    await expect
      .poll(() => page.getByRole('timer').textContent(), { timeout: 10_000 })
      .toMatch(/^0[34]:/);
    await say(page, 'Still here');
    await expect
      .poll(() => owner.getSnapshot().items.map(({ body }) => body))
      .toContain('Still here');
    owner.disconnect();
  });

  it.for([
    ['fast', 3_600_000],
    ['slow', -3_600_000],
  ] as const)(
    '[P1] the countdown is right on a device whose clock is an hour %s',
    async ([, wrong], { expect }) => {
      const room = await made();
      const clock = `{ const real = Date.now.bind(Date); Date.now = () => real() + (${wrong}); }`;
      const page = await inside(room.joinUrl, clock);
      await expect
        .poll(async () => {
          const [minutes = 0, seconds = 0] = ((await page.getByRole('timer').textContent()) ?? '')
            .split(':')
            .map(Number);
          return Math.abs(minutes * 60 + seconds - (endOf(room) - Date.now()) / 1_000);
        })
        .toBeLessThan(3);
      await page.reload();
      await page.getByRole('log').waitFor();
      await gone(page, 70_000);
      expect(Math.abs(Date.now() - endOf(room))).toBeLessThan(5_000);
    },
  );
});

it('[P35] nothing of all this breaks the page’s own policy or fails in its console', () => {
  expect(complaints).toEqual([]);
});
