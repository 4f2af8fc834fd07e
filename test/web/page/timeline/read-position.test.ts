// Message headings, the read position, the rendered range, and the filter's replacements.

import { describe, expect, it } from 'vitest';
import type { TimelineItem } from '../../../../web/client/index.ts';
import { findReplacements } from '../../../../web/page/timeline/filter-changes.ts';
import { chooseHeading } from '../../../../web/page/timeline/message-heading.ts';
import {
  renderedRange,
  initialReadPosition,
  advanceReadPosition,
} from '../../../../web/page/timeline/read-position.ts';

const item = (key: string, change: Partial<TimelineItem> = {}): TimelineItem => ({
  key,
  cid: key,
  seq: 1,
  name: 'Bo',
  member: 'm-bo',
  body: key,
  at: '2026-01-01T12:00:10.000Z',
  isOwn: false,
  to: null,
  toName: null,
  state: 'sent',
  problem: null,
  filterReceipt: null,
  hasGapBefore: false,
  ...change,
});
const items = (...keys: readonly string[]): readonly TimelineItem[] =>
  keys.map((key) => item(key, key.startsWith('own') ? { isOwn: true } : {}));

describe('grouping', () => {
  it('[P10] shows the time each minute, and the sender again after any interruption', () => {
    const first = item('a');
    expect(chooseHeading(undefined, first, false)).toBe('name');
    expect(chooseHeading(first, item('b', { at: '2026-01-01T12:00:59.000Z' }), false)).toBe('none');
    expect(chooseHeading(first, item('b', { at: '2026-01-01T12:01:00.000Z' }), false)).toBe('time');
    for (const change of [{ name: 'Cy' }, { isOwn: true }, { hasGapBefore: true }, { to: 'Ann' }]) {
      expect(chooseHeading(first, item('b', change), false)).toBe('name');
    }
    expect(chooseHeading(first, item('b'), true)).toBe('name');
  });
});

describe('reading', () => {
  const caughtUp = advanceReadPosition(initialReadPosition, items('a', 'b'), true);

  it('[P11] marks where the user stopped, and keeps the line when they return', () => {
    const away = advanceReadPosition(caughtUp, items('a', 'b', 'c', 'd'), false);
    expect(away).toEqual({ read: 'b', mark: 'b', unread: 2 });
    const back = advanceReadPosition(away, items('a', 'b', 'c', 'd'), true);
    expect(back).toEqual({ read: 'd', mark: 'b', unread: 0 });
    expect(advanceReadPosition(back, items('a', 'b', 'c', 'd', 'e'), false)).toEqual({
      read: 'd',
      mark: 'd',
      unread: 1,
    });
  });

  it('[P11] counts the first message in an empty room as new, but no history', () => {
    expect(advanceReadPosition(initialReadPosition, items('a', 'b'), false)).toEqual({
      read: 'b',
      mark: null,
      unread: 0,
    });
    expect(
      advanceReadPosition(advanceReadPosition(initialReadPosition, [], false), items('a'), false),
    ).toEqual({
      read: '',
      mark: '',
      unread: 1,
    });
  });

  it('[P11] removes the line when the user writes, and reuses an equal position', () => {
    const away = advanceReadPosition(caughtUp, items('a', 'b', 'c'), false);
    expect(advanceReadPosition(away, items('a', 'b', 'c', 'own'), false)).toEqual({
      read: 'own',
      mark: null,
      unread: 0,
    });
    expect(advanceReadPosition(away, items('0', 'a', 'b', 'c'), false)).toBe(away);
  });

  it('[P12] renders the end, or a limited part from the first message', () => {
    const many = items(...Array.from({ length: 1_000 }, (_, index) => String(index)));
    expect(renderedRange(many, null)).toEqual({ from: 920, to: 1_000 });
    expect(renderedRange(many, '100')).toEqual({ from: 100, to: 260 });
    expect(renderedRange(many, 'gone')).toEqual({ from: 920, to: 1_000 });
    expect(renderedRange(items('a'), null)).toEqual({ from: 0, to: 1 });
  });
});

describe('filter replacements', () => {
  it('[P13] pairs written words with what replaced them, even with spaces', () => {
    const originalBody = 'SOAP shit';
    const body = 'Open Standards is Nicer than';
    const replacements = findReplacements({
      verdict: 'changed',
      originalBody,
      changes: [
        { start: 0, end: 4, filtered: { start: 0, end: 14 }, list: 'jargon', version: 1 },
        { start: 5, end: 9, filtered: { start: 15, end: 28 } },
      ],
    });
    expect(
      replacements.map(({ written, start, end, list }) => [written, body.slice(start, end), list]),
    ).toEqual([
      ['SOAP', 'Open Standards', 'jargon'],
      ['shit', 'is Nicer than', null],
    ]);
  });

  it('[P13] finds no replacement in a blocked message', () => {
    const changes = [{ start: 0, end: 4 }];
    expect(findReplacements({ verdict: 'blocked', originalBody: 'SOAP', changes })).toEqual([]);
  });
});
