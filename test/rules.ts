// `npm run rules` compares SPEC.md with the tests. It fails on a rule without a test and on a test
// that cites an unknown rule.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The ids of a specification's rules, which start list items: `- **W1** …`. */
export const readRules = (spec: string): readonly string[] =>
  [...spec.matchAll(/^\s*[-*] \*\*([A-Z]+\d+)\*\*/gm)].map(([, id]) => id ?? '');

/** The ids that a test file's titles cite: `[W1] …`, `[G1] [G5] …` or `[G1, G5] …`. */
export const readCitations = (source: string): readonly string[] =>
  [...source.matchAll(/\[([A-Z]+\d+(?:, ?[A-Z]+\d+)*)\]/g)].flatMap(([, ids = '']) =>
    ids.split(/, ?/),
  );

interface Faults {
  readonly untested: readonly string[];
  readonly unknown: readonly string[];
  readonly twice: readonly string[];
}

export const findFaults = (rules: readonly string[], cited: readonly string[]): Faults => ({
  untested: rules.filter((id) => !cited.includes(id)),
  unknown: [...new Set(cited)].filter((id) => !rules.includes(id)),
  twice: rules.filter((id, index) => rules.indexOf(id) !== index),
});

const main = (): void => {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const rules = readRules(readFileSync(`${root}../SPEC.md`, 'utf8'));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^rules(\.test)?\.ts$/.test(file),
  );
  const { untested, unknown, twice } = findFaults(
    rules,
    files.flatMap((file) => readCitations(readFileSync(`${root}${file}`, 'utf8'))),
  );
  if (rules.length === 0) console.error('SPEC.md has no rules.');
  if (untested.length > 0) console.error(`Rules without a test: ${untested.join(', ')}`);
  if (unknown.length > 0) console.error(`Cited by tests, not in SPEC.md: ${unknown.join(', ')}`);
  if (twice.length > 0) console.error(`Numbers given twice in SPEC.md: ${twice.join(', ')}`);
  const good = rules.length > 0 && untested.length + unknown.length + twice.length === 0;
  if (good) console.log(`${rules.length} rules, each with a test.`);
  process.exitCode = good ? 0 : 1;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
