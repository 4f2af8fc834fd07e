// An owner's controls, in a real browser, and their effect for the others.

import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedRoom, CreateRoomOptions } from '../../web/client/index.ts';
import { createRoomWithLinks } from './api.ts';
import {
  openDevice,
  enterRoom,
  waitForMessage,
  readStoredData,
  launchBrowser,
  openOwnerControls,
  phone,
  sendMessage,
} from './browser.ts';
import { inProcess, startServer, type Server } from './server.ts';

let server: Server;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
});
afterAll(async () => {
  await Promise.allSettled([browser.close(), server.stop()]);
});

const create = (options?: CreateRoomOptions): Promise<CreatedRoom> =>
  createRoomWithLinks(server, options);

async function joinOnPhone(link: string, name: string): Promise<Page> {
  const { page } = await openDevice(browser, phone, complaints);
  await page.goto(link);
  await enterRoom(page, name);
  return page;
}

const readMinutesLeft = async (page: Page): Promise<number> =>
  Number((await page.getByRole('timer').textContent())?.slice(0, 2));

describe('an owner', () => {
  it('[P36] [P23] locks, slows and extends the room; others have no controls', async () => {
    const { ownerUrl, joinUrl } = await create();
    const [owner, member] = await Promise.all([
      joinOnPhone(ownerUrl, 'Ann'),
      joinOnPhone(joinUrl, 'Bo'),
    ]);
    expect(await member.locator('.manage').count()).toBe(0);
    await openOwnerControls(owner);
    const lock = owner.getByRole('switch', { name: 'Locked' });
    await lock.click();
    await owner.getByText('The room is locked.').waitFor();
    await expect.poll(() => lock.getAttribute('aria-checked')).toBe('true');
    const late = (await openDevice(browser, phone, complaints)).page;
    await late.goto(joinUrl);
    await late.getByRole('heading', { name: 'This room is locked' }).waitFor();
    await lock.click();
    await owner.getByText('The room is unlocked.').waitFor();

    await owner.getByRole('combobox', { name: 'Slow mode' }).selectOption('30');
    await owner.getByText('Slow mode is on: one message every 30 seconds.').waitFor();

    expect(await member.locator('.digits').getAttribute('translate')).toBe('no');
    for (const body of ['one', 'two']) await sendMessage(member, body);
    await member.getByText('slow mode allows one message every 30 seconds').waitFor();

    const halfAnHour = owner.getByRole('button', { name: '+ 30 minutes' });
    await halfAnHour.click();
    await owner.getByText('30 minutes added.').waitFor();
    for (const page of [owner, member]) {
      await expect.poll(() => readMinutesLeft(page)).toBeGreaterThan(30);
    }
    // The maximum is twenty minutes away.
    await expect.poll(() => halfAnHour.getAttribute('aria-disabled')).toBe('true');
    for (let time = 0; time < 2; time += 1) {
      await owner.getByRole('button', { name: '+ 10 minutes' }).click();
      await expect.poll(() => readMinutesLeft(member)).toBeGreaterThan(40 + 10 * time);
      // The member may see it before the owner's reply, and the sheet runs one action at a time.
      await expect.poll(() => owner.locator('.owner').getAttribute('aria-busy')).toBe('false');
    }
    await owner.getByText('This room is already at the one-hour maximum.').waitFor();
    await Promise.all([owner, member, late].map((page) => page.context().close()));
  });

  it('[P36] removes a member, locks the room and shares only a new link', async () => {
    const { page: owner } = await openDevice(browser, phone, complaints);
    await owner.goto(server.origin);
    await owner.getByRole('button', { name: 'Create a room' }).click();
    const field = owner.getByRole('textbox', { name: 'Link to this room' });
    const oldLink = await field.inputValue();
    await enterRoom(owner, 'Ann');
    const member = await joinOnPhone(oldLink, 'Bo');

    await owner.getByRole('button', { name: '2 here' }).click();
    await owner.getByRole('button', { name: 'Bo' }).click();
    await owner.getByRole('button', { name: 'Remove from the room' }).click();
    const question = owner.getByRole('alertdialog', { name: 'Remove Bo?' });
    await question.getByText('With the same link, they can come back').waitFor();
    await question.getByRole('checkbox', { name: 'Replace the link' }).check();
    await question.getByText('They can only come back with the new link').waitFor();
    await question.getByRole('checkbox', { name: 'Lock the room' }).check();
    await question.getByText('They can’t come back while the room is locked').waitFor();
    await question.getByRole('button', { name: 'Remove from the room' }).click();
    await member.getByRole('heading', { name: 'You were removed from this room' }).waitFor();

    for (const isReloaded of [false, true]) {
      if (isReloaded) await owner.reload();
      await owner.getByRole('button', { name: 'Share this room' }).click();
      await expect.poll(() => field.inputValue()).not.toBe(oldLink);
      await owner.getByRole('button', { name: 'Close' }).click();
    }
    await openOwnerControls(owner);
    const lock = owner.getByRole('switch', { name: 'Locked' });
    expect(await lock.getAttribute('aria-checked')).toBe('true');
    await lock.click();
    await owner.getByText('The room is unlocked.').waitFor();
    const late = (await openDevice(browser, phone)).page;
    await late.goto(oldLink);
    await late.getByRole('heading', { name: 'This link doesn’t work' }).waitFor();
    await Promise.all([owner, member, late].map((page) => page.context().close()));
  });

  it('[P36] [P37] closes the room after a confirmation, and shows all the receipt', async () => {
    const { ownerUrl, joinUrl, room } = await create({ title: 'Tea & cake' });
    const [owner, member] = await Promise.all([
      joinOnPhone(ownerUrl, 'Ann'),
      joinOnPhone(joinUrl, 'Bo'),
    ]);
    await sendMessage(owner, 'See you at the bridge');
    await waitForMessage(member, 'See you at the bridge');
    await sendMessage(member, 'I am on my way');
    await waitForMessage(owner, 'I am on my way');

    await openOwnerControls(owner);
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
        .poll(() => readStoredData(page))
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
    // After a reload the messages are gone for good.
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

  it('[P35] causes no console error', () => {
    expect(complaints).toEqual([]);
  });
});
