// The three browser engines that people have: Chromium, Firefox, and the WebKit of every iPhone.
// All come from Debian. Each drives one page of its own, by what the engine itself understands:
// the DevTools protocol, WebDriver BiDi, and WebDriver.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser as PuppeteerBrowser } from 'puppeteer-core';
import { Builder, By, Capabilities, Key, type WebDriver } from 'selenium-webdriver';
import { findBrowser, findFirefox, findWebkit } from '../../infra/local/bootstrap.mjs';

/** A browser with one page and storage of its own. */
export interface EnginePage {
  open(url: string): Promise<void>;
  /** Runs an expression in the page. A promise is awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /**
   * Replaces a field's text as a person does, key by key. Finds the first such field, also in open
   * shadow roots.
   */
  type(selector: string, text: string): Promise<void>;
  /** Presses keys without replacing anything, where the focus is. */
  continueTyping(text: string): Promise<void>;
  /** Presses Enter where the focus is. */
  pressEnter(): Promise<void>;
  click(selector: string): Promise<void>;
  /** Sets the page's inner size, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** Returns the visible page as PNG. */
  takeScreenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

export interface Engine {
  readonly name: 'Chromium' | 'Firefox' | 'WebKit';
  readonly isInstalled: () => boolean;
  /** `language`: a BCP 47 tag. WebKitGTK knows only the machine's, so it is English there. */
  readonly launch: (language: string) => Promise<EnginePage>;
}

export const engines: readonly Engine[] = [
  {
    name: 'Chromium',
    isInstalled: () => findBrowser() !== undefined,
    launch: launchChromium,
  },
  {
    name: 'Firefox',
    isInstalled: () => findFirefox() !== undefined,
    launch: launchFirefox,
  },
  {
    name: 'WebKit',
    isInstalled: () => findWebkit() !== undefined,
    launch: launchWebkit,
  },
];

/** An expression that focuses a field and selects its text. */
const focusField = (selector: string): string => `(() => {
  const find = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(${JSON.stringify(selector)})) return element;
      const inside = element.shadowRoot === null ? undefined : find(element.shadowRoot);
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  const field = find(document);
  field.focus();
  field.select();
})()`;

const missing = (name: string, debianPackage: string): Error =>
  new Error(`There is no ${name} here. Debian: apt-get install ${debianPackage}`);

async function launchChromium(language: string): Promise<EnginePage> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw missing('Chromium', 'chromium-headless-shell');
  const browser = await puppeteer.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', `--accept-lang=${language}`],
  });
  return drivePuppeteer(browser);
}

async function launchFirefox(language: string): Promise<EnginePage> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw missing('Firefox', 'firefox-esr');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: { 'intl.accept_languages': language },
  });
  return drivePuppeteer(browser);
}

async function drivePuppeteer(browser: PuppeteerBrowser): Promise<EnginePage> {
  const [page = await browser.newPage()] = await browser.pages();
  return {
    async open(url) {
      await page.goto(url);
    },
    evaluate: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
    async type(selector, text) {
      await page.evaluate(focusField(selector));
      await page.keyboard.type(text);
    },
    continueTyping: (text) => page.keyboard.type(text),
    pressEnter: () => page.keyboard.press('Enter'),
    click: (selector) => page.click(selector),
    resize: (width, height) => page.setViewport({ width, height }),
    takeScreenshot: async () => Buffer.from(await page.screenshot()),
    close: () => browser.close(),
  };
}

async function launchWebkit(): Promise<EnginePage> {
  const webkit = findWebkit();
  if (webkit === undefined) throw missing('WebKit', 'webkit2gtk-driver xvfb');
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  // The bar over the page would be wider than a phone.
  const theme = join(home, '.config', 'gtk-3.0');
  mkdirSync(theme, { recursive: true });
  writeFileSync(
    join(theme, 'gtk.css'),
    '* { font-size: 1px; margin: 0; padding: 0; min-width: 0; -gtk-icon-source: none }',
  );
  const { screen, display } = await startScreen();
  const port = await findFreePort();
  const driverProcess = spawn(webkit.driver, [`--port=${String(port)}`], {
    env: {
      ...process.env,
      DISPLAY: display,
      HOME: home,
      LC_ALL: 'C',
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    await Promise.all([driverProcess, screen].map(endProcess));
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await waitForPort(port);
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${String(port)}`)
      .withCapabilities(
        new Capabilities({
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: webkit.browser, args: ['--automation'] },
        }),
      )
      .build();
    return driveSelenium(driver, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function driveSelenium(driver: WebDriver, stop: () => Promise<void>): EnginePage {
  const evaluate = <T>(expression: string): Promise<T> =>
    driver.executeAsyncScript<T>(`
      const done = arguments[arguments.length - 1];
      Promise.resolve(${expression}).then(done, (error) => done('Failed: ' + error));
    `);
  return {
    open: (url) => driver.get(url),
    evaluate,
    async type(selector, text) {
      await evaluate(focusField(selector));
      await driver.actions().sendKeys(text).perform();
    },
    continueTyping: (text) => driver.actions().sendKeys(text).perform(),
    pressEnter: () => driver.actions().sendKeys(Key.ENTER).perform(),
    click: (selector) => driver.findElement(By.css(selector)).click(),
    async resize(width, height) {
      const window = driver.manage().window();
      const resizeWindow = async (outerHeight: number): Promise<void> => {
        await window.setRect({ x: 0, y: 0, width, height: outerHeight });
        await driver.wait(() => evaluate(`innerWidth === ${String(width)}`), 10_000);
      };
      await resizeWindow(height);
      // The window has a bar above the page.
      await resizeWindow(height + (await evaluate<number>('outerHeight - innerHeight')));
    },
    takeScreenshot: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
    async close() {
      await driver.quit().catch(() => undefined);
      await stop();
    },
  };
}

/** Starts a screen that nobody sees: WebKitGTK has no headless mode. */
async function startScreen(): Promise<{
  readonly screen: ChildProcess;
  readonly display: string;
}> {
  const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1200x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = (await once(screen.stdout, 'data')) as [Buffer];
  return { screen, display: `:${number.toString().trim()}` };
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function waitForPort(port: number): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const isReady = await fetch(`http://127.0.0.1:${String(port)}/status`).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    if (performance.now() > deadline) throw new Error('WebKitWebDriver did not start.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
