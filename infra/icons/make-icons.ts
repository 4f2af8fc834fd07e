// Renders the page's PNG icons from its SVG icons, for devices without SVG support. Run it after
// changing an SVG icon: `node --import tsx infra/icons/make-icons.ts`. It needs Chromium.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from '../local/bootstrap.mjs';

const folder = fileURLToPath(new URL('../../web/page/public/icons/', import.meta.url));
/** Apple devices round the corners themselves and ignore transparency. */
const icons = [
  { from: 'icon.svg', to: 'icon-192.png', side: 192 },
  { from: 'icon.svg', to: 'icon-512.png', side: 512 },
  { from: 'maskable.svg', to: 'maskable-512.png', side: 512 },
  { from: 'maskable.svg', to: 'apple-touch-icon.png', side: 180 },
] as const;

const executablePath = findBrowser();
if (executablePath === undefined) {
  throw new Error('This needs Chromium or Chrome. Install one, or set CHROMIUM_PATH.');
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
for (const { from, to, side } of icons) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  const source = Buffer.from(readFileSync(`${folder}${from}`)).toString('base64');
  await page.setContent(
    `<body style="margin:0"><img width="${side}" height="${side}" style="display:block" ` +
      `src="data:image/svg+xml;base64,${source}">`,
  );
  await page.screenshot({ path: `${folder}${to}`, omitBackground: true });
  await page.close();
}
await browser.close();
