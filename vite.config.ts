// Builds web/page and web/admin into dist/page, hashed and without anything inline, since their
// policy forbids inline code and styles. Each has its own HTML file, so neither loads the other's
// code.

import { fileURLToPath } from 'node:url';
import { build, defineConfig, type Plugin } from 'vite';
import { importWithoutHelper, packCatalogs, stylesForElement } from './vite.element.config.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where each page's HTML comes to lie, instead of where it lay in the sources. */
const htmlFiles: Readonly<Record<string, string>> = {
  'page/index.html': 'index.html',
  'admin/index.html': 'admin.html',
  'embed/index.html': 'embed.html',
};

const htmlAtTheTop: Plugin = {
  name: 'html-at-the-top',
  enforce: 'post',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      file.fileName = htmlFiles[file.fileName] ?? file.fileName;
    }
  },
};

const pages = {
  root: 'web',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
} as const;

const output = {
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  target: 'es2022',
} as const;

function buildDemoPage(): Plugin {
  let outDir = '';
  return {
    name: 'build-demo-page',
    apply: 'build',
    configResolved: (config) => {
      ({ outDir } = config.build);
    },
    closeBundle: async () => {
      await build({
        ...pages,
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        plugins: [importWithoutHelper, packCatalogs, htmlAtTheTop, stylesForElement],
        build: {
          ...output,
          outDir,
          emptyOutDir: false,
          rolldownOptions: { input: [at('web/embed/index.html')] },
        },
      });
    },
  };
}

export default defineConfig({
  ...pages,
  publicDir: 'page/public',
  plugins: [importWithoutHelper, packCatalogs, htmlAtTheTop, buildDemoPage()],
  build: {
    ...output,
    outDir: '../dist/page',
    emptyOutDir: true,
    rolldownOptions: { input: [at('web/page/index.html'), at('web/admin/index.html')] },
  },
});
