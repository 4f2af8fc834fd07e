// What is looked at on every screen, in whatever state it is: the rules of axe-core, what the
// page's own policy forbade, whether all fits a narrow or magnified window, and whether anything
// moves. How a screen comes into its state is said elsewhere.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

type Size = NonNullable<ReturnType<Page['viewportSize']>>;

const phone: Size = { width: 390, height: 844 };
const desktop: Size = { width: 1280, height: 800 };
/** The narrowest that is promised, and a laptop's window at 200 %. */
const tight: readonly Size[] = [
  { width: 320, height: 568 },
  { width: 640, height: 400 },
];

/**
 * Before the first page of a context opens. Where it was not asked for, the console's complaints
 * must do.
 */
export const noteForbidden = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(`
  globalThis.forbidden = [];
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => forbidden.push(effectiveDirective + ' ' + blockedURI));
`);

/**
 * Everything that is wrong; each state is reached once, and looked at in both schemes and all
 * sizes.
 */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  const add = (where: string, found: readonly string[]): void => {
    faults.push(...found.map((fault) => `${where}: ${fault}`));
  };
  // What a script of the page's own could not do, the debugger may: the policy stays in force.
  await page.evaluate(axe);
  // What depends on the size is the same in both schemes, and the colours are the same in both
  // sizes.
  for (const [name, size, colorScheme] of [
    ['phone', phone, 'light'],
    ['desktop', desktop, 'dark'],
  ] as const) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    add(`${name}, ${colorScheme}`, await broken(page));
    add(`${name}, ${colorScheme}`, await page.evaluate<string[]>(moving));
  }
  for (const size of tight) {
    await page.setViewportSize(size);
    add(`${String(size.width)} px`, await page.evaluate<string[]>(outOfReach));
  }
  add('policy', await page.evaluate<string[]>('globalThis.forbidden ?? []'));
  return faults;
}

const broken = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(async () => {
  const { violations } = await axe.run(document, {
    runOnly: { type: 'tag', values: ${JSON.stringify(tags)} }, resultTypes: ['violations'],
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary, html }) =>
    id + ' at ' + target.join(' ') + ' ' + html.slice(0, 120) + ': ' + failureSummary.replaceAll(/\\s+/g, ' ').slice(0, 300)));
})()`);

/** Reduced motion is asked for: what still runs, takes no time. */
const moving = `document.getAnimations()
  .filter(({ playState, effect }) => playState === 'running' && effect.getComputedTiming().duration > 1)
  .map(({ animationName, transitionProperty, effect }) => 'moves: ' + (animationName ?? transitionProperty) + ' of ' + effect.target.getAttribute('class'))`;

/**
 * Nothing wider than the window, no words cut off that have no mark of it, and everything that can
 * be pressed or written in can be brought into sight, with nothing over it.
 */
const outOfReach = `(async () => {
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  const faults = [];
  const called = (element) => element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '') + ' "' + (element.textContent || element.value || '').trim().slice(0, 40) + '"';
  const within = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;
  if (document.documentElement.scrollWidth > innerWidth) faults.push('the page is ' + document.documentElement.scrollWidth + ' px wide');
  for (const element of within.querySelectorAll('*')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.unseen, svg *') !== null) continue;
    const style = getComputedStyle(element);
    const { left, right, width } = element.getBoundingClientRect();
    if (width > 0 && (left < -1 || right > innerWidth + 1)) faults.push('beside the window: ' + called(element));
    const cuts = style.overflowX === 'hidden' || style.overflowX === 'clip';
    if (cuts && style.clipPath === 'none' && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1) faults.push('cut off: ' + called(element));
  }
  for (const element of within.querySelectorAll('button, a[href], input, select, textarea, summary')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.unseen') !== null || element.closest('[inert]') !== null) continue;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = document.elementFromPoint(x, y);
    const label = element.closest('label');
    if (hit === null || !(element.contains(hit) || hit.contains(element) && hit !== document.body && hit !== document.documentElement || label !== null && label.contains(hit)))
      faults.push('out of reach: ' + called(element) + ' at ' + Math.round(x) + ', ' + Math.round(y) + (hit === null ? '' : ' under ' + called(hit)));
    else if (width < 24 || height < 24) {
      if (element.type !== 'checkbox' && element.type !== 'radio' && element.tagName !== 'A') faults.push('too small to press: ' + called(element));
    }
  }
  return faults;
})()`;
