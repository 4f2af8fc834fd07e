// One room in Chromium, Firefox and WebKit: people with different browsers join by the same link
// and talk. Each engine has its own ideas of layout, scrolling and input.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoom, type TestRoom } from '../end-to-end/api.ts';
import { connect } from '../end-to-end/clients.ts';
import { findLayoutFaults } from '../end-to-end/inspection.ts';
import { inProcess, startServer, type Server } from '../end-to-end/server.ts';
import { isThorough } from '../thorough.ts';
import { engines, type EnginePage } from './engines.ts';

interface Person {
  readonly name: string;
  readonly page: EnginePage;
}

const composer = '.composer textarea';
const available = engines.filter(({ isInstalled }) => isInstalled());
const languages = { Chromium: 'en-GB', Firefox: 'ar', WebKit: 'en' };

let server: Server;
let room: TestRoom;
let people: readonly Person[] = [];

beforeAll(async () => {
  server = await startServer(inProcess);
  room = await makeRoom(server, { title: 'Three browsers' });
  people = await Promise.all(
    available.map(async ({ name, launch }) => ({ name, page: await launch(languages[name]) })),
  );
});
afterAll(async () => {
  await Promise.allSettled(people.map(({ page }) => page.close()));
  await server.stop();
});

/** Polls an expression in the page until it is true. */
const waitFor = ({ page, name }: Person, expression: string): Promise<void> =>
  expect
    .poll(() => page.evaluate<boolean>(`Boolean(${expression})`), {
      message: `${name}: ${expression}`,
    })
    .toBe(true);

const waitForText = (reader: Person, text: string): Promise<void> =>
  waitFor(
    reader,
    `document.querySelector('.scroll')?.textContent.includes(${JSON.stringify(text)})`,
  );

/** Where the conversation, its newest message and the composer are, in whole CSS pixels. */
interface Places {
  readonly innerHeight: number;
  readonly logTop: number;
  readonly logBottom: number;
  readonly newestBottom: number;
  readonly composerTop: number;
  readonly composerBottom: number;
  readonly logHeight: number;
  readonly contentHeight: number;
}

const measurePlaces = ({ page }: Person): Promise<Places> =>
  page.evaluate<Places>(`(() => {
    const log = document.querySelector('.scroll');
    const box = (element) => element.getBoundingClientRect();
    return {
      innerHeight,
      logTop: Math.round(box(log).top),
      logBottom: Math.round(box(log).bottom),
      newestBottom: Math.round(box([...log.querySelectorAll('.message')].at(-1)).bottom),
      composerTop: Math.round(box(document.querySelector('.composer')).top),
      composerBottom: Math.round(box(document.querySelector('.composer')).bottom),
      logHeight: log.clientHeight,
      contentHeight: log.scrollHeight,
    };
  })()`);

