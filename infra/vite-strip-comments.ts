// A Vite plugin that leaves translators' comments out of the built page. Every byte is fetched on
// somebody's phone before the first word is shown.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const query = '?raw';

/**
 * Returns a Fluent file without its comments and empty lines. A text's own lines are indented or
 * begin with a name, so a line that begins with `#` is a comment.
 */
export const stripComments = (source: string): string =>
  source
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join('\n');

export const stripFluentComments: Plugin = {
  name: 'strip-fluent-comments',
  apply: 'build',
  enforce: 'pre',
  load: (id) => {
    if (!id.endsWith(`.ftl${query}`)) return null;
    const source = readFileSync(id.slice(0, -query.length), 'utf8');
    return `export default ${JSON.stringify(stripComments(source))};`;
  },
};
