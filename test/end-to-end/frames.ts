// `npm run frames`: how smoothly a room of a thousand messages scrolls and accepts typing, in
// frames a second, on this machine at full speed and slowed to a quarter. It is a measurement, not
// a test: other load shows in it.

import type { CDPSession, Page } from 'playwright-core';
import { makeRoom } from './api.ts';
import { openDevice, enterRoom, waitForMessage, launchBrowser, phone } from './browser.ts';
import { connect } from './clients.ts';
import { inProcess, startServer } from './server.ts';
import { talk } from './talkers.ts';

interface Frames {
  readonly what: string;
  readonly slowed: number;
  readonly perSecond: number;
  /** Milliseconds between two frames. */
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
  /** The share of frames that were more than half a frame late. */
  readonly late: string;
  /** The share of time in which the page's main thread was busy. */
  readonly busy: string;
}

const begin =
  'window.frames_ = []; (function next(at) { window.frames_.push(at); ' +
  'window.going_ = requestAnimationFrame(next); })(performance.now())';
const end = 'cancelAnimationFrame(window.going_), window.frames_';

async function measure(
  page: Page,
  session: CDPSession,
  { what, slowed, run }: { what: string; slowed: number; run: () => Promise<void> },
): Promise<Frames> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowed });
  const work = async (): Promise<number> =>
    (await session.send('Performance.getMetrics')).metrics.find(
      ({ name }) => name === 'TaskDuration',
    )?.value ?? 0;
  const before = await work();
  await page.evaluate(begin);
  const start = performance.now();
  await run();
  const seconds = (performance.now() - start) / 1_000;
  const times = await page.evaluate<number[]>(end);
  const busy = ((await work()) - before) / seconds;
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const deltas = times
    .slice(1)
    .map((at, index) => at - (times[index] ?? at))
    .sort((a, b) => a - b);
  const part = (share: number): number =>
    Math.round(10 * (deltas[Math.min(deltas.length - 1, Math.floor(share * deltas.length))] ?? 0)) /
    10;
  const late = deltas.filter((delta) => delta > 25).length / deltas.length;
  return {
    what,
    slowed,
    perSecond: Math.round(deltas.length / seconds),
    median: part(0.5),
    p95: part(0.95),
    longest: part(1),
    late: `${(100 * late).toFixed(1)} %`,
    busy: `${(100 * busy).toFixed(0)} %`,
  };
}

async function main(): Promise<void> {
  const [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
  try {
    const room = await makeRoom(server, { capacity: 1_000 });
    const { page, context } = await openDevice(browser, phone);
    await page.goto(room.joinUrl);
    await enterRoom(page, 'Ann');
    const words =
      'the kettle is on and the scones are warm, come in and have a cup of tea with us ';
    for (const { drop } of await talk(server, room, {
      count: 1_000,
      bodyOf: (index) => `${String(index)} ${words.slice(0, 10 + ((index * 7) % 70))}`,
    })) {
      drop();
    }
    const bot = await connect(server);
    await bot.join(room.topic, { username: 'Bo', token: room.join });
    const hasMessage = (body: string): Promise<unknown> =>
      bot.push({ topic: room.topic, event: 'shout', payload: { body } });
    await hasMessage('that is all');
    await waitForMessage(page, 'that is all');
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const box = await page.getByRole('log').boundingBox();
    const scroll = (distance: number) => async (): Promise<void> => {
      await session.send('Input.synthesizeScrollGesture', {
        x: Math.round((box?.x ?? 0) + 100),
        y: Math.round((box?.y ?? 0) + 300),
        yDistance: distance,
        speed: 2_500,
        gestureSourceType: 'touch',
        preventFling: true,
      });
    };
    const type = async (): Promise<void> => {
      await page.locator('.composer textarea').focus();
      for (let index = 0; index < 60; index += 1) {
        await page.keyboard.press('abcdefghi'.charAt(index % 9), { delay: 80 });
        // Twelve letters a second while other members keep talking.
        if (index % 12 === 0) await hasMessage(`meanwhile ${String(index)}`);
      }
    };
    const rows: Frames[] = [];
    for (const slowed of [1, 4]) {
      rows.push(
        await measure(page, session, { what: 'scrolling up', slowed, run: scroll(12_000) }),
      );
      rows.push(
        await measure(page, session, { what: 'scrolling down', slowed, run: scroll(-12_000) }),
      );
      rows.push(await measure(page, session, { what: 'typing', slowed, run: type }));
    }
    console.table(rows);
    const nodes = await page.evaluate<number>('document.querySelectorAll("*").length');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    console.log(
      `Elements in the page: ${String(nodes)}; heap: ${(usedSize / 2 ** 20).toFixed(1)} MB.`,
    );
    bot.drop();
  } finally {
    await Promise.allSettled([browser.close(), server.stop()]);
  }
}

await main();
