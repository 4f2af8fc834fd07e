// How the pages are built: web/page and web/admin into dist/page, hashed and without anything inline, since their policy forbids inline code
// and styles. Each has an HTML file of its own, so that what one needs does not weigh on the other.

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where each page's HTML comes to lie, instead of where it lay in the sources. */
const htmlFiles: Readonly<Record<string, string>> = { 'page/index.html': 'index.html', 'admin/index.html': 'admin.html' };

const htmlAtTheTop: Plugin = {
  name: 'html-at-the-top',
  enforce: 'post',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) file.fileName = htmlFiles[file.fileName] ?? file.fileName;
  },
};

export default defineConfig({
  root: 'web',
  publicDir: 'page/public',
  plugins: [htmlAtTheTop],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: { input: [at('web/page/index.html'), at('web/admin/index.html')] },
  },
});
