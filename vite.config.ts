// How the page is built: web/page into dist/page, hashed and without anything inline, since the page's policy forbids inline code and styles.

import { defineConfig } from 'vite';

export default defineConfig({
  root: 'web/page',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
});
