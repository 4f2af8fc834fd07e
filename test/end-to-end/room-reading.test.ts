// Reading in a real browser: a thousand messages, what is new since one looked away, what was said
// before one came, and what a screen reader is told of it all.

import type { Browser, BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoom, type TestRoom } from './api.ts';
import { deviceIn, enter, heard, launchBrowser, phone, say } from './browser.ts';
import { connect, type Client } from './clients.ts';
import { inProcess, startServer, type Server } from './server.ts';
import { talk } from './talkers.ts';

let server: Server;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
});
afterAll(async () => {
  // What a page says of a server that has stopped is no complaint.
  const complained = [...complaints];
  await Promise.allSettled([browser.close(), server.stop()]);
  expect(complained).toEqual([]);
});

async function inside(link: string, name: string): Promise<Page> {
  const { page } = await deviceIn(browser, phone, complaints);
  await page.goto(link);
  await enter(page, name);
  return page;
}

async function bot(
  room: TestRoom,
  name = 'Bo',
): Promise<{ readonly client: Client; readonly says: (body: string) => Promise<unknown> }> {
  const client = await connect(server);
  await client.join(room.topic, { username: name, token: room.join });
  return {
    client,
    says: (body) =>
      client.push({
        topic: room.topic,
        event: 'shout',
        payload: { body, cid: `${name}-${body}`.slice(0, 60) },
      }),
  };
}

/** As if another tab were before it. */
const show = (page: Page, state: 'visible' | 'hidden'): Promise<unknown> =>
  page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
  );
const scrollTo = (page: Page, top: string): Promise<unknown> =>
  page.evaluate(
    `(() => { const log = document.querySelector('.scroll'); log.scrollTop = ${top}; })()`,
  );
const fromEnd = (page: Page): Promise<number> =>
  page.evaluate<number>(
    '(() => { const log = document.querySelector(".scroll"); return Math.round(log.scrollHeight - log.scrollTop - log.clientHeight); })()',
  );
const nodes = (page: Page): Promise<number> =>
  page.evaluate<number>('document.querySelectorAll(".scroll *").length');

/** The page's connection, to be cut while the server and everybody else go on. */
async function lineOf(
  context: BrowserContext,
): Promise<{ readonly cut: () => void; readonly mend: () => void }> {
  let whole = true;
  const open: WebSocketRoute[] = [];
  await context.routeWebSocket(/\/socket\/websocket/, (socket) => {
    if (!whole) {
      void socket.close({ code: 1001 });
      return;
    }
    socket.connectToServer();
    open.push(socket);
  });
  return {
    cut: () => {
      whole = false;
      for (const socket of open.splice(0)) void socket.close({ code: 1001 });
    },
    mend: () => {
      whole = true;
    },
  };
}

/** Scrolls up page by page until this is in sight. */
async function upTo(page: Page, text: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await scrollTo(page, '0');
        return page.locator('.scroll').getByText(text, { exact: true }).count();
      },
      { timeout: 15_000, interval: 30 },
    )
    .toBe(1);
}

describe('a room of a thousand messages', () => {
  it('[P12] draws a part of them only, goes back to the first, and forward to the last', async () => {
    const room = await makeRoom(server, { capacity: 1_000 });
    const page = await inside(room.joinUrl, 'Ann');
    const first = await bot(room, 'First');
    await first.says('the very first');
    const talkers = await talk(server, room, {
      count: 1_000,
      bodyOf: (index) => `message ${String(index)}, and a few words more`,
    });
    await first.says('the very last');
    await heard(page, 'the very last');
    await expect.poll(() => fromEnd(page)).toBeLessThan(2);
    await expect.poll(() => page.locator('.message').count()).toBeLessThanOrEqual(80);
    await upTo(page, 'the very first');
    await expect.poll(() => page.locator('.message').count()).toBeLessThanOrEqual(160);
    await expect.poll(() => nodes(page)).toBeLessThan(1_600);

    // Who comes now is shown the latest, and fetches the others while going up.
    const late = await inside(room.joinUrl, 'Late');
    await heard(late, 'the very last');
    await upTo(late, 'message 500, and a few words more');
    await expect.poll(() => nodes(late)).toBeLessThan(1_600);

    await page.getByRole('button', { name: 'Latest' }).click();
    await expect.poll(() => fromEnd(page)).toBeLessThan(2);
    await heard(page, 'the very last');
    for (const { drop } of [first.client, ...talkers]) drop();
  }, 60_000);
});

