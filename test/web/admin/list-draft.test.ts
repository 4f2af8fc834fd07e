// Drafts of word lists: changes, undoing them, and moving them to a version of someone else.

import { describe, expect, it } from 'vitest';
import {
  addTexts,
  applyDraft,
  diffLists,
  toEdit,
  emptyDraft,
  countChanges,
  describeDraft,
  isEmptyDraft,
  rebaseDraft,
  removeTexts,
  undoChange,
  changeSettings,
} from '../../../web/admin/draft/list-draft.ts';
import { describeProblem } from '../../../web/admin/draft/use-list-editor.ts';
import { segmentText } from '../../../web/admin/try/text-segments.ts';
import { createRows, filterRows } from '../../../web/admin/entries/entry-rows.ts';
import { parseList, toListName, type WordList } from '../../../web/admin/lists/list-model.ts';

const base: WordList = parseList(
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
  addTexts(draft, { list: base, kind: 'forbidden', texts });
const remove = (texts: readonly string[], draft = emptyDraft) =>
  removeTexts(draft, { list: base, kind: 'forbidden', texts });

describe('a draft', () => {
  it('[F13] counts additions and removals, and undoes them one by one', () => {
    const { draft, added: fresh, existing } = add(['four', 'TWO', 'FOUR', 'five']);
    expect([fresh, existing]).toEqual([2, 2]);
    const both = remove(['one'], draft);
    expect([countChanges(both), describeDraft(both)]).toEqual([
      { added: 2, removed: 1, settings: 0 },
      '2 added, 1 removed',
    ]);
    expect(applyDraft(base, both).forbidden).toEqual(['Two', 'three', 'four', 'five']);
    const less = undoChange(undoChange(both, 'forbidden', 'one'), 'forbidden', 'five');
    expect(applyDraft(base, less).forbidden).toEqual(['one', 'Two', 'three', 'four']);
    expect(isEmptyDraft(undoChange(less, 'forbidden', 'four'))).toBe(true);
  });

  it('[F13] is empty once every change is reversed', () => {
    expect(isEmptyDraft(remove(['four'], add(['four']).draft))).toBe(true);
    expect(isEmptyDraft(add(['ONE'], remove(['one'])).draft)).toBe(true);
    const masked = changeSettings(emptyDraft, base, { action: 'mask' });
    expect(describeDraft(masked)).toBe('1 setting changed');
    expect(isEmptyDraft(changeSettings(masked, base, { action: 'replace' }))).toBe(true);
  });

  it("[F14] moves to someone else's version and keeps both sides' changes", () => {
    const mine = changeSettings(remove(['one', 'three'], add(['four', 'five']).draft), base, {
      tell: 'why',
    });
    const theirs = {
      ...base,
      version: 4,
      forbidden: ['one', 'Two', 'five', 'six'],
      action: 'block' as const,
    };
    const onTop = rebaseDraft(mine, theirs);
    expect(describeDraft(onTop)).toBe('1 added, 1 removed, 1 setting changed');
    expect(applyDraft(theirs, onTop)).toMatchObject({
      version: 4,
      forbidden: ['Two', 'five', 'six', 'four'],
      action: 'block',
      tell: 'why',
    });
    expect(describeDraft(diffLists(base, theirs))).toBe('2 added, 1 removed, 1 setting changed');
  });

  it('[F13] becomes an edit of only the changed fields', () => {
    const draft = addTexts(
      changeSettings(remove(['Two'], add(['four']).draft), base, { anywhere: true }),
      { list: base, kind: 'replacements', texts: ['lily'] },
    ).draft;
    expect(toEdit(base, draft)).toEqual({
      add: ['four'],
      remove: ['Two'],
      replacements: ['rose', 'lily'],
      anywhere: true,
    });
    expect(applyDraft(base, diffLists(base, applyDraft(base, draft)))).toEqual(
      applyDraft(base, draft),
    );
  });

  it('[F13] holds 100,000 changed entries', () => {
    const big = {
      ...base,
      forbidden: Array.from({ length: 100_000 }, (_, index) => `grob${index.toString(36)}nark`),
    };
    const draft = removeTexts(
      addTexts(emptyDraft, {
        list: big,
        kind: 'forbidden',
        texts: big.forbidden.map((text) => `${text}s`),
      }).draft,
      { list: big, kind: 'forbidden', texts: big.forbidden },
    );
    const rows = createRows({ list: big, kind: 'forbidden', draft, hits: {}, now: 0 });
    expect(
      filterRows(rows, { search: '255', show: 'changed', order: 'alphabet' }).length,
    ).toBeGreaterThan(10);
    expect(rows).toHaveLength(200_000);
  });
});

describe('the admin page', () => {
  it('[F9] counts matches per entry, and filters by text, change and matches', () => {
    const draft = remove(['Two'], add(['four']).draft);
    const rows = createRows({
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
    const shown = (view: Partial<Parameters<typeof filterRows>[1]>) =>
      filterRows(rows, { search: '', show: 'all', order: 'listed', ...view }).map(
        ({ text }) => text,
      );
    expect(shown({ search: 'T' })).toEqual(['Two', 'three']);
    expect(shown({ show: 'changed' })).toEqual(['four', 'Two']);
    expect(shown({ show: 'hit' })).toEqual(['one']);
    expect(shown({ order: 'hits' })[0]).toBe('one');
    expect(shown({ order: 'alphabet' })).toEqual(['four', 'one', 'three', 'Two']);
  });

  it('[F8] splits a text at overlapping matches', () => {
    const common = { list: 'rude', version: 1, entry: 'x' };
    const match = (start: number, end: number) => ({ ...common, start, end });
    expect(
      segmentText('abcdef', [match(1, 4), match(3, 5)]).map(({ text, matches }) => [
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

  it('[T10] names the rejected entry instead of its index', () => {
    const refused = (message: string) =>
      describeProblem({ ok: false, reason: 'invalid_payload', message }, base);
    expect(refused('draft.forbidden.1: Expected a word.')).toBe('“Two”: Expected a word.');
    expect(refused('replacements: Expected at least one replacement.')).toBe(
      'Replacements: Expected at least one replacement.',
    );
    expect(refused('language: Expected a tag.')).toBe('language: Expected a tag.');
  });

  it('[F12] turns typed text into a list name', () => {
    expect(['My Slang!', 'Grüße', ' a  b-', 'x'.repeat(50)].map(toListName)).toEqual([
      'my-slang',
      'gru-e',
      'a-b',
      'x'.repeat(40),
    ]);
  });
});
