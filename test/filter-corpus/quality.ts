// Compares how well the filter and other libraries separate forbidden from innocent lines of the
// labelled corpus: npm run filter:quality [-- --misses]. All get the same words. Scripts that a
// library is not made for count against it too, since a chat has all of them.

import { table } from '../bench/figures.ts';
import { floor, ours, peers, type Peer, type PeerList } from '../bench/peers.ts';
import { languages, readLines, readSections, type Line } from './corpus.ts';

type Test = (text: string) => boolean;

const createList = (language: string): PeerList => {
  const { words = [], allowed = [] } = readSections(language);
  return { language, forbidden: words, allowed };
};
const all: PeerList = {
  language: 'en',
  forbidden: languages.flatMap((language) => createList(language).forbidden),
};

/** Tests each line with the words of its language, and other lines with those of all languages. */
export function testLines(
  peer: Peer,
  lines: readonly Line[],
): readonly { readonly line: Line; readonly found: boolean }[] {
  const groups = [...languages, 'common'];
  return groups.flatMap((language) => {
    const test: Test = peer.build(language === 'common' ? all : createList(language));
    return lines
      .filter((line) => line.language === language)
      .map((line) => ({ line, found: test(line.text) }));
  });
}

const share = (answers: readonly { readonly found: boolean }[]): string =>
  answers.length === 0
    ? '-'
    : `${((100 * answers.filter(({ found }) => found).length) / answers.length).toFixed(1)} %`;

function print(): void {
  const lines = readLines();
  const answers = new Map(
    [ours, floor, ...peers].map((peer) => [peer.name, testLines(peer, lines)]),
  );
  const count = (label: string): number => lines.filter((line) => line.label === label).length;
  process.stdout.write(
    `${lines.length} lines in ${languages.length} languages: ${count('plain')} plain, ` +
      `${count('disguised')} disguised, ${count('innocent')} innocent\n\n`,
  );
  const rows = [...answers].map(([name, given]) => [
    name,
    ...['plain', 'disguised', 'innocent'].map((label) =>
      share(given.filter(({ line }) => line.label === label)),
    ),
  ]);
  process.stdout.write(
    `${table(['', 'plain found', 'disguised found', 'innocent found'], rows)}\n\n`,
  );
  const own = answers.get(ours.name) ?? [];
  const byLanguage = [...languages, 'common'].map((language) => [
    language,
    ...['plain', 'disguised', 'innocent'].map((label) =>
      share(own.filter(({ line }) => line.label === label && line.language === language)),
    ),
  ]);
  process.stdout.write(
    `${table([ours.name, 'plain found', 'disguised found', 'innocent found'], byLanguage)}\n`,
  );
  if (!process.argv.includes('--misses')) return;
  for (const { line, found } of own) {
    if (found !== (line.label !== 'innocent')) {
      process.stdout.write(`${line.language}\t${line.label}\t${line.rule}\t${line.text}\n`);
    }
  }
}

if (process.argv[1]?.endsWith('quality.ts') === true) print();
