// Builds the element of the client package: one module, and the languages and tables that it
// loads when it needs them. Exports what the page's build shares.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { adaptStyles } from './web/embed/adapt-styles.ts';
import { packCatalog } from './web/page/texts/pack-catalog.ts';

export const stylesForElement: Plugin = {
  name: 'styles-for-element',
  enforce: 'pre',
  transform: (code, id) =>
    /\/web\/page\/style\/[\w/-]+\.css\?inline$/.test(id.replaceAll('\\', '/'))
      ? adaptStyles(code)
      : null,
};

/** Parses catalogs in the build, so the page needs no parser. */
export const packCatalogs: Plugin = {
  name: 'pack-catalogs',
  apply: 'build',
  enforce: 'pre',
  load: (id) => {
    if (id.endsWith('.ftl?raw')) {
      const source = readFileSync(id.slice(0, -'?raw'.length), 'utf8');
      return `export default ${JSON.stringify(packCatalog(source))};`;
    }
    return id.endsWith('/texts/parse-catalog.ts') ? `export * from './unpack-catalog.ts';` : null;
  },
};

/**
 * Imports what loads later without Vite's helper, which first loads its styles and imports. Such a
 * module must have none: the build fails if it does.
 */
export const importWithoutHelper: Plugin = {
  name: 'import-without-helper',
  apply: 'build',
  load: {
    order: 'pre',
    handler: (id) =>
      id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null,
  },
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !file.isDynamicEntry) continue;
      const needed = [...file.imports, ...(file.viteMetadata?.importedCss ?? [])];
      if (needed.length > 0) throw new Error(`${file.fileName} needs ${needed.join(', ')}.`);
    }
  },
};

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: false,
  plugins: [importWithoutHelper, packCatalogs, stylesForElement],
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
