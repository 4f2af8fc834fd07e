// Files of word lists: reading never throws, and a list that is accepted is the same after writing
// and reading it in any format.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formats,
  readList,
  writeList,
} from '../../functions/core/track/word-filter/lists/list-formats.ts';
import { parseLists } from '../../functions/core/track/word-filter/lists/list-schema.ts';
import type { WordList } from '../../functions/core/track/word-filter/lists/word-list.ts';
import { nearText } from './mutations.ts';

const list: WordList = {
  name: 'drinks',
  version: 1,
  language: 'en',
  action: 'replace',
  forbidden: ['coffee', '=1+1', 'a "b", c', '#tag', '\\n', 'bad*'],
  allowed: ['coffee table'],
  replacements: ['tea', '@tea'],
  credits: { license: 'MIT, see = there' },
};

const parse = (content: Readonly<Record<string, unknown>>) =>
  parseLists({ name: 'one', language: 'en', replacements: ['tea'], ...content, version: 1 });

export const fuzzLists = () =>
  Promise.resolve(
    fc.asyncProperty(
      fc
        .constantFrom(...formats)
        .chain((format) => fc.tuple(fc.constant(format), nearText(writeList(list, format)))),
      async ([format, file]) => {
        const read = readList(file, format);
        if (!read.ok) return;
        const parsed = parse(read.list);
        if (!parsed.ok) return;
        const [accepted] = parsed.lists;
        assert.ok(accepted !== undefined);
        for (const other of formats) {
          const again = readList(writeList(accepted, other), other);
          assert.ok(again.ok, other);
          const { replacements = [] } = again.list as { readonly replacements?: readonly string[] };
          assert.deepEqual(parse({ ...again.list, replacements }), parsed, other);
        }
      },
    ),
  );