describe('reading', () => {
  it('[P12] [P11] stays where it is while others write, and counts them; the way back ends at the latest, with a line above what is new', async () => {
    const room = await makeRoom(server);
    const bo = await bot(room);
    for (let index = 0; index < 19; index += 1) await bo.says(`line ${String(index)}\n\nwith room`);
    const page = await inside(room.joinUrl, 'Ann');
    await heard(page, 'line 18');
    await scrollTo(page, '600');
    await page.getByRole('button', { name: 'Latest' }).waitFor();
    const shown = page.locator('.message').filter({ hasText: 'line 8' });
    const before = await shown.boundingBox();
    const other = await bot(room, 'Cy');
    for (const body of ['one', 'two', 'three']) await other.says(body);
    const back = page.getByRole('button', { name: '3 new messages' });
    await back.waitFor();
    expect((await shown.boundingBox())?.y).toBe(before?.y);
    await back.click();
    await expect.poll(() => fromEnd(page)).toBeLessThan(2);
    const line = page.getByText('New', { exact: true });
    await expect.poll(() => line.count()).toBe(1);
    const [above, mark, below] = await Promise.all(
      [
        page.locator('.message').filter({ hasText: 'line 18' }),
        line,
        page.getByRole('log').getByText('one', { exact: true }),
      ].map((one) => one.boundingBox()),
    );
    expect(above?.y ?? 0).toBeLessThan(mark?.y ?? 0);
    expect(mark?.y ?? 0).toBeLessThan(below?.y ?? 0);
    await say(page, 'I have read it');
    await line.waitFor({ state: 'detached' });
    for (const { client } of [bo, other]) client.drop();
  }, 30_000);

  it('[P11] marks where it stopped while the page was hidden, and says how many in the title', async () => {
    const room = await makeRoom(server, { title: 'Tea' });
    const bo = await bot(room);
    const page = await inside(room.joinUrl, 'Ann');
    await bo.says('seen');
    await heard(page, 'seen');
    await show(page, 'hidden');
    const cy = await bot(room, 'Cy');
    for (let index = 0; index < 16; index += 1) await cy.says(`unseen ${String(index)}\nand more`);
    await expect.poll(() => page.title()).toBe('(16) Tea');
    await show(page, 'visible');
    // More than fits: one goes on reading at the line.
    await page.getByText('New', { exact: true }).waitFor();
    await expect
      .poll(async () => (await page.getByText('New', { exact: true }).boundingBox())?.y)
      .toBeGreaterThan(50);
    await expect.poll(() => fromEnd(page)).toBeGreaterThan(80);
    await page.getByRole('button', { name: '16 new messages' }).click();
    await expect.poll(() => page.title()).toBe('Tea');
    for (const { client } of [bo, cy]) client.drop();
  }, 30_000);

  it('[P4] shows a gap for what it is, and says where the room no longer keeps what was before', async () => {
    const room = await makeRoom(server, { capacity: 3 });
    const bo = await bot(room);
    for (let index = 1; index <= 8; index += 1) await bo.says(`word ${String(index)}`);
    const { page, context } = await deviceIn(browser, phone, complaints);
    const line = await lineOf(context);
    await page.goto(room.joinUrl);
    await enter(page, 'Ann');
    await heard(page, 'word 8');
    await page.getByText('Earlier messages are no longer available.').waitFor();
    line.cut();
    await page.getByText('Reconnecting…').waitFor();
    for (let index = 1; index <= 5; index += 1) await bo.says(`missed ${String(index)}`);
    line.mend();
    await heard(page, 'missed 5');
    const gap = page.getByText('Some earlier messages are missing here.');
    await gap.waitFor();
    await expect
      .poll(() => page.locator('.scroll .body').allTextContents())
      .toEqual(['word 6', 'word 7', 'word 8', 'missed 3', 'missed 4', 'missed 5']);
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    bo.client.drop();
  }, 30_000);

  it('[P14] a screen reader is told a few messages as they are, many as a number, and own ones not at all', async () => {
    const room = await makeRoom(server);
    const page = await inside(room.joinUrl, 'Ann');
    const bo = await bot(room);
    const said = page.getByRole('status', { name: 'New messages' });
    expect(await page.getByRole('log').getAttribute('aria-live')).toBe('off');
    await bo.says('hello there');
    await expect.poll(() => said.textContent()).toBe('Bo: hello there');
    await say(page, 'hello Bo');
    await heard(page, 'hello Bo');
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((body) => bo.says(body)));
    await expect.poll(() => said.textContent()).toBe('5 new messages, the latest from Bo');
    bo.client.drop();
  }, 30_000);
});
