// What is left out of the page's JavaScript as it is built: translators' comments, and a transport
// that this server does not speak. Every byte is fetched on somebody's phone before the first word.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Comments and empty lines stand between texts, never in them: a text's own lines are indented. */
export const withoutComments = (source: string): string =>
  source
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join('\n');

/**
 * What phoenix falls back on where there is no WebSocket; of what that is made with, only the part
 * that writes addresses is used besides.
 */
const fallback: readonly (readonly [part: RegExp, instead: string])[] = [
  [/^var LongPoll = class \{$[^]*?^\};$/m, 'var LongPoll = null;'],
  [/^ {2}static request\(method, endPoint[^]*?(?=^ {2}static serialize\()/m, ''],
];

/** Throws where something is not found: then there is something new to look at. */
export function withoutLongPoll(code: string): string {
  return fallback.reduce((left, [part, instead]) => {
    const cut = left.replace(part, instead);
    if (cut === left) {
      throw new Error(`phoenix has changed at ${String(part)}: look at infra/lean-page.ts.`);
    }
    return cut;
  }, code);
}

export const lean: Plugin = {
  name: 'lean-page',
  apply: 'build',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('.ftl?raw')
      ? `export default ${JSON.stringify(withoutComments(readFileSync(id.slice(0, -'?raw'.length), 'utf8')))};`
      : null,
  transform: (code, id) =>
    id.endsWith('/phoenix.mjs') ? { code: withoutLongPoll(code), map: null } : null,
};
