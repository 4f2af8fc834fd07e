// `npm run style`: plain English and plain structure, as CONTRIBUTING.md asks for them. Prints each
// offence with its place and what to write instead; any offence fails.

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { findDialect, findRuleNames, type Finding } from './dialect.ts';
import { proseInCode, proseInFluent, proseInMarkdown, textsInCode, type Prose } from './prose.ts';
import {
  findCrowdedFolders,
  findMostNames,
  findOfHelpers,
  findSharedNames,
  maxFilesPerFolder,
  maxOfHelpers,
} from './structure.ts';

// The patterns themselves, and texts that come from elsewhere.
const exempt =
  /^test\/checks\/(dialect|style\.test)|^LICENSE|NOTICE\.md$|-table\.ts$|common-words-elsewhere|reserved-words/;

function proseIn(file: string): readonly Prose[] {
  const source = readFileSync(file, 'utf8');
  if (/\.(tsx?|mts|mjs|js)$/.test(file)) return proseInCode(file, source);
  if (file.endsWith('.md')) return proseInMarkdown(source);
  if (file.endsWith('/en.ftl')) return proseInFluent(source);
  return [];
}

/** The texts that people who know no SPEC.md read: the page's, the server's, the commands'. */
function textsIn(file: string): readonly Prose[] {
  if (!/^(functions|infra|web)\//.test(file)) return [];
  if (file.endsWith('.ftl')) return proseInFluent(readFileSync(file, 'utf8'));
  return /\.(tsx?|mjs)$/.test(file) ? textsInCode(file, readFileSync(file, 'utf8')) : [];
}

/** Git also lists deleted files, and links to folders. */
const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function main(only: readonly string[]): void {
  const tracked = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...only],
    { encoding: 'utf8' },
  )
    .split('\0')
    .filter((file) => file !== '' && !exempt.test(file) && isFile(file));
  const findings: Finding[] = tracked.flatMap((file) => [
    ...proseIn(file).flatMap(({ text, line }) => findDialect(file, text, line)),
    ...textsIn(file).flatMap(({ text, line }) => findRuleNames(file, text, line)),
  ]);
  const problems = findings.map(
    ({ file, line, words, advice }) => `${file}:${line}  "${words}"  ${advice}`,
  );

  for (const [folder, count] of findCrowdedFolders(tracked)) {
    problems.push(`${folder}: ${count} source files, at most ${maxFilesPerFolder}.`);
  }
  for (const [name, sharing] of findSharedNames(tracked)) {
    problems.push(`${sharing.join(', ')}: share the name ${name}.`);
  }
  const helpers = tracked
    .filter((file) => /^(functions|infra|web)\/.*\.tsx?$/.test(file))
    .flatMap((file) =>
      findOfHelpers(readFileSync(file, 'utf8')).map((name) => `${name} (${file})`),
    );
  if (helpers.length > maxOfHelpers) {
    problems.push(`${helpers.length} helpers are named xOf, at most ${maxOfHelpers}:`, ...helpers);
  }

  for (const file of tracked.filter((name) => /\.(tsx?|mjs)$/.test(name))) {
    for (const name of findMostNames(readFileSync(file, 'utf8'))) {
      problems.push(`${file}: ${name}: a limit is named max….`);
    }
  }

  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0
      ? `${tracked.length} files: plain English, small folders, distinct names.`
      : `${problems.length} problems.`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

main(process.argv.slice(2));
