// The rows of an entry table: a list's texts with their draft changes and matches, searched and
// sorted. Pure.

import type { Draft } from '../draft/list-draft.ts';
import { listKeys, type HitsByDay, type TextKind, type WordList } from '../lists/list-model.ts';
import { countByDay, sum } from './daily-hits.ts';

export interface EntryRow {
  readonly key: string;
  readonly text: string;
  readonly state: 'added' | 'removed' | undefined;
  readonly hits: number;
  readonly days: readonly number[];
}

export type Show = 'all' | 'changed' | 'hit' | 'never';
export type Order = 'listed' | 'alphabet' | 'hits';

const noDays: readonly number[] = [];

interface RowSource {
  readonly list: WordList;
  readonly kind: TextKind;
  readonly draft: Draft;
  readonly hits: Readonly<Record<string, HitsByDay>>;
  readonly now: number;
}

/** Returns one row per key, added texts first. */
export function createRows({ list, kind, draft, hits, now }: RowSource): readonly EntryRow[] {
  const { added, removed } = draft[kind];
  const rows: EntryRow[] = [...added].map(([key, text]) => ({
    key,
    text,
    state: 'added',
    hits: 0,
    days: noDays,
  }));

  const seen = new Set<string>();
  const keys = listKeys(list, kind);
  for (const [index, text] of list[kind].entries()) {
    const key = keys[index] ?? '';
    if (seen.has(key)) continue;
    seen.add(key);
    const hitsByDay = kind === 'forbidden' && Object.hasOwn(hits, text) ? hits[text] : undefined;
    const days = hitsByDay === undefined ? noDays : countByDay(hitsByDay, now);
    const state = removed.has(key) ? 'removed' : undefined;
    rows.push({ key, text, state, hits: sum(days), days });
  }
  return rows;
}

export interface View {
  readonly search: string;
  readonly show: Show;
  readonly order: Order;
}

const filters: Readonly<Record<Show, (row: EntryRow) => boolean>> = {
  all: () => true,
  changed: ({ state }) => state !== undefined,
  hit: ({ hits }) => hits > 0,
  never: ({ hits }) => hits === 0,
};

export function filterRows(
  rows: readonly EntryRow[],
  { search, show, order }: View,
): readonly EntryRow[] {
  const query = search.normalize('NFKC').toLowerCase().trim();
  const matchesAll = query === '' && show === 'all';
  const found = matchesAll
    ? rows
    : rows.filter((row) => row.key.toLowerCase().includes(query) && filters[show](row));
  if (order === 'listed') return found;
  if (order === 'hits') return found.toSorted((a, b) => b.hits - a.hits);
  return found.toSorted(compareKeys);
}

/** Compares by code unit, in any locale the same. */
function compareKeys({ key: a }: EntryRow, { key: b }: EntryRow): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
