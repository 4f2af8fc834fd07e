// How answers look in a terminal: tables, differences, and matches under their text.

import type { InferOutput } from 'valibot';
import { writeList } from '../../functions/core/track/word-filter/index.ts';
import type { WordList } from '../../functions/core/ports.ts';
import type { Tested } from './filter-api-responses.ts';

export function table(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  const shown = (value: unknown): string =>
    typeof value === 'string' ? value : JSON.stringify(value ?? '');
  const cells = [columns, ...rows.map((row) => columns.map((column) => shown(row[column] ?? '-')))];
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

/** As lines of the text format: what goes with `-`, what comes with `+`. */
export function differenceOf(before: Partial<WordList>, after: Partial<WordList>): string {
  const [old, young] = [before, after].map((list) =>
    writeList({ ...empty, ...list }, 'text')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('# name') && line !== '# language: '),
  );
  const [gone, come] = [new Set(young), new Set(old)];
  const lines = [
    ...(old ?? []).filter((line) => !gone.has(line)).map((line) => `- ${line}`),
    ...(young ?? []).filter((line) => !come.has(line)).map((line) => `+ ${line}`),
  ];
  return lines.length === 0 ? 'Nothing differs.' : lines.join('\n');
}

const empty = { name: '', version: 0, language: '', forbidden: [], replacements: [] } as const;

/** What comes out, and under the text what matched. */
export function markedText(text: string, { body, matches }: InferOutput<typeof Tested>): string {
  const out = body ?? '(blocked)';
  if (matches.length === 0) return `${out}\nNothing matched.`;
  const marks = matches.map(
    ({ list, entry, start, end }) =>
      `  ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))} ${list}: ${entry}`,
  );
  return [out, `  ${text}`, ...marks].join('\n');
}
