// Makes web/page/texts/text-ids.ts of the English catalog: which texts there are, and what arguments
// each takes, as types. `npm run texts` writes it; a test holds it current.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FluentResource } from '@fluent/bundle';

/**
 * The ids of a catalog in their order, each with the names of its arguments in alphabetical order.
 * Terms (`-brand`) are no texts.
 */
export function textsOf(source: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    new FluentResource(source).body
      .filter(({ id }) => !id.startsWith('-'))
      .map(({ id, value }) => [id, [...new Set(variablesOf(value))].sort()]),
  );
}

/**
 * The names of all variables anywhere in a pattern: the tree is walked as data, since every node
 * that is one says so.
 */
function variablesOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own =
    'type' in node && node.type === 'var' && 'name' in node && typeof node.name === 'string'
      ? [node.name]
      : [];
  return [...own, ...Object.values(node).flatMap(variablesOf)];
}

export function idsSource(english: string): string {
  const lines = [...textsOf(english)].map(
    ([id, names]) =>
      `  ${/^\w+$/.test(id) ? id : `'${id}'`}: ${names.length === 0 ? '[]' : `[{ ${names.map((name) => `${name}: TextArgument`).join('; ')} }]`};`,
  );
  return [
    '// Every text of the page, with its arguments. Generated from en.ftl by `npm run texts`.',
    '',
    "import type { TextArgument } from './catalog.ts';",
    '',
    'interface Arguments {',
    ...lines,
    '}',
    '',
    'export type TextId = keyof Arguments;',
    '',
    '/** The arguments of `t` after the id. */',
    'export type ArgumentsOf<Id extends TextId> = Arguments[Id];',
    '',
  ].join('\n');
}

const main = (): void => {
  const folder = new URL('../../web/page/texts/', import.meta.url);
  writeFileSync(
    new URL('text-ids.ts', folder),
    idsSource(readFileSync(new URL('en.ftl', folder), 'utf8')),
  );
};

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