describe('one room in every engine', () => {
  it('runs in each engine of a machine that installs them', () => {
    if (process.env['CI'] === undefined) return;
    expect(available.map(({ name }) => name)).toEqual(engines.map(({ name }) => name));
  });

  it('[P50] lets everyone join by the same link', async () => {
    await Promise.all(
      people.map(async (one) => {
        await one.page.resize(390, 640);
        await one.page.open(room.joinUrl);
        await waitFor(one, `document.querySelector('#nickname')`);
        await one.page.type('#nickname', one.name);
        // A click would miss a button that moves at that moment.
        await one.page.pressEnter();
        await waitFor(one, `document.querySelector('[role=log]')`);
      }),
    );
  });

  it('[P50] keeps the newest message in sight, and the conversation in its place', async () => {
    const logBottoms = new Map<string, number>();
    for (let round = 0; round < 8; round += 1) {
      for (const writer of people) {
        const text = `Line ${String(round)} of ${writer.name}`;
        await writer.page.type(composer, text);
        await writer.page.pressEnter();
        await Promise.all(
          people.map(async (reader) => {
            await waitForText(reader, text);
            const expected = logBottoms.get(reader.name);
            await expect
              .poll(async () => describeFaults(await measurePlaces(reader), expected), {
                message: `${reader.name} after "${text}"`,
              })
              .toEqual([]);
            logBottoms.set(reader.name, (await measurePlaces(reader)).logBottom);
          }),
        );
      }
    }
    for (const reader of people) {
      const { logHeight, contentHeight } = await measurePlaces(reader);
      expect(contentHeight, reader.name).toBeGreaterThan(logHeight + 200);
    }
  });

  it('[P50] stays with who reads further up, and leads back to the newest', async () => {
    for (const reader of people) {
      await reader.page.evaluate(`document.querySelector('.scroll').scrollTo({ top: 0 })`);
      await waitFor(reader, `document.querySelector('.newest')`);
    }
    const [writer] = people;
    if (writer === undefined) return;
    await writer.page.type(composer, 'While you read');
    await writer.page.pressEnter();
    for (const reader of people.filter((one) => one !== writer)) {
      await waitFor(reader, `document.querySelector('.newest.some')`);
      expect(
        await reader.page.evaluate<number>(`document.querySelector('.scroll').scrollTop`),
        reader.name,
      ).toBeLessThan(100);
      await reader.page.click('.newest');
      await waitForText(reader, 'While you read');
      await expect
        .poll(async () => describeFaults(await measurePlaces(reader)), { message: reader.name })
        .toEqual([]);
    }
  });

  it('[P41] [P50] draws the empty composer on one line in either direction', async () => {
    for (const one of people) {
      const height = (): Promise<number> =>
        one.page.evaluate<number>(
          `document.querySelector(${JSON.stringify(composer)}).clientHeight`,
        );
      const empty = await height();
      await one.page.type(composer, 'x');
      expect(await height(), one.name).toBe(empty);
      await one.page.type(composer, 'ش');
      expect(await height(), one.name).toBe(empty);
      await one.page.type(composer, ' ');
    }
  });

  it('[P51] undoes and repeats a completed emoji, and nothing else with it', async () => {
    for (const one of people) {
      const value = `document.querySelector(${JSON.stringify(composer)}).value`;
      const expectText = (text: string): Promise<void> =>
        waitFor(one, `${value} === ${JSON.stringify(text)}`);
      // Keys for it differ by system and engine.
      const run = (command: 'undo' | 'redo'): Promise<boolean> =>
        one.page.evaluate<boolean>(`document.execCommand('${command}')`);
      await one.page.type(composer, 'gone :hea');
      await waitFor(one, `document.querySelector('[role=listbox]')`);
      await one.page.evaluate(`document.querySelector('[role=option]').click()`);
      await waitFor(one, `/^gone .{1,3} $/u.test(${value})`);
      const completed = await one.page.evaluate<string>(value);
      await run('undo');
      await expectText('gone :hea');
      await run('redo');
      await expectText(completed);

      // Sending empties the field, which can be undone, too.
      await one.page.pressEnter();
      await expectText('');
      await one.page.continueTyping('Tea :tada:');
      await expectText('Tea 🎉');
      await run('undo');
      await run('redo');
      await expectText('Tea 🎉');
      const steps: string[] = [];
      while (steps.at(-1) !== 'gone :hea' && steps.length < 20) {
        await run('undo');
        steps.push(await one.page.evaluate<string>(value));
      }
      const strays = steps.filter((text) => text !== completed && !'Tea :tada:'.startsWith(text));
      expect(strays, one.name).toEqual(['gone :hea']);
    }
  });

  it.runIf(isThorough)('[P41] fits from 320 to 1,440 px', async () => {
    const sizes = [
      [320, 568],
      [390, 844],
      [844, 390],
      [768, 1024],
      [1440, 900],
    ] as const;
    for (const one of people) {
      for (const [width, height] of sizes) {
        await one.page.resize(width, height);
        await waitFor(one, `innerWidth === ${String(width)}`);
        expect(
          await one.page.evaluate<string[]>(findLayoutFaults),
          `${one.name} at ${String(width)} × ${String(height)}`,
        ).toEqual([]);
      }
      await one.page.resize(390, 640);
    }
  });

  it('[P37] shows everyone the last screen when the owner closes the room', async () => {
    const owner = await connect(server);
    await owner.join(room.topic, { token: room.owner, username: 'Carla' });
    const closed = await owner.push({ topic: room.topic, event: 'close', payload: {} });
    expect(closed).toMatchObject({ status: 'ok' });
    await Promise.all(people.map((one) => waitFor(one, `document.querySelector('main.over')`)));
  });

  it.runIf(isThorough)(
    '[P30] [P43] [P45] creates a room, and lets two people talk in elements',
    async () => {
      const inElements = (check: string): string =>
        `[...document.querySelectorAll('ten-minute-chat')].map(({ shadowRoot }) => shadowRoot)` +
        `.filter((root) => root?.querySelector('.composer') != null && ${check}).length === 2`;
      await Promise.all(
        people.map(async (one) => {
          await one.page.resize(1024, 900);
          await one.page.open(`${server.origin}/embed`);
          await one.page.click('#create');
          await waitFor(one, inElements('true'));
          await one.page.type(composer, `From an element in ${one.name}`);
          await one.page.pressEnter();
          await waitFor(one, inElements(`root.textContent.includes('From an element')`));
          expect(await one.page.evaluate<string[]>(findLayoutFaults), one.name).toEqual([]);
        }),
      );
    },
  );
});

/** Says what a reader at the end of the conversation would miss. */
function describeFaults(places: Places, expectedLogBottom = places.logBottom): readonly string[] {
  const { logBottom, newestBottom, composerTop, composerBottom, innerHeight } = places;
  return [
    ...(newestBottom > logBottom + 1 ? ['the newest message is out of sight'] : []),
    ...(logBottom > composerTop + 1 ? ['the conversation is behind the composer'] : []),
    ...(composerBottom > innerHeight + 1 ? ['the composer is below the window'] : []),
    ...(Math.abs(logBottom - expectedLogBottom) > 1 ? ['the conversation has moved'] : []),
  ].map((fault) => `${fault}: ${JSON.stringify(places)}`);
}
