// Every screen of the page in every state, as the screenshots reach them, looked at from top to
// bottom in a real browser.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomStates } from '../screenshots/room-states.ts';
import { setStage, type Stage } from '../screenshots/stage.ts';
import { states } from '../screenshots/states.ts';
import { deviceIn, launchBrowser } from './browser.ts';
import { faultsOf, noteForbidden } from './inspection.ts';
import { lendDevices, type Lend } from './lent-devices.ts';
import { inProcess, startServer, type Server } from './server.ts';

let server: Server;
let browser: Browser;
let lend: Readonly<Record<Stage['language'], Lend>>;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
  const { origin } = server;
  const lending = (locale: string): Lend =>
    lendDevices({
      browser,
      origin,
      options: {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        locale,
        reducedMotion: 'reduce',
      },
      prepare: noteForbidden,
    });
  lend = { en: lending('en-GB'), ar: lending('ar') };
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
});

const all = [...states, ...roomStates];
/** Mirrored, screens of each kind. */
const inArabic = new Set([
  'create-options',
  'made-other-links',
  'join',
  'refused-link',
  'owner',
  'over',
  'room',
  'room-share',
]);
const looked: readonly {
  readonly state: (typeof all)[number];
  readonly name: string;
  readonly language: Stage['language'];
}[] = [
  ...all.map((state) => ({ state, name: state.name, language: 'en' as const })),
  ...all
    .filter(({ name }) => inArabic.has(name))
    .map((state) => ({ state, name: state.name, language: 'ar' as const })),
];

it('[P41] [P42] what is wrong on a screen is found', async () => {
  const { context, page } = await deviceIn(browser, { viewport: { width: 390, height: 844 } });
  await noteForbidden(context);
  await page.goto(server.origin);
  await page.locator('.create').waitFor();
  await page.evaluate(`{
    const wide = document.createElement('input');
    wide.style.width = '400px';
    const pale = document.createElement('p');
    pale.style.cssText = 'color: #888; background: #999';
    pale.textContent = 'Hardly read';
    document.querySelector('.create').prepend(wide, pale);
    wide.animate([{ opacity: 1 }, { opacity: 0.9 }], { duration: 1000, iterations: Infinity });
    const styled = document.createElement('p');
    styled.setAttribute('style', 'color: red');
  }`);
  const faults = (await faultsOf(page)).join('\n');
  for (const fault of [
    'phone, light: label at',
    'desktop, dark: color-contrast at',
    'moves:',
    '320 px: beside the window: input',
    'policy: style-src-attr inline',
  ]) {
    expect(faults).toContain(fault);
  }
  await context.close();
}, 60_000);

describe('every state', () => {
  it.concurrent.each(looked)(
    '[P41] [P42] [P35] $name in $language: accessible, in both schemes, at any width, without motion',
    ({ state, language }) =>
      lend[language](async ({ context, page, complaints }) => {
        const stage = setStage({ origin: server.origin, context, page, language });
        try {
          await state.show(stage);
          expect(await faultsOf(page)).toEqual([]);
          // Answers are refused, and the network is taken away, on purpose in some states.
          expect(
            complaints.filter(
              (text) =>
                !/Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket|blocked by Playwright/.test(
                  text,
                ),
            ),
          ).toEqual([]);
        } finally {
          stage.clear();
        }
      }),
    60_000,
  );
});
