// The fonts for layout checks: a page must fit whatever fonts a device has. They come from npm, so
// every machine checks the same, and are set in the open page, so no browser starts for each.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface FontFile {
  readonly weight: number;
  readonly path: string;
}

interface FontSet {
  readonly name: string;
  readonly files: readonly FontFile[];
}

const weights = [400, 700] as const;

const fontsource = (family: string, subset: string): FontFile[] =>
  weights.map((weight) => ({
    weight,
    path: `@fontsource/${family}/files/${family}-${subset}-${String(weight)}-normal.woff2`,
  }));

/** A wide font, a tall one, and a narrow one: Arimo is Liberation Sans under its other name. */
export const fontSets: readonly FontSet[] = [
  { name: 'DejaVu Sans', files: fontsource('dejavu-sans', 'latin') },
  {
    name: 'Noto Sans',
    files: [...fontsource('noto-sans', 'latin'), ...fontsource('noto-sans-arabic', 'arabic')],
  },
  { name: 'Arimo', files: fontsource('arimo', 'latin') },
];

const { resolve } = createRequire(import.meta.url);

/** Shows everything in a font, also inside open shadow roots, until another is set. */
export async function setFont(page: Page, { name, files }: FontSet): Promise<void> {
  const family = JSON.stringify(`Test ${name}`);
  const isLoaded = await page.evaluate<boolean>(
    `[...document.fonts].some((font) => font.family.includes(${family}))`,
  );
  for (const { weight, path } of isLoaded ? [] : files) {
    const base64 = readFileSync(resolve(path)).toString('base64');
    await page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${base64}'), (character) => character.charCodeAt(0));
      const font = new FontFace(${family}, bytes, { weight: '${String(weight)}' });
      document.fonts.add(await font.load());
    })()`);
  }
  // The page's policy forbids styles from strings in its elements, but not constructed ones.
  await page.evaluate(`{
    const sheet = new CSSStyleSheet();
    const family = ${JSON.stringify(family)};
    sheet.replaceSync('* { font-family: ' + family + ', sans-serif !important }');
    const shadows = [...document.querySelectorAll('*')].map(({ shadowRoot }) => shadowRoot);
    for (const root of [document, ...shadows.filter((shadow) => shadow !== null)]) {
      const others = root.adoptedStyleSheets.filter((one) => one !== globalThis.testFont);
      root.adoptedStyleSheets = [...others, sheet];
    }
    globalThis.testFont = sheet;
  }`);
}
