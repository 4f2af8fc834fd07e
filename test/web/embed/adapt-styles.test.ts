// Adapts the page's style sheets to the element.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { adaptStyles } from '../../../web/embed/adapt-styles.ts';

const folder = fileURLToPath(new URL('../../../web/page/style/', import.meta.url));
const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => ({ name, css: adaptStyles(readFileSync(folder + name, 'utf8')) }));

/** All rules except those of overlays, which cover the whole window. */
const findInlineRules = (css: string): readonly string[] =>
  css.match(/[^{}]*\{[^{}]*\}/g)?.filter((rule) => !/\.(sheet|projected|hint)\b/.test(rule)) ?? [];

describe("the element's style sheets", () => {
  it.each(sheets)(
    '[P43] $name mentions only the element and its box, not the document or window',
    ({ css }) => {
      for (const rule of findInlineRules(css)) {
        expect(rule).not.toMatch(/:root|\bhtml\b|\d(dvh|vh|vw)\b|@media \([^)]*(width|height)/);
        expect(rule).not.toMatch(/\drem\b/);
      }
    },
  );

  it('[P43] takes the scheme from an attribute, color and corners from the host page', () => {
    const base = sheets.find(({ name }) => name === 'base.css')?.css ?? '';
    expect(base).toContain(":host([theme='dark']) { color-scheme: dark;");
    expect(base.match(/--accent: var\(--ten-minute-chat-accent, #/g)).toHaveLength(3);
    expect(base).toContain('--round: var(--ten-minute-chat-radius, 16px)');
  });

  it('[P43] converts window queries to container queries, except for overlays', () => {
    expect(adaptStyles('@media (max-width: 30rem) {\n  .bar {\n    gap: 1rem;\n  }\n}')).toMatch(
      /@container \(max-width: 480px\) \{\s*\.bar \{\s*gap: calc\(1 \* var\(--rem\)\);/,
    );
    expect(
      adaptStyles('@media (max-width: 30rem) {\n  .sheet {\n    height: 9dvh;\n  }\n}'),
    ).toMatch(/@media \(max-width: 480px\) \{\s*\.sheet \{\s*height: 9dvh;/);
  });
});
