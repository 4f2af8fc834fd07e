// Word lists as files: JSON, CSV and plain text. The HTTP API and the command line both use them.
// Reading only takes a file apart; list-schema.ts validates the list.

import type { WordList } from './word-list.ts';

export const formats = ['json', 'csv', 'text'] as const;
export type Format = (typeof formats)[number];

export const contentTypes: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};

/** The content of a file in the form of a word list, not validated. */
type ReadList =
  | { readonly ok: true; readonly list: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: string };

/**
 * In the order in which files contain them: a reader first sees which list it is. Files have no
 * version, because an import creates the next one.
 */
const settings = ['name', 'language', 'action', 'tell', 'anywhere'] as const;

type Setting = (typeof settings)[number];
type EntryKind = 'forbidden' | 'allowed' | 'replacement';
type Kind = EntryKind | 'credit' | Setting;

const kinds: readonly Kind[] = ['forbidden', 'allowed', 'replacement', 'credit', ...settings];

/** One line of a file. */
interface Row {
  readonly kind: Kind;
  readonly text: string;
}

/** Undefined: a line without content, such as a comment. */
type ReadRow = Row | undefined | { readonly problem: string };

// The `s` flag, because U+2028 and U+2029 do not end a line of a file.
const creditPattern = /^(.*?) = (.*)$/su;

/**
 * Writes a list as a file, without its version.
 *
 * `text` has one entry a line: `!` before an allowed one, `>` before a replacement, `# action:
 * block` and the like for settings. Other lines that begin with `#` are comments. `csv` has two
 * columns, `kind,text`, and an apostrophe before a text that a spreadsheet would run as a formula.
 * A credit is `credit: license = MIT`.
 */
export function writeList(list: WordList, format: Format): string {
  if (format === 'json') {
    const { version: _, ...content } = list;
    return `${JSON.stringify(content, undefined, 2)}\n`;
  }
  const rows = listRows(list);
  const lines =
    format === 'csv'
      ? ['kind,text', ...rows.map(({ kind, text }) => `${kind},${quoteCell(text)}`)]
      : rows.map(formatLine);
  return `${lines.join('\n')}\n`;
}

/** Reads a file that `writeList` or a person wrote. */
export function readList(file: string, format: Format): ReadList {
  // Files from Windows may begin with a byte order mark.
  const text = file.replace(/^\uFEFF/, '');
  if (text.trim() === '') return { ok: false, problem: 'it is empty' };
  if (text.includes('\uFFFD')) return { ok: false, problem: 'it is not UTF-8; save it as UTF-8' };
  if (format === 'json') return readJson(text);
  if (format === 'csv') return collectRows(readCsv(text));
  return collectRows(
    text.split(/\r?\n/).map((line, at) => ({ line: at + 1, row: readLine(line) })),
  );
}

function listRows(list: WordList): Row[] {
  const settingRows = settings.flatMap((kind): Row[] =>
    list[kind] === undefined ? [] : [{ kind, text: String(list[kind]) }],
  );
  const rowsOfKind = (kind: Kind, texts: readonly string[] = []): Row[] =>
    texts.map((text) => ({ kind, text }));
  const credits = Object.entries(list.credits ?? {}).map(([name, text]) => `${name} = ${text}`);
  return [
    ...settingRows,
    ...rowsOfKind('credit', credits),
    ...rowsOfKind('replacement', list.replacements),
    ...rowsOfKind('allowed', list.allowed),
    ...rowsOfKind('forbidden', list.forbidden),
  ];
}

