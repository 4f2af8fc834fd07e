// Reading in a real browser: a thousand messages, the new ones since the user looked away, history,
// and the announcements for screen readers.

import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoom, type TestRoom } from './api.ts';
import {
  openDevice,
  enterRoom,
  waitForMessage,
  launchBrowser,
  phone,
  sendMessage,
} from './browser.ts';
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
  // Errors after the server has stopped do not count.
  const recorded = [...complaints];
  await Promise.allSettled([browser.close(), server.stop()]);
  expect(recorded).toEqual([]);
});

async function joinOnPhone(link: string, name: string): Promise<Page> {
  const { page } = await openDevice(browser, phone, complaints);
  await page.goto(link);
  await enterRoom(page, name);
  return page;
}

interface Bot {
  readonly client: Client;
  readonly send: (body: string) => Promise<unknown>;
}

async function joinBot(room: TestRoom, name = 'Bo'): Promise<Bot> {
  const client = await connect(server);
  await client.join(room.topic, { username: name, token: room.join });
  return {
    client,
    send: (body) =>
      client.push({
        topic: room.topic,
        event: 'shout',
        payload: { body, cid: randomUUID() },
      }),
  };
}

/** Sets the page's visibility, as another tab over it does. */
const setVisibility = (page: Page, state: 'visible' | 'hidden'): Promise<unknown> =>
  page.evaluate(
    `Object.defineProperty(document, 'visibilityState', {
      value: '${state}',
      configurable: true,
    });
    document.dispatchEvent(new Event('visibilitychange'))`,
  );
const scrollTo = (page: Page, top: string): Promise<unknown> =>
  page.evaluate(
    `(() => { const log = document.querySelector('.scroll'); log.scrollTop = ${top}; })()`,
  );
const pixelsFromEnd = (page: Page): Promise<number> =>
  page.evaluate<number>(`(({ scrollHeight, scrollTop, clientHeight }) =>
    Math.round(scrollHeight - scrollTop - clientHeight))(document.querySelector('.scroll'))`);
const countNodes = (page: Page): Promise<number> =>
  page.evaluate<number>('document.querySelectorAll(".scroll *").length');

interface PageConnection {
  readonly cut: () => void;
  readonly restore: () => void;
}

/** Controls the page's connection, independent of the server and everybody else. */
async function controlConnection(context: BrowserContext): Promise<PageConnection> {
  let isAllowed = true;
  const open: WebSocketRoute[] = [];
  await context.routeWebSocket(/\/socket\/websocket/, (socket) => {
    if (!isAllowed) {
      void socket.close({ code: 1001 });
      return;
    }
    socket.connectToServer();
    open.push(socket);
  });
  return {
    cut: () => {
      isAllowed = false;
      for (const socket of open.splice(0)) void socket.close({ code: 1001 });
    },
    restore: () => {
      isAllowed = true;
    },
  };
}

/** Scrolls up, page by page, until the text is rendered. */
async function scrollUpTo(page: Page, text: string): Promise<void> {
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
  it('[P12] renders only a part of them, and reaches the first and the last', async () => {
    const room = await makeRoom(server, { capacity: 1_000 });
    const page = await joinOnPhone(room.joinUrl, 'Ann');
    const first = await joinBot(room, 'First');
    await first.send('the very first');
    const talkers = await talk(server, room, {
      count: 1_000,
      bodyOf: (index) => `message ${String(index)}, and a few words more`,
    });
    await first.send('the very last');
    await waitForMessage(page, 'the very last');
    await expect.poll(() => pixelsFromEnd(page)).toBeLessThan(2);
    await expect.poll(() => page.locator('.message').count()).toBeLessThanOrEqual(80);
    await scrollUpTo(page, 'the very first');
    await expect.poll(() => page.locator('.message').count()).toBeLessThanOrEqual(160);
    await expect.poll(() => countNodes(page)).toBeLessThan(1_600);

    // A late member gets the latest messages, and loads older ones while scrolling up.
    const late = await joinOnPhone(room.joinUrl, 'Late');
    await waitForMessage(late, 'the very last');
    await scrollUpTo(late, 'message 500, and a few words more');
    await expect.poll(() => countNodes(late)).toBeLessThan(1_600);

    await page.getByRole('button', { name: 'Latest' }).click();
    await expect.poll(() => pixelsFromEnd(page)).toBeLessThan(2);
    await waitForMessage(page, 'the very last');
    for (const { drop } of [first.client, ...talkers]) drop();
  });
});

