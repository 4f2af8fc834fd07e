// Accessibility and layout of every screen in every state, in a real browser. The states are those
// of the screenshots.

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomStates } from '../screenshots/room-states.ts';
import { setStage, type Stage } from '../screenshots/stage.ts';
import { states } from '../screenshots/states.ts';
import { isThorough } from '../thorough.ts';
import { openDevice, launchBrowser } from './browser.ts';
import { chooseExtent, findFaults, recordPolicyViolations } from './inspection.ts';
import { createDevicePool, type WithDevice } from './device-pool.ts';
import { inProcess, startServer, type Server } from './server.ts';

let server: Server;
let browser: Browser;
let withDevice: Readonly<Record<Stage['language'], WithDevice>>;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
  const { origin } = server;
  const createPool = (locale: string): WithDevice =>
    createDevicePool({
      browser,
      origin,
      options: {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        locale,
        reducedMotion: 'reduce',
      },
      prepare: recordPolicyViolations,
    });
  withDevice = { en: createPool('en-GB'), ar: createPool('ar') };
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
});

const expectedError =
  /Failed to load resource|ERR_INTERNET_DISCONNECTED|WebSocket|blocked by Playwright/;

const all = [...states, ...roomStates];
/** One screen of each kind, mirrored for right-to-left text. */
const arabicStates = new Set([
  'create-options',
  'made-other-links',
  'join',
  'refused-link',
  'owner',
  'over',
  'room',
  'room-share',
]);
interface Inspection {
  readonly state: (typeof all)[number];
  readonly name: string;
  readonly language: Stage['language'];
}

/** Each state once, and in a thorough run both ways. */
const inspections: readonly Inspection[] = [
  ...all
    .filter(({ name }) => isThorough || !arabicStates.has(name))
    .map((state) => ({ state, name: state.name, language: 'en' as const })),
  ...all
    .filter(({ name }) => arabicStates.has(name))
    .map((state) => ({ state, name: state.name, language: 'ar' as const })),
];

it('[P41] [P42] finds every kind of fault', async () => {
  const { context, page } = await openDevice(browser, { viewport: { width: 390, height: 844 } });
  await recordPolicyViolations(context);
  await page.goto(server.origin);
  await page.locator('.create').waitFor();
  await page.evaluate(`{
    const wide = document.createElement('input');
    wide.style.width = '400px';
    const pale = document.createElement('p');
    pale.style.cssText = 'color: #888; background: #999';
    pale.textContent = 'Hardly read';
    document.querySelector('.create').prepend(wide, pale);
    document.querySelector('.timer.large .digits').style.fontSize = '60px';
    wide.animate([{ opacity: 1 }, { opacity: 0.9 }], { duration: 1000, iterations: Infinity });
    const styled = document.createElement('p');
    styled.setAttribute('style', 'color: red');
  }`);
  const faults = (await findFaults(page)).join('\n');
  for (const fault of [
    'phone, light: label at',
    'desktop, dark: color-contrast at',
    'moves:',
    '320 px, Arimo: beside the window: input',
    '844 px, DejaVu Sans: on the ring',
    'policy: style-src-attr inline',
  ]) {
    expect(faults).toContain(fault);
  }
  await context.close();
});

describe('every state', () => {
  it.concurrent.each(inspections)(
    '[P41] [P42] [P35] is free of faults: $name in $language',
    (inspection) =>
      withDevice[inspection.language](async ({ context, page, complaints }) => {
        const { state, language } = inspection;
        const stage = setStage({ origin: server.origin, context, page, language });
        try {
          await state.show(stage);
          const extent = chooseExtent(inspections.indexOf(inspection));
          expect(await findFaults(page, extent)).toEqual([]);
          // Some states need failed requests or a lost network.
          expect(complaints.filter((text) => !expectedError.test(text))).toEqual([]);
        } finally {
          stage.clear();
        }
      }),
    60_000,
  );
});
