// The states outside the room: create, share, join, refusals, and the end.

import type { Page } from 'playwright-core';
import { openOwnerControls } from '../end-to-end/browser.ts';
import type { Stage, State } from './stage.ts';

const titles = { en: 'Where shall we eat?', ar: 'أين نأكل اليوم؟' } as const;
const people = { en: ['Quiet Otter', 'Ada', 'Björn'], ar: ['ليلى', 'يوسف', 'Ada'] } as const;

const problemResponse = (status: number, reason: string, retryAfter?: number) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    reason,
    message: reason,
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  }),
});
const answerPreview = (page: Page, answer: ReturnType<typeof problemResponse>): Promise<unknown> =>
  page.route(/\/api\/rooms\/\w+$/, (route) => route.fulfill(answer));

async function createOnPage({ page, origin }: Stage): Promise<void> {
  await page.goto(origin);
  await page.locator('button[type=submit]').click();
  await page.locator('.qr svg').waitFor();
}

async function createInvitation(stage: Stage): Promise<string> {
  const { joinUrl } = await stage.createRoom({ title: titles[stage.language] });
  for (const name of people[stage.language]) await stage.joinGuest(joinUrl, name);
  return joinUrl;
}

/** Moves this device's clock forward. */
const advanceClock = (page: Page, seconds: number): Promise<unknown> =>
  page.evaluate(`{ const real = Date.now; Date.now = () => real.call(Date) + ${seconds} * 1000; }`);

export const states: readonly State[] = [
  {
    name: 'create',
    show: async ({ page, origin }) => {
      await page.goto(origin);
      await page.locator('.create').waitFor();
    },
  },
  {
    name: 'create-options',
    show: async ({ page, origin }) => {
      await page.goto(origin);
      await page.locator('.more summary').click();
      await page.locator('.lists').waitFor();
    },
  },
  {
    name: 'create-too-many',
    show: async ({ page, origin }) => {
      await page.route('**/api/rooms', (route) =>
        route.fulfill(problemResponse(429, 'rate_limited', 400)),
      );
      await page.goto(origin);
      await page.locator('button[type=submit]').click();
      await page.locator('.problem:not(:empty)').waitFor();
    },
  },
  { name: 'made', show: createOnPage },
  {
    name: 'made-other-links',
    show: async (stage) => {
      await createOnPage(stage);
      await stage.page.locator('.more summary').click();
      await stage.page.locator('.other-link').nth(1).waitFor();
    },
  },
  {
    name: 'made-qr-code',
    show: async (stage) => {
      await createOnPage(stage);
      await stage.page.locator('.qr').click();
      await stage.page.locator('.projected svg').waitFor();
    },
  },
  {
    name: 'join',
    show: async (stage) => {
      await stage.page.goto(await createInvitation(stage));
      await stage.page.locator('.timer').waitFor();
    },
  },
  {
    name: 'join-name-taken',
    show: async (stage) => {
      await stage.page.goto(await createInvitation(stage));
      await stage.page.locator('#nickname').fill('Ada');
      await stage.page.locator('form button[type=submit]').click();
      await stage.page.locator('.problem:not(:empty)').waitFor();
    },
  },
  {
    name: 'join-offline',
    show: async (stage) => {
      await stage.page.goto(await createInvitation(stage));
      await stage.page.locator('.timer').waitFor();
      await stage.context.setOffline(true);
      await stage.page.locator('.notice:not(:empty)').waitFor();
    },
  },
  {
    name: 'join-last-seconds',
    show: async (stage) => {
      await stage.page.goto(await createInvitation(stage));
      await stage.page.locator('.timer').waitFor();
      await advanceClock(stage.page, 592);
      await stage.page.locator('.timer.last').waitFor();
    },
  },
  {
    name: 'refused-link',
    show: async ({ page, origin }) => {
      await page.goto(`${origin}/r/nothing#here`);
      await page.locator('.refused').waitFor();
    },
  },
  {
    name: 'refused-locked',
    show: async (stage) => {
      const { joinUrl, ownerUrl } = await stage.createRoom();
      await (await stage.joinGuest(ownerUrl, 'Ada')).lock();
      await stage.page.goto(joinUrl);
      await stage.page.locator('.refused').waitFor();
    },
  },
  {
    name: 'refused-full',
    show: async ({ page, origin }) => {
      await answerPreview(page, problemResponse(409, 'room_full'));
      await page.goto(`${origin}/r/full#token`);
      await page.locator('.refused').waitFor();
    },
  },
  {
    name: 'refused-kicked',
    show: async (stage) => {
      const { joinUrl, ownerUrl } = await stage.createRoom();
      const owner = await stage.joinGuest(ownerUrl, 'Ada');
      await stage.enterRoom(joinUrl, 'Bo');
      await owner.kick('Bo');
      await stage.page.locator('.refused').waitFor();
    },
  },
  {
    name: 'refused-unavailable',
    show: async ({ page, origin }) => {
      await answerPreview(page, problemResponse(503, 'unavailable'));
      await page.goto(`${origin}/r/away#token`);
      await page.locator('.refused').waitFor();
    },
  },
  {
    name: 'owner',
    show: async (stage) => {
      const { ownerUrl } = await stage.createRoom({ title: titles[stage.language] });
      await stage.enterRoom(ownerUrl, 'Ada');
      await openOwnerControls(stage.page);
      await stage.page.locator('.owner').waitFor();
    },
  },
  {
    name: 'owner-close',
    show: async (stage) => {
      const { ownerUrl } = await stage.createRoom({ title: titles[stage.language] });
      await stage.enterRoom(ownerUrl, 'Ada');
      await openOwnerControls(stage.page);
      await stage.page.locator('.owner .danger').click();
      await stage.page.locator('.confirm').waitFor();
    },
  },
  {
    name: 'over',
    show: async (stage) => {
      const { joinUrl, ownerUrl } = await stage.createRoom({ title: titles[stage.language] });
      const owner = await stage.joinGuest(ownerUrl, 'Ada');
      await stage.enterRoom(joinUrl, 'Bo');
      owner.send('See you there!');
      await stage.page.locator('.body').waitFor();
      await owner.close();
      await stage.page.locator('.slip').waitFor();
    },
  },
  {
    name: 'over-long-ago',
    show: async (stage) => {
      const { joinUrl, ownerUrl } = await stage.createRoom();
      await (await stage.joinGuest(ownerUrl, 'Ada')).close();
      await stage.page.goto(joinUrl);
      await stage.page.locator('.over').waitFor();
    },
  },
];
