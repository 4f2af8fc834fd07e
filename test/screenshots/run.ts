// `npm run screenshots` writes every state of the page as PNG files to screenshots/: phone and
// desktop, light and dark, and Arabic. `npm run screenshots -- over room.phone-light` writes only
// those whose names start with an argument.

import { copyFileSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openDevice, launchBrowser, phone, type ContextOptions } from '../end-to-end/browser.ts';
import { inProcess, startServer } from '../end-to-end/server.ts';
import { roomStates } from './room-states.ts';
import { setStage, type Stage, type State } from './stage.ts';
import { states } from './states.ts';

interface Look {
  readonly name: string;
  readonly language: Stage['language'];
  readonly options: ContextOptions;
}

interface Shot {
  readonly state: State;
  readonly look: Look;
  /** The file's name without its extension. */
  readonly name: string;
}

const desktop: ContextOptions = { viewport: { width: 1280, height: 800 } };
const sharp: ContextOptions = { deviceScaleFactor: 2 };
const looks: readonly Look[] = [
  { name: 'phone-light', language: 'en', options: { ...phone, ...sharp, colorScheme: 'light' } },
  { name: 'phone-dark', language: 'en', options: { ...phone, ...sharp, colorScheme: 'dark' } },
  {
    name: 'small-light',
    language: 'en',
    options: { ...phone, ...sharp, viewport: { width: 320, height: 568 }, colorScheme: 'light' },
  },
  { name: 'desktop-light', language: 'en', options: { ...desktop, colorScheme: 'light' } },
  { name: 'desktop-dark', language: 'en', options: { ...desktop, colorScheme: 'dark' } },
  {
    name: 'phone-arabic',
    language: 'ar',
    options: { ...phone, ...sharp, colorScheme: 'light', locale: 'ar' },
  },
  {
    name: 'desktop-arabic',
    language: 'ar',
    options: { ...desktop, colorScheme: 'dark', locale: 'ar' },
  },
];
/** Screenshots in the README. */
const readmeImages: Readonly<Record<string, string>> = {
  'room.phone-light': 'room-phone.png',
  'room.desktop-dark': 'room-desktop.png',
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const wanted = process.argv.slice(2);
const isWanted = ({ name }: Shot): boolean =>
  wanted.length === 0 || wanted.some((start) => name.startsWith(start));
const shots = [...states, ...roomStates]
  .flatMap((state) =>
    looks.map((look): Shot => ({ state, look, name: `${state.name}.${look.name}` })),
  )
  .filter(isWanted);

mkdirSync(`${root}screenshots`, { recursive: true });
const [server, browser] = await Promise.all([startServer(inProcess), launchBrowser()]);
const failures: string[] = [];
const started = Date.now();

async function takeScreenshot({ state, look, name }: Shot): Promise<void> {
  const complaints: string[] = [];
  const { context, page } = await openDevice(
    browser,
    { ...look.options, reducedMotion: 'reduce' },
    complaints,
  );
  const stage = setStage({ origin: server.origin, context, page, language: look.language });
  try {
    await state.show(stage);
    const path = `${root}screenshots/${name}.png`;
    await stage.page.screenshot({ path, animations: 'disabled' });
    const readmeImage = readmeImages[name];
    if (readmeImage !== undefined) copyFileSync(path, `${root}docs/images/${readmeImage}`);
    // Some states need failed requests or a lost network, so only policy violations count here.
    failures.push(
      ...complaints
        .filter((text) => /Content Security Policy|Trusted/i.test(text))
        .map((text) => `${name}: ${text}`),
    );
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    await stage.page
      .screenshot({ path: `${root}screenshots/failed.${name}.png` })
      .catch(() => undefined);
  } finally {
    stage.clear();
    await context.close();
  }
}

const queue = shots.values();
await Promise.all(
  Array.from({ length: 2 * availableParallelism() }, async () => {
    for (const shot of queue) await takeScreenshot(shot);
  }),
);
await Promise.allSettled([browser.close(), server.stop()]);
const seconds = Math.round((Date.now() - started) / 1_000);
process.stdout.write(
  `${shots.length - failures.length} of ${shots.length} screenshots in ${seconds} s\n`,
);
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
