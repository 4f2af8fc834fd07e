// The texts of one kind in a list, as a table that stays smooth with 100,000 of them: only the rows
// in sight are drawn. What they are and how they are sorted is rows.ts; what is done to them the
// caller decides.

import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { shownRows, type Order, type Row, type Show } from './entry-rows.ts';
import { counted, numberOf } from '../lists/word-list.ts';
import { Sparkline } from './sparkline.tsx';

const rowPixels = 44;
const rowsBeyond = 8;

interface Props {
  readonly rows: readonly Row[];
  /** What one of them is called. */
  readonly noun: readonly [one: string, many: string];
  readonly hasHits: boolean;
  readonly canEdit: boolean;
  readonly onRemove: (texts: readonly string[]) => void;
  readonly onUndo: (key: string) => void;
}

export function Entries({
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
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(
    () => shownRows(rows, { search, show, order }),
    [rows, search, show, order],
  );
  const id = useId();
  // What is gone from the list is not chosen any more.
  const picked = useMemo(
    () => (chosen.size === 0 ? [] : rows.filter(({ key }) => chosen.has(key))),
    [rows, chosen],
  );
  const remove = (gone: readonly Row[]): void => {
    if (!canEdit || gone.length === 0) return;
    onRemove(gone.map(({ text }) => text));
    clear();
  };
  const clear = (): void => {
    setChosen(new Set());
    // The button goes; one goes on from the table.
    document.getElementById(`${id}-grid`)?.focus();
  };

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
            <option value="listed">As listed</option>
            <option value="alphabet">A to Z</option>
            {hasHits && <option value="hits">Most matched</option>}
          </select>
        </label>
      </div>
      <div class="picked">
        <p role="status">
          {picked.length > 0
            ? `${numberOf(picked.length)} selected`
            : `${shown.length === rows.length ? '' : `${numberOf(shown.length)} of `}${counted(rows.length, one, many)}`}
        </p>
        {picked.length > 0 && (
          <button type="button" class="plain" onClick={clear}>
            Clear
          </button>
        )}
        {picked.length > 0 && (
          <button
            type="button"
            class="secondary"
            disabled={!canEdit}
            onClick={() => remove(picked)}
          >
            Remove {numberOf(picked.length)}
          </button>
        )}
      </div>
      {shown.length === 0 ? (
        <p class="none quiet">
          {rows.length === 0 ? `No ${many} yet.` : 'Nothing here matches your search.'}
        </p>
      ) : (
        <Grid
          key={`${search} ${show} ${order}`}
          {...{ shown, chosen, setChosen, hasHits, canEdit, onUndo }}
          id={`${id}-grid`}
          label={many}
          describedBy={`${id}-keys`}
          onRemove={(row) => remove(picked.length > 0 ? picked : [row])}
        />
      )}
      <p id={`${id}-keys`} class="keys quiet">
        Arrow keys move, Space selects, with Shift up to there, Delete removes, Enter undoes a
        change.
      </p>
    </div>
  );
}

interface GridProps {
  readonly id: string;
  readonly shown: readonly Row[];
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
  readonly hasHits: boolean;
  readonly canEdit: boolean;
  readonly label: string;
  readonly describedBy: string;
  readonly onRemove: (row: Row) => void;
  readonly onUndo: (key: string) => void;
}

function Grid({
  id,
  shown,
  chosen,
  setChosen,
  hasHits,
  canEdit,
  label,
  describedBy,
  onRemove,
  onUndo,
}: GridProps): JSX.Element {
  const grid = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(440);
  const [at, setAt] = useState(0);
  const anchor = useRef(0);
  const active = Math.min(at, shown.length - 1);
  const first = Math.max(0, Math.floor(top / rowPixels) - rowsBeyond);
  const last = Math.min(shown.length, Math.ceil((top + height) / rowPixels) + rowsBeyond);
  useEffect(() => {
    if (grid.current !== null) setHeight(grid.current.clientHeight);
  }, [shown.length]);

  const choose = (to: number, isRange: boolean): void => {
    const next = new Set(chosen);
    if (isRange) {
      for (const { key } of shown.slice(
        Math.min(anchor.current, to),
        Math.max(anchor.current, to) + 1,
      )) {
        next.add(key);
      }
    } else {
      const key = shown[to]?.key ?? '';
      if (!next.delete(key)) next.add(key);
      anchor.current = to;
    }
    setChosen(next);
  };
  const moveTo = (index: number): void => {
    const to = Math.max(0, Math.min(shown.length - 1, index));
    setAt(to);
    const { current } = grid;
    if (current === null) return;
    // The head stays in sight above the rows.
    const room = current.clientHeight - rowPixels;
    current.scrollTop = Math.max(
      Math.min(current.scrollTop, to * rowPixels),
      to * rowPixels + rowPixels - room,
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / rowPixels) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: shown.length - 1,
    };
    const step = steps[event.key];
    const row = shown[active];
    if (step !== undefined) {
      moveTo(step);
      if (event.shiftKey) choose(Math.max(0, Math.min(shown.length - 1, step)), true);
    } else if (event.key === ' ') choose(active, event.shiftKey);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      setChosen(new Set(shown.map(({ key }) => key)));
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && row !== undefined) {
      onRemove(row);
    } else if (event.key === 'Enter' && row?.state !== undefined && canEdit) onUndo(row.key);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={grid}
      id={id}
      class="grid"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={shown.length + 1}
      aria-multiselectable="true"
      aria-describedby={describedBy}
      aria-activedescendant={
        active >= first && active < last ? `${id}-${String(active)}` : undefined
      }
      onKeyDown={onKeyDown}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div role="row" class="row-head" aria-rowindex={1}>
        <span role="columnheader" class="text">
          Text
        </span>
        {hasHits && (
          <span role="columnheader" class="by-day">
            30 days
          </span>
        )}
        {hasHits && (
          <span role="columnheader" class="hits">
            Matches
          </span>
        )}
        <span role="columnheader" class="state">
          <span class="unseen">Change</span>
        </span>
      </div>
      <div role="rowgroup" class="rows" style={{ height: `${String(shown.length * rowPixels)}px` }}>
        {shown.slice(first, last).map((row, offset) => {
          const index = first + offset;
          return (
            <div
              key={row.key}
              id={`${id}-${String(index)}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={chosen.has(row.key)}
              data-state={row.state}
              class={index === active ? 'entry active' : 'entry'}
              style={{ transform: `translateY(${String(index * rowPixels)}px)` }}
              onClick={(event) => {
                setAt(index);
                choose(index, event.shiftKey);
              }}
            >
              <span role="gridcell" class="text" title={row.text}>
                <span class="box" aria-hidden="true" />
                <span class={`word ${row.state ?? ''}`} dir="auto">
                  {row.text}
                </span>
              </span>
              {hasHits && (
                <span role="gridcell" class="by-day">
                  {row.hits > 0 && <Sparkline counts={row.days} />}
                </span>
              )}
              {hasHits && (
                <span role="gridcell" class="hits">
                  {row.hits > 0 ? numberOf(row.hits) : <span class="quiet">0</span>}
                </span>
              )}
              <span role="gridcell" class="state">
                {row.state !== undefined && <span class="unseen">{row.state}</span>}
                {row.state !== undefined && canEdit && (
                  <button
                    type="button"
                    class="plain"
                    tabIndex={-1}
                    aria-label={`Undo: ${row.text}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      onUndo(row.key);
                      grid.current?.focus();
                    }}
                  >
                    Undo
                  </button>
                )}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
