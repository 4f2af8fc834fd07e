// Builds the simulator as one program, either unchanged or without one mechanism of the product's
// source.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One change of the source. The text must be in the file exactly once, apart from white space. */
export interface Change {
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
}

export interface Mutant {
  /** The mechanism, and the effect of its absence. */
  readonly name: string;
  /** Found within a few seeds, so it also runs with the other tests. */
  readonly quick?: true;
  readonly changes: readonly Change[];
}

/**
 * The path of the built program, under node_modules, where Node finds its imports and Git ignores
 * it.
 */
export async function buildProgram(name: string, changes: readonly Change[] = []): Promise<string> {
  const outfile = `${root}node_modules/.cache/simulator/${name}.mjs`;
  await build({
    entryPoints: [`${root}test/simulator/batch.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
    outfile,
    plugins: changes.length === 0 ? [] : [createChangePlugin(changes)],
  });
  return outfile;
}

const createChangePlugin = (changes: readonly Change[]): Plugin => ({
  name: 'change the source',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const own = changes.filter(({ file }) => path === `${root}${file}`);
      if (own.length === 0) return undefined;
      return { contents: own.reduce(applyChange, await readFile(path, 'utf8')), loader: 'ts' };
    });
  },
});

/**
 * Returns the changed source. White space does not matter. Throws if the text is not in the source
 * exactly once.
 * @internal
 */
export function applyChange(source: string, { file, text, replacement }: Change): string {
  const found = [...source.matchAll(patternFor(text))];
  const [match] = found;
  if (match === undefined || found.length > 1) {
    throw new Error(`${file} has this ${found.length} times, not once: ${text}`);
  }
  const end = match.index + match[0].length;
  return source.slice(0, match.index) + replacement + source.slice(end);
}

/** Matches the text with any white space between its characters, so formatting does not matter. */
function patternFor(text: string): RegExp {
  const characters = Array.from(text.replaceAll(/\s+/g, ''));
  return new RegExp(characters.map((one) => one.replace(/\W/, '\\$&')).join('\\s*'), 'g');
}
