// Builds the element of the client package: one module, and the languages and tables that it
// loads when it needs them.

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { importWithoutHelper, shrinkCatalogs } from './infra/vite-shrink-page.ts';
import { adaptStyles } from './web/embed/adapt-styles.ts';

export const stylesForElement: Plugin = {
  name: 'styles-for-element',
  enforce: 'pre',
  transform: (code, id) =>
    /\/web\/page\/style\/[\w/-]+\.css\?inline$/.test(id.replaceAll('\\', '/'))
      ? adaptStyles(code)
      : null,
};

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: false,
  plugins: [importWithoutHelper, shrinkCatalogs, stylesForElement],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/client/element',
    emptyOutDir: true,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: {
      input: fileURLToPath(new URL('web/embed/element.ts', import.meta.url)),
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: 'element.js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