describe('reading', () => {
  it('[P12] [P11] keeps its place while others write, and counts new messages', async () => {
    const room = await makeRoom(server);
    const bo = await joinBot(room);
    for (let index = 0; index < 19; index += 1) await bo.send(`line ${String(index)}\n\nwith room`);
    const page = await joinOnPhone(room.joinUrl, 'Ann');
    await waitForMessage(page, 'line 18');
    await scrollTo(page, '600');
    await page.getByRole('button', { name: 'Latest' }).waitFor();
    const shown = page.locator('.message').filter({ hasText: 'line 8' });
    const before = await shown.boundingBox();
    const other = await joinBot(room, 'Cy');
    for (const body of ['one', 'two', 'three']) await other.send(body);
    const back = page.getByRole('button', { name: '3 new messages' });
    await back.waitFor();
    expect((await shown.boundingBox())?.y).toBe(before?.y);
    await back.click();
    await expect.poll(() => pixelsFromEnd(page)).toBeLessThan(2);
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
    await sendMessage(page, 'I have read it');
    await line.waitFor({ state: 'detached' });
    for (const { client } of [bo, other]) client.drop();
  });

  it('[P11] marks messages from a hidden time and counts them in the title', async () => {
    const room = await makeRoom(server, { title: 'Tea' });
    const bo = await joinBot(room);
    const page = await joinOnPhone(room.joinUrl, 'Ann');
    await bo.send('seen');
    await waitForMessage(page, 'seen');
    await setVisibility(page, 'hidden');
    const cy = await joinBot(room, 'Cy');
    for (let index = 0; index < 16; index += 1) await cy.send(`unseen ${String(index)}\nand more`);
    await expect.poll(() => page.title()).toBe('(16) Tea');
    await setVisibility(page, 'visible');
    // They do not all fit, so the line stays in sight.
    await page.getByText('New', { exact: true }).waitFor();
    await expect
      .poll(async () => (await page.getByText('New', { exact: true }).boundingBox())?.y)
      .toBeGreaterThan(50);
    await expect.poll(() => pixelsFromEnd(page)).toBeGreaterThan(80);
    await page.getByRole('button', { name: '16 new messages' }).click();
    await expect.poll(() => page.title()).toBe('Tea');
    for (const { client } of [bo, cy]) client.drop();
  });

  it('[P4] marks gaps, and the point before which the room has no messages', async () => {
    const room = await makeRoom(server, { capacity: 3 });
    const bo = await joinBot(room);
    for (let index = 1; index <= 8; index += 1) await bo.send(`word ${String(index)}`);
    const { page, context } = await openDevice(browser, phone, complaints);
    const connection = await controlConnection(context);
    await page.goto(room.joinUrl);
    await enterRoom(page, 'Ann');
    await waitForMessage(page, 'word 8');
    await page.getByText('Earlier messages are no longer available.').waitFor();
    connection.cut();
    await page.getByText('Reconnecting…').waitFor();
    for (let index = 1; index <= 5; index += 1) await bo.send(`missed ${String(index)}`);
    connection.restore();
    await waitForMessage(page, 'missed 5');
    const gap = page.getByText('Some earlier messages are missing here.');
    await gap.waitFor();
    await expect
      .poll(() => page.locator('.scroll .body').allTextContents())
      .toEqual(['word 6', 'word 7', 'word 8', 'missed 3', 'missed 4', 'missed 5']);
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    bo.client.drop();
  });

  it('[P14] announces a few messages in full, many as a number, and own ones never', async () => {
    const room = await makeRoom(server);
    const page = await joinOnPhone(room.joinUrl, 'Ann');
    const bo = await joinBot(room);
    const announcer = page.getByRole('status', { name: 'New messages' });
    expect(await page.getByRole('log').getAttribute('aria-live')).toBe('off');
    await bo.send('hello there');
    await expect.poll(() => announcer.textContent()).toBe('Bo: hello there');
    await sendMessage(page, 'hello Bo');
    await waitForMessage(page, 'hello Bo');
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((body) => bo.send(body)));
    await expect.poll(() => announcer.textContent()).toBe('5 new messages, the latest from Bo');
    bo.client.drop();
  });
});
