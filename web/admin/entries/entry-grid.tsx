// The grid of an entry table. It draws only the visible rows, so 100,000 rows stay smooth. The keys
// follow the grid pattern of the ARIA Authoring Practices.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber } from '../lists/list-model.ts';
import type { EntryRow } from './entry-rows.ts';
import { Sparkline } from './sparkline.tsx';

/** The height of a row, as in style/entries.css. */
const rowPixels = 44;
/** Rows drawn above and below the visible ones. */
const extraRows = 8;

interface Props {
  readonly id: string;
  readonly shown: readonly EntryRow[];
  readonly selection: ReadonlySet<string>;
  readonly hasHits: boolean;
  readonly canEdit: boolean;
  readonly label: string;
  readonly describedBy: string;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
  readonly onRemove: (row: EntryRow) => void;
  readonly onUndo: (key: string) => void;
}

export function EntryGrid({
  id,
  shown,
  selection,
  hasHits,
  canEdit,
  label,
  describedBy,
  onSelect,
  onRemove,
  onUndo,
}: Props): JSX.Element {
  const grid = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(440);
  const [activeIndex, setActiveIndex] = useState(0);
  const anchor = useRef(0);
  const active = Math.min(activeIndex, shown.length - 1);
  const first = Math.max(0, Math.floor(top / rowPixels) - extraRows);
  const last = Math.min(shown.length, Math.ceil((top + height) / rowPixels) + extraRows);
  useEffect(() => {
    if (grid.current !== null) setHeight(grid.current.clientHeight);
  }, [shown.length]);

  const select = (index: number, isRange: boolean): void => {
    const next = new Set(selection);
    if (isRange) {
      const start = Math.min(anchor.current, index);
      const end = Math.max(anchor.current, index) + 1;
      for (const { key } of shown.slice(start, end)) next.add(key);
    } else {
      const key = shown[index]?.key ?? '';
      if (!next.delete(key)) next.add(key);
      anchor.current = index;
    }
    onSelect(next);
  };

  const clamp = (index: number): number => Math.max(0, Math.min(shown.length - 1, index));
  const moveTo = (index: number): void => {
    const target = clamp(index);
    setActiveIndex(target);
    const { current } = grid;
    if (current === null) return;
    // The header row stays above the rows and covers one of them.
    const visiblePixels = current.clientHeight - rowPixels;
    current.scrollTop = Math.max(
      Math.min(current.scrollTop, target * rowPixels),
      target * rowPixels + rowPixels - visiblePixels,
    );
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / rowPixels) - 2);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: shown.length - 1,
    };
    const target = targets[event.key];
    const row = shown[active];
    if (target !== undefined) {
      moveTo(target);
      if (event.shiftKey) select(clamp(target), true);
    } else if (event.key === ' ') select(active, event.shiftKey);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      onSelect(new Set(shown.map(({ key }) => key)));
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
              aria-selected={selection.has(row.key)}
              data-state={row.state}
              class={index === active ? 'entry active' : 'entry'}
              style={{ transform: `translateY(${String(index * rowPixels)}px)` }}
              onClick={(event) => {
                setActiveIndex(index);
                select(index, event.shiftKey);
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
                  {row.hits > 0 ? formatNumber(row.hits) : <span class="quiet">0</span>}
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
