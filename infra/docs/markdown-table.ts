// Tables in Markdown, as Prettier lays them out.

/** Returns a table without a line break at its end. The first row is its header. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const [header = []] = rows;
  const widths = header.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | '),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join(' | ');
  return [lines[0] ?? '', rule, ...lines.slice(1)].map((line) => `| ${line} |`).join('\n');
}
