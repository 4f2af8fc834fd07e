// What the table of a list shows: its texts with what the draft makes of them and how often they
// matched; searched and in order. Pure.

import { lastDays, sumOf } from './daily-hits.ts';
import type { Draft } from '../draft/list-draft.ts';
import { keysOf, type Days, type Kind, type WordList } from '../lists/word-list.ts';

export interface Row {
  readonly key: string;
  readonly text: string;
  readonly state: 'added' | 'removed' | undefined;
  readonly hits: number;
  readonly days: readonly number[];
}

export type Show = 'all' | 'changed' | 'hit' | 'never';
export type Order = 'listed' | 'alphabet' | 'hits';

const noDays: readonly number[] = [];

/** What is new stands first, where it is seen. Texts that count as one are one row. */
export function rowsOf({
  list,
  kind,
  draft,
  hits,
  now,
}: {
  readonly list: WordList;
  readonly kind: Kind;
  readonly draft: Draft;
  readonly hits: Readonly<Record<string, Days>>;
  readonly now: number;
}): readonly Row[] {
  const { added, removed } = draft[kind];
  const rows: Row[] = [...added].map(([key, text]) => ({
    key,
    text,
    state: 'added',
    hits: 0,
    days: noDays,
  }));
  const seen = new Set<string>();
  const known = keysOf(list, kind);
  for (const [index, text] of list[kind].entries()) {
    const key = known[index] ?? '';
    if (seen.has(key)) continue;
    seen.add(key);
    const counted = kind === 'forbidden' && Object.hasOwn(hits, text) ? hits[text] : undefined;
    const days = counted === undefined ? noDays : lastDays(counted, now);
    rows.push({
      key,
      text,
      state: removed.has(key) ? 'removed' : undefined,
      hits: sumOf(days),
      days,
    });
  }
  return rows;
}

export interface View {
  readonly search: string;
  readonly show: Show;
  readonly order: Order;
}

export function shownRows(rows: readonly Row[], { search, show, order }: View): readonly Row[] {
  const wanted = search.normalize('NFKC').toLowerCase().trim();
  const shows: Readonly<Record<Show, (row: Row) => boolean>> = {
    all: () => true,
    changed: ({ state }) => state !== undefined,
    hit: ({ hits }) => hits > 0,
    never: ({ hits }) => hits === 0,
  };
  const found =
    wanted === '' && show === 'all'
      ? rows
      : rows.filter((row) => row.key.toLowerCase().includes(wanted) && shows[show](row));
  if (order === 'listed') return found;
  if (order === 'hits') return found.toSorted((one, other) => other.hits - one.hits);
  return found.toSorted(({ key: one }, { key: other }) => (one < other ? -1 : one > other ? 1 : 0));
}