const prefixes: Readonly<Partial<Record<Kind, string>>> = {
  forbidden: '',
  allowed: '!',
  replacement: '>',
};
/** Texts that would read as something else, or lose spaces. They get a backslash. */
const needsEscape = /^[#!>\\\s]|\s$|^$/u;

function formatLine({ kind, text }: Row): string {
  const prefix = prefixes[kind];
  if (prefix === undefined) return `# ${kind}: ${text}`;
  return prefix + (needsEscape.test(text) ? `\\${text}` : text);
}

function readLine(line: string): ReadRow {
  if (line.trim() === '') return undefined;
  const setting = readSetting(line);
  if (setting !== undefined) return setting;
  // All other lines that begin with # are comments.
  if (line.startsWith('#')) return undefined;

  const kind = readEntryKind(line);
  const rest = kind === 'forbidden' ? line : line.slice(1);
  return { kind, text: rest.startsWith('\\') ? rest.slice(1) : rest.trim() };
}

function readSetting(line: string): Row | undefined {
  const [, name, text = ''] = /^#\s*([a-z]+):\s*(.*?)\s*$/s.exec(line) ?? [];
  const kind = ([...settings, 'credit'] as const).find((one) => one === name);
  if (kind === undefined || (kind === 'credit' && !creditPattern.test(text))) return undefined;
  return { kind, text };
}

function readEntryKind(line: string): EntryKind {
  if (line.startsWith('!')) return 'allowed';
  return line.startsWith('>') ? 'replacement' : 'forbidden';
}

/**
 * Texts that a spreadsheet would run as formulas, after any number of apostrophes. In files they
 * get one more, which a spreadsheet takes as the mark of a text.
 * Source: OWASP, "CSV Injection".
 */
const formula = /^'*[=+\-@\t\r＝＋－＠]/u;

function quoteCell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const unquoteCell = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;

/**
 * Reads CSV (RFC 4180). A file with one column holds forbidden entries. Where decimals have a
 * comma, spreadsheets write semicolons between the cells.
 */
function readCsv(text: string): readonly NumberedRow[] {
  const lines = readCells(text, /^\s*"?kind"?;/i.test(text) ? ';' : ',').filter(
    (line) => 'problem' in line || line.cells.some((cell) => cell !== ''),
  );
  const [first] = lines;
  const header = first !== undefined && 'cells' in first ? first.cells : [];
  const [kind, entry] = header.map((cell) => cell.trim().toLowerCase());
  const hasHeader = kind === 'kind' && entry === 'text';
  return lines.slice(hasHeader ? 1 : 0).map((line) => ({
    line: line.line,
    row: 'problem' in line ? line : readCsvRow(line.cells),
  }));
}

function readCsvRow([first = '', second]: readonly string[]): ReadRow {
  const isSplitOtherwise = kinds.some((kind) => new RegExp(`^${kind}[;\t]`, 'i').test(first));
  if (second === undefined && isSplitOtherwise) {
    return { problem: 'write a comma between the kind and the text, or begin the file: kind;text' };
  }
  if (second === undefined) return { kind: 'forbidden', text: unquoteCell(first.trim()) };
  const kind = kinds.find((one) => one === first.trim().toLowerCase());
  return kind === undefined
    ? { problem: `there is no kind "${first}"; there are ${kinds.join(', ')}` }
    : { kind, text: unquoteCell(second) };
}

type ReadCells = { readonly line: number } & (
  { readonly cells: readonly string[] } | { readonly problem: string }
);

function readCells(text: string, separator: ',' | ';'): readonly ReadCells[] {
  const lines: ReadCells[] = [];
  const cell = new RegExp(
    `[ \\t]*"((?:[^"]|"")*)"[ \\t]*(${separator}|\\r?\\n|$)` +
      `|([^"${separator}\\r\\n]*)(${separator}|\\r?\\n|$)`,
    'gy',
  );
  // A quoted cell may have several lines.
  let line = 1;
  let endLine = 1;
  for (let cells: string[] = [], started = 0; started < text.length;) {
    const match = cell.exec(text);
    if (match === null) {
      lines.push({
        line,
        problem: 'a quote is out of place; write "" for a quote in a quoted cell',
      });
      break;
    }
    started = cell.lastIndex;
    endLine += match[0].split('\n').length - 1;
    cells.push(match[1]?.replaceAll('""', '"') ?? match[3] ?? '');
    const end = match[2] ?? match[4] ?? '';
    if (end === separator && started < text.length) continue;
    lines.push({ line, cells });
    line = endLine;
    cells = [];
  }
  return lines;
}

function readJson(text: string): ReadList {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      return { ok: true, list: json as Readonly<Record<string, unknown>> };
    }
    // An array of entries, without settings.
    return Array.isArray(json) && json.every((entry) => typeof entry === 'string')
      ? { ok: true, list: { forbidden: json } }
      : { ok: false, problem: 'it is neither one list nor an array of entries' };
  } catch {
    // JSON.parse throws a SyntaxError.
    return { ok: false, problem: 'it is not JSON' };
  }
}

interface NumberedRow {
  /** From 1, in the file. */
  readonly line: number;
  readonly row: ReadRow;
}

function collectRows(rows: readonly NumberedRow[]): ReadList {
  const found: Record<string, unknown> = {};
  const texts: Record<EntryKind, string[]> = { forbidden: [], allowed: [], replacement: [] };
  const credits = new Map<string, string>();
  for (const { line, row } of rows) {
    if (row === undefined) continue;
    if ('problem' in row) return { ok: false, problem: `line ${line}: ${row.problem}` };
    const { kind, text } = row;
    if (kind === 'forbidden' || kind === 'allowed' || kind === 'replacement') {
      texts[kind].push(text);
    } else if (kind === 'credit') {
      const [, name, credit] = creditPattern.exec(text) ?? [];
      if (name === undefined || credit === undefined) {
        return { ok: false, problem: `line ${line}: a credit is written as "license = MIT"` };
      }
      credits.set(name, credit);
    } else {
      found[kind] = kind === 'anywhere' ? text === 'true' : text;
    }
  }

  const { forbidden, allowed, replacement: replacements } = texts;
  return {
    ok: true,
    list: {
      ...found,
      ...(credits.size === 0 ? {} : { credits: Object.fromEntries(credits) }),
      forbidden,
      ...(allowed.length === 0 ? {} : { allowed }),
      ...(replacements.length === 0 ? {} : { replacements }),
    },
  };
}
