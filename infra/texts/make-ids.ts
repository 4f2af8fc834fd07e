// Generates web/page/texts/text-ids.ts from the English catalog: the type of every text's id and
// arguments. `npm run texts` writes the file; a test checks that it is current.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FluentResource } from '@fluent/bundle';

/**
 * Returns the texts of a catalog in order, each with the sorted names of its arguments. Terms
 * (`-brand`) are not texts.
 */
export function parseTexts(source: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    new FluentResource(source).body
      .filter(({ id }) => !id.startsWith('-'))
      .map(({ id, value }) => [id, [...new Set(findVariables(value))].sort()]),
  );
}

/** Returns the names of all variables in a pattern, however deep. */
function findVariables(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own =
    'type' in node && node.type === 'var' && 'name' in node && typeof node.name === 'string'
      ? [node.name]
      : [];
  return [...own, ...Object.values(node).flatMap(findVariables)];
}

export function generateIds(english: string): string {
  const lines = [...parseTexts(english)].map(([id, names]) => {
    const key = /^\w+$/.test(id) ? id : `'${id}'`;
    const fields = names.map((name) => `${name}: TextArgument`).join('; ');
    return `  ${key}: ${names.length === 0 ? '[]' : `[{ ${fields} }]`};`;
  });
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
    generateIds(readFileSync(new URL('en.ftl', folder), 'utf8')),
  );
};

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
