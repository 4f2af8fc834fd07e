// Word lists as files: written and read back, and written by hand.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formats,
  readList,
  writeList,
  type Format,
} from '../../../../../functions/core/track/word-filter/index.ts';
import type { WordList } from '../../../../../functions/core/ports.ts';

/**
 * Any text that a list may contain, and more: all but control characters, lone surrogates, and the
 * mark of text that could not be read.
 */
const texts = fc.oneof(
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .filter((text) => /^[^\p{Cc}\p{Cs}\uFFFD]+$/u.test(text)),
  fc.constantFrom(
    '#hash',
    '!bang',
    '>more',
    '\\back',
    '"quoted"',
    'a,b',
    ' # name: x',
    'kind',
    'kind,text',
    '# action: block',
    '\u2028',
    'a\u2028b',
    '\uFEFFmark',
    "it's",
    '=HYPERLINK("https://foe.example")',
    '+1',
    '-1',
    '@SUM(A1)',
    "'=1",
    "''=1",
    "'quoted'",
  ),
);
const wordLists = fc.record(
  {
    name: fc.constant('mine'),
    version: fc.constant(1),
    language: fc.constantFrom('en', 'pt-BR'),
    forbidden: fc.array(texts),
    replacements: fc.array(texts, { minLength: 1 }),
    action: fc.constantFrom('replace', 'mask', 'block', 'flag'),
    tell: fc.constantFrom('why', 'that', 'nothing'),
    allowed: fc.array(texts, { minLength: 1 }),
    anywhere: fc.boolean(),
    credits: fc.dictionary(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,9}$/),
      fc.oneof(
        texts.map((text) => text.trim()).filter((text) => text !== ''),
        fc.constant('a = b'),
      ),
      { minKeys: 1, noNullPrototype: true },
    ),
  },
  { requiredKeys: ['name', 'version', 'language', 'forbidden', 'replacements'] },
);

const read = (file: string, format: Format) => {
  const list = readList(file, format);
  return list.ok ? list.list : list.problem;
};

describe('word lists as files', () => {
  it.each(formats)('[F7] reads back what it wrote: %s', (format) => {
    fc.assert(
      fc.property(wordLists, (list) => {
        const { version: _, ...rest } = list as WordList;
        expect(read(writeList(list as WordList, format), format)).toEqual(rest);
      }),
      { numRuns: 500 },
    );
  });

  it('[F17] has no cell in CSV that a spreadsheet would run as a formula', () => {
    fc.assert(
      fc.property(wordLists, (list) => {
        for (const line of writeList(list, 'csv').split('\n')) {
          expect(line).not.toMatch(/^[a-z]+,"?[=+\-@\t\r＝＋－＠]/u);
        }
      }),
    );
    const forbidden = ['=cmd|"/c calc"!A1', "'+1", '=1,2'];
    const file = writeList({ name: 'mine', version: 1, language: 'en', forbidden } as never, 'csv');
    expect(file).toContain(`forbidden,"'=cmd|""/c calc""!A1"`);
  });

  it('[F18] refuses a file that it would read only in part, with the line', () => {
    const head = 'kind,text\nlanguage,en\n';
    expect(read(`${head}forbidden,a\nforbidden,ab"cd\nforbidden,b\n`, 'csv')).toMatch(
      /^line 4: a quote/,
    );
    expect(read(`${head}forbidden,"a\nforbidden,b\n`, 'csv')).toMatch(/^line 3: a quote/);
    expect(read(`${head}forbidden;a\n`, 'csv')).toMatch(/^line 3: write a comma/);
    expect(read(`${head}verboten,a\n`, 'csv')).toMatch(/^line 3: there is no kind/);
    expect(read(`${head}"for\nbidden",a\nverboten,a\n`, 'csv')).toMatch(/^line 3: there/);
    expect(read(`${head}forbidden,"a\nb"\nverboten,a\n`, 'csv')).toMatch(/^line 5: there/);
    for (const format of formats) {
      expect(read(' \n', format)).toBe('it is empty');
      expect(read('caf\uFFFD', format)).toMatch(/UTF-8/);
    }
  });

  it('[F18] reads cells with semicolons between, and spaces around quotes', () => {
    const forbidden = ['a,b', 'c;d'];
    const file = 'kind;text\r\nlanguage;en\r\nforbidden;a,b\r\nforbidden; "c;d" \r\n';
    expect(read(file, 'csv')).toEqual({ language: 'en', forbidden });
  });

  it('[F7] reads files as people write them', () => {
    const list = {
      forbidden: ['XML', 'Enterprise Java Beans'],
      allowed: ['XML Schema'],
      replacements: ['JSON'],
      language: 'en',
      action: 'block',
    };
    const text =
      '\uFEFF# Words of work\r\n# language: en\r\n# action: block\r\n\r\n' +
      'XML  \r\nEnterprise Java Beans\r\n! XML Schema\r\n> JSON\r\n';
    expect(read(text, 'text')).toEqual(list);
    expect(
      read(
        'kind,text\nlanguage,en\naction,block\nforbidden,XML\n' +
          'forbidden,"Enterprise Java Beans"\nallowed,XML Schema\nreplacement,JSON',
        'csv',
      ),
    ).toEqual(list);
    expect(read('XML\r\n"Enterprise Java Beans"\r\n', 'csv')).toEqual({
      forbidden: ['XML', 'Enterprise Java Beans'],
    });
    const credits = {
      forbidden: ['XML'],
      credits: { license: 'MIT', source: 'https://words.example/?a = b' },
    };
    expect(
      read('# credit: license = MIT\n#credit: source = https://words.example/?a = b\nXML', 'text'),
    ).toEqual(credits);
    expect(read('["XML"]', 'json')).toEqual({ forbidden: ['XML'] });
  });

  it('[F7] says why a file cannot be read', () => {
    expect(read('kind,text\nbad,XML\n', 'csv')).toMatch(/^line 2: there is no kind "bad"/);
    expect(read('XML\n', 'csv')).toEqual(read('# credit: to all who helped\nXML', 'text'));
    expect(read('kind,text\ncredit,me\n', 'csv')).toBe(
      'line 2: a credit is written as "license = MIT"',
    );
    expect(read('{', 'json')).toBe('it is not JSON');
    expect(read('[1]', 'json')).toMatch(/^it is neither/);
  });
});
