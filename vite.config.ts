// How the page is built: web/page into dist/page, hashed and without anything inline, since the page's policy forbids inline code and styles.
// Vitest reads this file too, and then works from the top of the repository.

import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  ...(mode === 'test' ? {} : { root: 'web/page' }),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
}));
