// The checks for every state of every screen: axe-core's rules, violations of the page's policy,
// fit into narrow and magnified windows, and reduced motion.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';
import { isThorough } from '../thorough.ts';
import { fontSets, setFont } from './font-sets.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

type Size = NonNullable<ReturnType<Page['viewportSize']>>;

const phone: Size = { width: 390, height: 844 };
const desktop: Size = { width: 1280, height: 800 };
/** The narrowest supported window, a laptop's window at 200 %, and a phone on its side. */
const tight: readonly Size[] = [
  { width: 320, height: 568 },
  { width: 640, height: 400 },
  { width: 844, height: 390 },
];

/** Call it before the first page of a context opens. */
export const recordPolicyViolations = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(`
  globalThis.forbidden = [];
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    forbidden.push(effectiveDirective + ' ' + blockedURI);
  });
`);

/** Two of the four combinations are enough: layout ignores the scheme, and colors the size. */
const looks = [
  { name: 'phone', size: phone, colorScheme: 'light' },
  { name: 'desktop', size: desktop, colorScheme: 'dark' },
] as const;

interface Extent {
  /** The index of the only look to try. All: undefined. */
  readonly look?: number | undefined;
  readonly fonts: typeof fontSets;
}

const everything: Extent = { fonts: fontSets };

/**
 * How to inspect the nth of many states: everything in a thorough run; else one of the looks in
 * turn, and the widest font, in which most is cut off.
 */
export const chooseExtent = (nth: number): Extent =>
  isThorough ? everything : { look: nth % looks.length, fonts: fontSets.slice(0, 1) };

/** Returns everything wrong with the page's current state, in both color schemes and all sizes. */
export async function findFaults(
  page: Page,
  extent: Extent = everything,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const add = (where: string, found: readonly string[]): void => {
    faults.push(...found.map((fault) => `${where}: ${fault}`));
  };
  // The page's policy blocks injected scripts, but not the debugger.
  await page.evaluate(axe);
  for (const { name, size, colorScheme } of looks.filter(
    (_, index) => extent.look === undefined || extent.look === index,
  )) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    add(`${name}, ${colorScheme}`, await runAxe(page));
    add(`${name}, ${colorScheme}`, await page.evaluate<string[]>(findMotion));
  }
  for (const font of extent.fonts) {
    await setFont(page, font);
    // In every size the widest font, in the narrowest all of them.
    for (const size of font === fontSets[0] ? tight : tight.slice(0, 1)) {
      await page.setViewportSize(size);
      const where = `${String(size.width)} px, ${font.name}`;
      add(where, await page.evaluate<string[]>(findLayoutFaults));
    }
  }
  add('policy', await page.evaluate<string[]>('globalThis.forbidden ?? []'));
  return faults;
}

const runAxe = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(async () => {
  const { violations } = await axe.run(document, {
    runOnly: { type: 'tag', values: ${JSON.stringify(tags)} }, resultTypes: ['violations'],
    iframes: false, preload: false,
  });
  const describe = (id, { target, failureSummary, html }) =>
    id + ' at ' + target.join(' ') + ' ' + html.slice(0, 120) + ': ' +
    failureSummary.replaceAll(/\\s+/g, ' ').slice(0, 300);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => describe(id, node)));
})()`);

/** With reduced motion, animations take no time. */
const findMotion = `document.getAnimations()
  .filter(({ playState, effect }) =>
    playState === 'running' && effect.getComputedTiming().duration > 1)
  .map(({ animationName, transitionProperty, effect }) =>
    'moves: ' + (animationName ?? transitionProperty) + ' of ' +
    effect.target.getAttribute('class'))`;

/**
 * Finds content wider than the window, text cut off without an ellipsis, and controls that cannot
 * be scrolled into sight, are covered, or are too small.
 */
export const findLayoutFaults = `(async () => {
  await new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });
  const faults = [];
  const describe = (element) => {
    const text = (element.textContent || element.value || '').trim().slice(0, 40);
    const name = element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '');
    return name + ' "' + text + '"';
  };
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true });
  const findAll = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) =>
      element.shadowRoot === null ? [element] : [element, ...findAll(element.shadowRoot)]);
  const root =
    findAll(document).filter((element) => element.matches('dialog:modal')).at(-1) ?? document.body;

  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) faults.push('the page is ' + scrollWidth + ' px wide');
  for (const element of findAll(root)) {
    if (!isVisible(element) || element.closest('.unseen, svg *') !== null) continue;
    const style = getComputedStyle(element);
    const { left, right, width } = element.getBoundingClientRect();
    const isShortened = element.parentElement !== null &&
      getComputedStyle(element.parentElement).textOverflow === 'ellipsis';
    if (width > 0 && !isShortened && (left < -1 || right > innerWidth + 1)) {
      faults.push('beside the window: ' + describe(element));
    }
    const clips = style.overflowX === 'hidden' || style.overflowX === 'clip';
    const isUnmarked = style.clipPath === 'none' && style.textOverflow !== 'ellipsis';
    if (clips && isUnmarked && element.scrollWidth > element.clientWidth + 1) {
      faults.push('cut off: ' + describe(element));
    }
  }

  for (const timer of findAll(root).filter((element) => element.matches('.timer.large'))) {
    const { width } = timer.querySelector('.digits').getBoundingClientRect();
    // The ring's inner edge: 38 of the 50 units of its radius.
    if (width > 0.76 * timer.querySelector('.dial').getBoundingClientRect().width) {
      faults.push('on the ring: ' + describe(timer));
    }
  }

  const controls = 'button, a[href], input, select, textarea, summary';
  for (const element of findAll(root).filter((one) => one.matches(controls))) {
    if (!isVisible(element) || element.closest('.unseen, [inert]') !== null) continue;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = element.getRootNode().elementFromPoint(x, y);
    const label = element.closest('label');
    const isReached = hit !== null && (
      element.contains(hit) ||
      (hit.contains(element) && hit !== document.body && hit !== document.documentElement) ||
      (label !== null && label.contains(hit))
    );
    const isBox = element.type === 'checkbox' || element.type === 'radio';
    if (!isReached) {
      const cover = hit === null ? '' : ' under ' + describe(hit);
      const place = Math.round(x) + ', ' + Math.round(y);
      faults.push('out of reach: ' + describe(element) + ' at ' + place + cover);
    } else if ((width < 24 || height < 24) && !isBox && element.tagName !== 'A') {
      faults.push('too small to press: ' + describe(element));
    }
  }
  return faults;
})()`;
