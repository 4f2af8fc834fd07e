// The style check finds what it should, and nothing else.

import { describe, expect, it } from 'vitest';
import { findDialect, findRuleNames } from './dialect.ts';
import { proseInCode, proseInFluent, proseInMarkdown, textsInCode } from './prose.ts';
import { findCrowdedFolders, findMostNames, findOfHelpers, findSharedNames } from './structure.ts';

const wordsIn = (text: string): readonly string[] =>
  findDialect('file', text, 1).map(({ words }) => words);

describe('the dialect', () => {
  it.each([
    'Whoever opens it reads along.',
    'Who is heard of lives.',
    'It is told at the end.',
    'Wait, so that the write is done.',
    'It answers at once.',
    'The seat is taken.',
  ])('finds a phrase in "%s"', (text) => {
    expect(wordsIn(text)).toHaveLength(1);
  });

  it.each([
    'Who may join?',
    'Anyone who has the link can join.',
    'Renews the lease, so the holder keeps the room.',
    'The timer rings.',
  ])('accepts "%s"', (text) => {
    expect(wordsIn(text)).toEqual([]);
  });
});

describe('the prose of a file', () => {
  it('is its comments, joined where they are adjacent, and its test titles', () => {
    const source = "// One\n// idea.\n\n/** Another. */\nit('works at once', () => 'at once');\n";
    expect(proseInCode('a.ts', source)).toEqual([
      { text: 'One idea.', line: 1 },
      { text: 'Another.', line: 4 },
      { text: 'works at once', line: 5 },
    ]);
  });

  it('leaves out the code in Markdown', () => {
    expect(
      proseInMarkdown('Text `at once`.\n\n```\nat once\n```\n').map(({ text }) => text),
    ).toEqual(['Text `code`.']);
  });

  it('is the messages of a Fluent file, not its comments', () => {
    expect(proseInFluent('# at once\nkey = One\nother =\n    Two\n')).toEqual([
      { text: 'One', line: 2 },
      { text: 'Two', line: 4 },
    ]);
  });
});

describe('the texts of a file', () => {
  it('name no rule', () => {
    const source = "// [R18]\nf('Taken (R18).', 'V2', 'M4 7h9', `P3: ${x}`, <p>See X1</p>);\n";
    const rules = textsInCode('a.tsx', source).flatMap(({ text, line }) =>
      findRuleNames('a.tsx', text, line).map(({ words }) => words),
    );
    expect(rules).toEqual(['R18', 'P3', 'X1']);
    expect(findRuleNames('ja.ftl', '名前 [R18]', 1)).toHaveLength(1);
  });
});

describe('the structure', () => {
  it('names folders with too many source files', () => {
    const files = Array.from({ length: 15 }, (_, index) => `functions/core/file${index}.ts`);
    expect([...findCrowdedFolders(files)]).toEqual([['functions/core', 15]]);
    expect([...findCrowdedFolders(files.slice(1))]).toEqual([]);
  });

  it('names files that share a base name, index files apart', () => {
    const files = ['functions/a/room.ts', 'web/b/room.tsx', 'web/index.ts', 'infra/index.ts'];
    expect([...findSharedNames(files).keys()]).toEqual(['room']);
  });

  it('finds helpers named xOf', () => {
    expect(findOfHelpers('const keyOf = 1; function viewOf() {} const offset = 2;')).toEqual([
      'keyOf',
      'viewOf',
    ]);
  });

  it('finds limits named xMost', () => {
    expect(findMostNames('const bytesMost = 1; const maxBytes = 2; const almost = 3;')).toEqual([
      'bytesMost',
    ]);
  });
});
