// The page's style sheets, as the element has them.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forElement } from '../../../web/embed/adapt-styles.ts';

const folder = fileURLToPath(new URL('../../../web/page/style/', import.meta.url));
const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => ({ name, css: forElement(readFileSync(folder + name, 'utf8')) }));

/** What lies over the whole window says so. */
const blocksOf = (css: string): readonly string[] =>
  css.match(/[^{}]*\{[^{}]*\}/g)?.filter((block) => !/\.(sheet|projected|hint)\b/.test(block)) ??
  [];

describe('the element’s style sheets', () => {
  it.each(sheets)(
    '[P43] of $name none speaks of the document or the window, but of the element and its box',
    ({ css }) => {
      for (const block of blocksOf(css)) {
        expect(block).not.toMatch(/:root|\bhtml\b|\d(dvh|vh|vw)\b|@media \([^)]*(width|height)/);
        expect(block).not.toMatch(/\drem\b/);
      }
    },
  );

  it('[P43] both schemes can be had by an attribute, and the colour and the corners from the page around', () => {
    const base = sheets.find(({ name }) => name === 'base.css')?.css ?? '';
    expect(base).toContain(":host([theme='dark']) { color-scheme: dark;");
    expect(base.match(/--accent: var\(--ten-minute-chat-accent, #/g)).toHaveLength(3);
    expect(base).toContain('--round: var(--ten-minute-chat-radius, 16px)');
  });

  it('[P43] a query of the window’s width is one of the box, unless it is about what lies over the window', () => {
    expect(forElement('@media (max-width: 30rem) {\n  .bar {\n    gap: 1rem;\n  }\n}')).toMatch(
      /@container \(max-width: 480px\) \{\s*\.bar \{\s*gap: calc\(1 \* var\(--rem\)\);/,
    );
    expect(
      forElement('@media (max-width: 30rem) {\n  .sheet {\n    height: 9dvh;\n  }\n}'),
    ).toMatch(/@media \(max-width: 480px\) \{\s*\.sheet \{\s*height: 9dvh;/);
  });
});
