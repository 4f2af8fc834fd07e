// Vite plugins that make the built page smaller. Every byte is fetched on somebody's phone before
// the first word is shown.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const query = '?raw';

/**
 * Returns a Fluent file without its comments, empty lines, indentation and optional spaces. A
 * text's own lines are indented or begin with a name, so a line that begins with `#` is a comment.
 */
export const shrinkCatalog = (source: string): string =>
  source
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/^ +/, ' ').replace(/^([\w-]+) = */, '$1='))
    .join('\n')
    .replace(/\{ | \}/g, (brace) => brace.trim());

export const shrinkCatalogs: Plugin = {
  name: 'shrink-catalogs',
  apply: 'build',
  enforce: 'pre',
  load: (id) => {
    if (!id.endsWith(`.ftl${query}`)) return null;
    const source = readFileSync(id.slice(0, -query.length), 'utf8');
    return `export default ${JSON.stringify(shrinkCatalog(source))};`;
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
