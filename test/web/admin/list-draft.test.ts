// Drafts of administrators: what they change, undone, and made again on a version that somebody
// else has written.

import { describe, expect, it } from 'vitest';
import {
  added,
  applied,
  between,
  editOf,
  emptyDraft,
  extentOf,
  inWords,
  isEmpty,
  rebased,
  removed,
  undone,
  withSettings,
} from '../../../web/admin/draft/list-draft.ts';
import { problemOf } from '../../../web/admin/draft/use-list-editor.ts';
import { piecesOf } from '../../../web/admin/try/text-segments.ts';
import { rowsOf, shownRows } from '../../../web/admin/entries/entry-rows.ts';
import { listOf, nameFrom, type WordList } from '../../../web/admin/lists/word-list.ts';

const base: WordList = listOf(
  {
    version: 3,
    language: 'en',
    forbidden: ['one', 'Two', 'three'],
    allowed: ['one day'],
    replacements: ['rose'],
  },
  'rude',
);
const add = (texts: readonly string[], draft = emptyDraft) =>
  added(draft, { list: base, kind: 'forbidden', texts });
const remove = (texts: readonly string[], draft = emptyDraft) =>
  removed(draft, { list: base, kind: 'forbidden', texts });

describe('a draft', () => {
  it('[F13] counts what is added and removed, and takes each change back by itself', () => {
    const { draft, added: fresh, there } = add(['four', 'TWO', 'FOUR', 'five']);
    expect([fresh, there]).toEqual([2, 2]);
    const both = remove(['one'], draft);
    expect([extentOf(both), inWords(both)]).toEqual([
      { added: 2, removed: 1, settings: 0 },
      '2 added, 1 removed',
    ]);
    expect(applied(base, both).forbidden).toEqual(['Two', 'three', 'four', 'five']);
    const less = undone(undone(both, 'forbidden', 'one'), 'forbidden', 'five');
    expect(applied(base, less).forbidden).toEqual(['one', 'Two', 'three', 'four']);
    expect(isEmpty(undone(less, 'forbidden', 'four'))).toBe(true);
  });

  it('[F13] is empty when what was done is done the other way round', () => {
    expect(isEmpty(remove(['four'], add(['four']).draft))).toBe(true);
    expect(isEmpty(add(['ONE'], remove(['one'])).draft)).toBe(true);
    const masked = withSettings(emptyDraft, base, { action: 'mask' });
    expect(inWords(masked)).toBe('1 setting changed');
    expect(isEmpty(withSettings(masked, base, { action: 'replace' }))).toBe(true);
  });

  it("[F14] made on a version that somebody else wrote keeps theirs and loses nothing of one's own", () => {
    const mine = withSettings(remove(['one', 'three'], add(['four', 'five']).draft), base, {
      tell: 'why',
    });
    const theirs = {
      ...base,
      version: 4,
      forbidden: ['one', 'Two', 'five', 'six'],
      action: 'block' as const,
    };
    const onTop = rebased(mine, theirs);
    expect(inWords(onTop)).toBe('1 added, 1 removed, 1 setting changed');
    expect(applied(theirs, onTop)).toMatchObject({
      version: 4,
      forbidden: ['Two', 'five', 'six', 'four'],
      action: 'block',
      tell: 'why',
    });
    expect(inWords(between(base, theirs))).toBe('2 added, 1 removed, 1 setting changed');
  });

  it('[F13] goes to the server as what it changes and nothing else', () => {
    const draft = added(
      withSettings(remove(['Two'], add(['four']).draft), base, { anywhere: true }),
      { list: base, kind: 'replacements', texts: ['lily'] },
    ).draft;
    expect(editOf(base, draft)).toEqual({
      add: ['four'],
      remove: ['Two'],
      replacements: ['rose', 'lily'],
      anywhere: true,
    });
    expect(applied(base, between(base, applied(base, draft)))).toEqual(applied(base, draft));
  });

  it('[F13] holds 100,000 entries, all of them changed', () => {
    const big = {
      ...base,
      forbidden: Array.from({ length: 100_000 }, (_, index) => `grob${index.toString(36)}nark`),
    };
    const draft = removed(
      added(emptyDraft, {
        list: big,
        kind: 'forbidden',
        texts: big.forbidden.map((text) => `${text}s`),
      }).draft,
      { list: big, kind: 'forbidden', texts: big.forbidden },
    );
    const rows = rowsOf({ list: big, kind: 'forbidden', draft, hits: {}, now: 0 });
    expect(
      shownRows(rows, { search: '255', show: 'changed', order: 'alphabet' }).length,
    ).toBeGreaterThan(10);
    expect(rows).toHaveLength(200_000);
  }, 30_000);
});

describe('what an administrator sees', () => {
  it('[F9] the table tells how often each entry matched, and finds by text, change and matches', () => {
    const draft = remove(['Two'], add(['four']).draft);
    const rows = rowsOf({
      list: base,
      kind: 'forbidden',
      draft,
      hits: { one: { '2030-01-29': 2, '2030-01-30': 3, '2029-01-01': 9 } },
      now: Date.UTC(2030, 0, 30, 12),
    });
    expect(rows.map(({ text, state, hits }) => [text, state, hits])).toEqual([
      ['four', 'added', 0],
      ['one', undefined, 5],
      ['Two', 'removed', 0],
      ['three', undefined, 0],
    ]);
    expect(rows[1]?.days.slice(-3)).toEqual([0, 2, 3]);
    const shown = (view: Partial<Parameters<typeof shownRows>[1]>) =>
      shownRows(rows, { search: '', show: 'all', order: 'listed', ...view }).map(
        ({ text }) => text,
      );
    expect(shown({ search: 'T' })).toEqual(['Two', 'three']);
    expect(shown({ show: 'changed' })).toEqual(['four', 'Two']);
    expect(shown({ show: 'hit' })).toEqual(['one']);
    expect(shown({ order: 'hits' })[0]).toBe('one');
    expect(shown({ order: 'alphabet' })).toEqual(['four', 'one', 'three', 'Two']);
  });

  it('[F8] marks matches that lie over one another', () => {
    const match = (start: number, end: number) => ({ list: 'rude', entry: 'x', start, end });
    expect(
      piecesOf('abcdef', [match(1, 4), match(3, 5)]).map(({ text, matches }) => [
        text,
        matches.length,
      ]),
    ).toEqual([
      ['a', 0],
      ['bc', 1],
      ['d', 2],
      ['e', 1],
      ['f', 0],
    ]);
  });

  it('[T10] names the entry that the server refuses, not its number', () => {
    const refused = (message: string) =>
      problemOf({ ok: false, reason: 'invalid_payload', message }, base);
    expect(refused('draft.forbidden.1: Expected a word.')).toBe('“Two”: Expected a word.');
    expect(refused('replacements: Expected at least one replacement.')).toBe(
      'Replacements: Expected at least one replacement.',
    );
    expect(refused('language: Expected a tag.')).toBe('language: Expected a tag.');
  });

  it('[F12] makes a name of what was typed', () => {
    expect(['My Slang!', 'Grüße', ' a  b-', 'x'.repeat(50)].map(nameFrom)).toEqual([
      'my-slang',
      'gru-e',
      'a-b',
      'x'.repeat(40),
    ]);
  });
});
