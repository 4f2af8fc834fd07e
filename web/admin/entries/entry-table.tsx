// A table of a list's texts of one kind: search, filter, order and selection. entry-grid.tsx draws
// the rows, entry-rows.ts sorts them; the caller edits the list.

import type { JSX } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { formatCount, formatNumber } from '../lists/list-model.ts';
import { EntryGrid } from './entry-grid.tsx';
import { filterRows, type EntryRow, type Order, type Show } from './entry-rows.ts';

interface Props {
  readonly rows: readonly EntryRow[];
  /** The word for a row, such as "entry". */
  readonly noun: readonly [one: string, many: string];
  readonly hasHits: boolean;
  readonly canEdit: boolean;
  readonly onRemove: (texts: readonly string[]) => void;
  readonly onUndo: (key: string) => void;
}

export function EntryTable({
  rows,
  noun: [one, many],
  hasHits,
  canEdit,
  onRemove,
  onUndo,
}: Props): JSX.Element {
  const [search, setSearch] = useState('');
  const [show, setShow] = useState<Show>('all');
  const [order, setOrder] = useState<Order>('listed');
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(
    () => filterRows(rows, { search, show, order }),
    [rows, search, show, order],
  );
  // Rows may have left the list since they were selected.
  const selected = useMemo(
    () => (selection.size === 0 ? [] : rows.filter(({ key }) => selection.has(key))),
    [rows, selection],
  );
  const id = useId();

  const clearSelection = (): void => {
    setSelection(new Set());
    // The button disappears: the focus moves to the grid.
    document.getElementById(`${id}-grid`)?.focus();
  };
  const remove = (removed: readonly EntryRow[]): void => {
    if (!canEdit || removed.length === 0) return;
    onRemove(removed.map(({ text }) => text));
    clearSelection();
  };
  const shownCount = shown.length === rows.length ? '' : `${formatNumber(shown.length)} of `;
  const rowCount = formatCount(rows.length, one, many);

  return (
    <div class="entries">
      <div class="tools">
        <label class="search">
          <span class="unseen">Search {many}</span>
          <input
            type="search"
            placeholder={`Search ${many}`}
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <label>
          <span class="unseen">Show</span>
          <select value={show} onChange={(event) => setShow(event.currentTarget.value as Show)}>
            <option value="all">All</option>
            <option value="changed">Changed</option>
            {hasHits && (
              <>
                <option value="hit">Matched in 30 days</option>
                <option value="never">Not matched in 30 days</option>
              </>
            )}
          </select>
        </label>
        <label>
          <span class="unseen">Order</span>
          <select value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
            <option value="listed">List order</option>
            <option value="alphabet">A to Z</option>
            {hasHits && <option value="hits">Most matched</option>}
          </select>
        </label>
      </div>
      <div class="selection">
        <p role="status">
          {selected.length > 0
            ? `${formatNumber(selected.length)} selected`
            : `${shownCount}${rowCount}`}
        </p>
        {selected.length > 0 && (
          <>
            <button type="button" class="plain" onClick={clearSelection}>
              Clear
            </button>
            <button
              type="button"
              class="secondary"
              disabled={!canEdit}
              onClick={() => remove(selected)}
            >
              Remove {formatNumber(selected.length)}
            </button>
          </>
        )}
      </div>
      {shown.length === 0 ? (
        <p class="empty quiet">
          {rows.length === 0 ? `No ${many} yet.` : 'No matches for your search.'}
        </p>
      ) : (
        <EntryGrid
          key={`${search} ${show} ${order}`}
          {...{ shown, selection, hasHits, canEdit, onUndo }}
          id={`${id}-grid`}
          label={many}
          describedBy={`${id}-keys`}
          onSelect={setSelection}
          onRemove={(row) => remove(selected.length > 0 ? selected : [row])}
        />
      )}
      <p id={`${id}-keys`} class="keys quiet">
        Arrow keys move. Space selects, Shift+Space selects a range. Delete removes. Enter undoes a
        change.
      </p>
    </div>
  );
}
