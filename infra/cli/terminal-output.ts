// Formats responses for a terminal: tables, differences, and matches marked under their text.

import type { WordList } from '../../functions/core/ports.ts';
import { writeList } from '../../functions/core/track/word-filter/index.ts';
import type { RouteResponse } from '../../functions/protocol/http.ts';

type Row = Readonly<Record<string, unknown>>;

export function formatTable(columns: readonly string[], rows: readonly Row[]): string {
  const format = (value: unknown): string =>
    typeof value === 'string' ? value : JSON.stringify(value ?? '');
  const cells = [
    columns,
    ...rows.map((row) => columns.map((column) => format(row[column] ?? '-'))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((row) => row[index]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Compares two lists line by line in the text format: `-` removed, `+` added. */
export function formatDifference(before: Partial<WordList>, after: Partial<WordList>): string {
  const [oldLines, newLines] = [toLines(before), toLines(after)];
  const [inOld, inNew] = [new Set(oldLines), new Set(newLines)];
  const changes = [
    ...oldLines.filter((line) => !inNew.has(line)).map((line) => `- ${line}`),
    ...newLines.filter((line) => !inOld.has(line)).map((line) => `+ ${line}`),
  ];
  return changes.length === 0 ? 'No changes.' : changes.join('\n');
}

const emptyList = { name: '', version: 0, language: '', forbidden: [], replacements: [] } as const;

const toLines = (list: Partial<WordList>): readonly string[] =>
  writeList({ ...emptyList, ...list }, 'text')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# name') && line !== '# language: ');

/** Shows the filtered text, then the text itself with its matches marked. */
export function formatMatches(
  text: string,
  { body, matches }: RouteResponse<'POST /api/filters/test'>,
): string {
  const filtered = body ?? '(blocked)';
  if (matches.length === 0) return `${filtered}\nNo matches.`;
  const marks = matches.map(({ list, entry, start, end }) => {
    const marker = '^'.repeat(Math.max(1, end - start));
    return `  ${' '.repeat(start)}${marker} ${list}: ${entry}`;
  });
  return [filtered, `  ${text}`, ...marks].join('\n');
}
