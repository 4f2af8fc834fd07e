// The seed lists, the schema of a list, and FILTER_FILE.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWordLists } from '../../../../../functions/adapters/memory/memory-word-lists.ts';
import { parseLists } from '../../../../../functions/core/track/word-filter/index.ts';
import { seedLists } from '../../../../../functions/lists/seeds.ts';

const list = (over: object = {}): object => ({
  name: 'mine',
  version: 1,
  language: 'en',
  forbidden: ['tabs'],
  replacements: ['spaces'],
  ...over,
});

describe('seeds', () => {
  it('[T1] forbid XML and Enterprise Java Beans', async () => {
    const [enterprise, profanity] = seedLists();
    expect(enterprise?.forbidden).toEqual(expect.arrayContaining(['XML', 'Enterprise Java Beans']));
    expect(enterprise?.replacements).toEqual(
      expect.arrayContaining(['JSON', 'Loosely-Coupled Architecture']),
    );
    expect(profanity?.forbidden.length).toBeGreaterThan(300);
    expect((await (await openWordLists()).read()).lists).toEqual([enterprise, profanity]);
  });
});

describe('parseLists', () => {
  it('[T10] accepts one list or several', () => {
    expect(parseLists(list())).toEqual({ ok: true, lists: [list()] });
    const several = [
      list({ credits: { name: 'me', source: 'https://words.example' } }),
      list({ name: 'other' }),
    ];
    expect(parseLists(several)).toEqual({ ok: true, lists: several });
    expect(parseLists([])).toEqual({ ok: true, lists: [] });
  });

  it.each([
    ['name', { name: 'My List' }],
    ['version', { version: 0 }],
    ['language', { language: 'English' }],
    ['forbidden', { forbidden: 'tabs' }],
    ['forbidden.1', { forbidden: ['tabs', '???'] }],
    ['forbidden.0', { forbidden: [''] }],
    ['forbidden.0', { forbidden: ['c++'] }],
    ['forbidden.0', { forbidden: ['one two three four five six seven eight nine'] }],
    ['replacements', { replacements: [] }],
    ['replacements.0', { replacements: [' '] }],
    ['replacements.0', { replacements: ['a\u0000'] }],
    ['replacements.0', { replacements: ['x'.repeat(81)] }],
    ['replacements', { replacements: undefined }],
    ['credits.source', { credits: { source: ' ' } }],
    ['credits.source', { credits: { source: 1 } }],
    ['extra', { extra: 1 }],
  ])('[T10] reports the path of a bad %s', (path, over) => {
    expect(parseLists(list(over))).toEqual({
      ok: false,
      problem: expect.stringMatching(new RegExp(`^${path.replace('.', '\\.')}: .`)) as string,
    });
    expect(parseLists([list(), list({ name: 'second', ...over })])).toEqual({
      ok: false,
      problem: expect.stringMatching(new RegExp(`^1\\.${path.replace('.', '\\.')}: .`)) as string,
    });
  });

  it.each(['mask', 'block', 'flag'])(
    '[T10] requires no replacement of a list whose action is %s',
    (action) => {
      const { replacements: _, ...rest } = list({ action }) as { readonly replacements: unknown };
      for (const one of [rest, { ...rest, replacements: [] }]) {
        expect(parseLists(one)).toEqual({ ok: true, lists: [{ ...rest, replacements: [] }] });
      }
    },
  );

  it('[T10] rejects two lists of one name', () => {
    expect(parseLists([list(), list()])).toEqual({
      ok: false,
      problem: '1.name: Another list before it has the same name.',
    });
  });
});

describe('FILTER_FILE', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lists-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const fileOf = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  it('[T10] replaces the seeds', async () => {
    const file = await fileOf('good.json', `\uFEFF${JSON.stringify(list())}`);
    expect((await (await openWordLists({ file })).read()).lists).toEqual([list()]);
  });

  it('[T10] reports file, place and remedy if it is invalid', async () => {
    const wrong = [
      [join(folder, 'missing.json'), 'cannot be read \\(ENOENT\\)'],
      [await fileOf('text.json', 'words'), 'is not JSON'],
      [
        await fileOf('form.json', JSON.stringify([list({ replacements: [] })])),
        '0\\.replacements: Expected at least one replacement',
      ],
    ] as const;
    for (const [file, problem] of wrong) {
      await expect(openWordLists({ file })).rejects.toThrow(
        new RegExp(`^FILTER_FILE ${file}:? ?${problem}.* Mend the file, or `, 's'),
      );
    }
  });
});
