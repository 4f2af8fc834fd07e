// What an owner may do with a room, in a real browser, and what the others see of it: up to its end
// by the owner's hand.

import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CreatedRoom, CreateRoomOptions } from '../../web/client/index.ts';
import { createdRoom } from './api.ts';
import { deviceIn, enter, heard, keptIn, launchBrowser, manage, phone, say } from './browser.ts';
import { inProcess, startServer, type Server } from './server.ts';

vi.setConfig({ testTimeout: 60_000 });

let server: Server;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
});
afterAll(async () => {
  await Promise.allSettled([browser.close(), server.stop()]);
});

const made = (wish?: CreateRoomOptions): Promise<CreatedRoom> => createdRoom(server, wish);

async function inside(link: string, name: string): Promise<Page> {
  const { page } = await deviceIn(browser, phone, complaints);
  await page.goto(link);
  await enter(page, name);
  return page;
}

const minutesLeft = async (page: Page): Promise<number> =>
  Number((await page.getByRole('timer').textContent())?.slice(0, 2));

describe('an owner', () => {
  it('[P36] locks, slows and extends the room, never beyond the hour; who has no owner’s link is offered none of it', async () => {
    const { ownerUrl, joinUrl } = await made();
    const [owner, member] = await Promise.all([inside(ownerUrl, 'Ann'), inside(joinUrl, 'Bo')]);
    expect(await member.locator('.manage').count()).toBe(0);
    await manage(owner);
    const lock = owner.getByRole('switch', { name: 'Locked' });
    await lock.click();
    await owner.getByText('The room is locked.').waitFor();
    await expect.poll(() => lock.getAttribute('aria-checked')).toBe('true');
    const late = (await deviceIn(browser, phone, complaints)).page;
    await late.goto(joinUrl);
    await late.getByRole('heading', { name: 'This room is locked' }).waitFor();
    await lock.click();
    await owner.getByText('The room is unlocked.').waitFor();

    await owner.getByRole('combobox', { name: 'Slow mode' }).selectOption('30');
    await owner.getByText('Slow mode is on: one message every 30 seconds.').waitFor();

    const byHalfAnHour = owner.getByRole('button', { name: '+ 30 minutes' });
    await byHalfAnHour.click();
    await owner.getByText('30 minutes added.').waitFor();
    for (const page of [owner, member]) {
      await expect.poll(() => minutesLeft(page)).toBeGreaterThan(30);
    }
    // Twenty minutes are left to the hour.
    await expect.poll(() => byHalfAnHour.getAttribute('aria-disabled')).toBe('true');
    for (let time = 0; time < 2; time += 1) {
      await owner.getByRole('button', { name: '+ 10 minutes' }).click();
      await expect.poll(() => minutesLeft(member)).toBeGreaterThan(40 + 10 * time);
      // The member may be told before the owner is answered, and one thing is done at a time.
      await expect.poll(() => owner.locator('.owner').getAttribute('aria-busy')).toBe('false');
    }
    await owner.getByText('This room is already at the one-hour maximum.').waitFor();
    await Promise.all([owner, member, late].map((page) => page.context().close()));
  });

  it('[P36] [P37] closes the room for all after a question; it is told with its receipt, offered again under its title, and what was on screen may be kept', async () => {
    const { ownerUrl, joinUrl, room } = await made({ title: 'Tea & cake' });
    const [owner, member] = await Promise.all([inside(ownerUrl, 'Ann'), inside(joinUrl, 'Bo')]);
    await say(owner, 'See you at the bridge');
    await heard(member, 'See you at the bridge');
    await say(member, 'I am on my way');
    await heard(owner, 'I am on my way');

    await manage(owner);
    await owner.getByRole('button', { name: 'Close room' }).click();
    const question = owner.getByRole('alertdialog', { name: 'Close this room for everyone?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await member.getByRole('log').isVisible()).toBe(true);
    await owner.getByRole('button', { name: 'Close room' }).click();
    await question.getByRole('button', { name: 'Close room' }).click();

    for (const page of [owner, member]) {
      await page.getByRole('heading', { name: 'This room is gone' }).waitFor();
      await page.getByText('The owner closed it').waitFor();
      const receipt = page.getByRole('region', { name: 'Permanently deleted' });
      await expect
        .poll(() => receipt.locator('dl > div').allInnerTexts())
        .toEqual(['Messages\n2', 'changed by the filter\n0', 'People\n2']);
      expect(await page.getByText('See you at the bridge').count()).toBe(0);
      await expect
        .poll(() => keptIn(page))
        .not.toMatch(new RegExp(`bridge|on my way|Tea|${room.id}:|eyJ`));
    }
    const saved = member.waitForEvent('download');
    await member.getByRole('button', { name: 'Save a copy' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe('Tea-cake.txt');
    const text = readFileSync(await file.path(), 'utf8');
    expect(text).toMatch(
      /^Tea & cake\n.+\n\n\d+:\d\d.*  Ann: See you at the bridge\n\d+:\d\d.*  Bo: I am on my way\n$/,
    );
    // Nothing of it is left for who comes after, not even to a reload.
    await member.reload();
    await member.getByRole('heading', { name: 'This room is gone' }).waitFor();
    expect(await member.getByRole('button', { name: 'Save a copy' }).count()).toBe(0);

    expect(
      await owner.getByRole('textbox', { name: 'Start another room about' }).inputValue(),
    ).toBe('Tea & cake');
    await owner.getByRole('button', { name: 'Create a new room' }).click();
    await owner.getByRole('heading', { name: 'Your room is open' }).waitFor();
    await expect.poll(() => owner.title()).toBe('Tea & cake');
    await Promise.all([owner, member].map((page) => page.context().close()));
  });

  it('[P35] with nothing that fails in the console', () => {
    expect(complaints).toEqual([]);
  });
});
