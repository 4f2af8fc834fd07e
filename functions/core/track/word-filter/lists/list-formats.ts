// Word lists as files: JSON, CSV and plain text, written and read back as they were. Used by the
// HTTP API and by the command line alike. Whether what was read is a good list is for
// list-schema.ts to say; here it is only taken apart.

import type { WordList } from './word-list.ts';

export const formats = ['json', 'csv', 'text'] as const;
export type Format = (typeof formats)[number];

export const contentTypes: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};

/** What a file said, in the form of a word list; nothing of it has been checked. */
export type ReadList =
  | { readonly ok: true; readonly list: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: string };

/**
 * In this order, so that whoever opens a file sees first what it is. Versions are not written: a
 * file is imported as the next one.
 */
const settings = ['name', 'language', 'action', 'tell', 'anywhere'] as const;

/**
 * `text`: an entry a line, `!` before one that is allowed, `>` before a replacement, `# action:
 * block` and the like for the rest; any other line that begins with `#` is a remark. `csv`: two
 * columns, `kind,text`. A credit is `credit: licence = MIT`.
 */
export function writeList(list: WordList, format: Format): string {
  if (format === 'json') {
    const { version: _, ...rest } = list;
    return `${JSON.stringify(rest, undefined, 2)}\n`;
  }
  const rows = rowsOf(list);
  if (format === 'csv') {
    return ['kind,text', ...rows.map(({ kind, text }) => `${kind},${quoted(text)}`)]
      .join('\n')
      .concat('\n');
  }
  return rows
    .map(({ kind, text }) => lineOf(kind, text))
    .join('\n')
    .concat('\n');
}

export function readList(file: string, format: Format): ReadList {
  // A file written on Windows may begin with a byte order mark.
  const text = file.replace(/^\uFEFF/, '');
  if (format === 'json') return readJson(text);
  return format === 'csv' ? collected(readCsv(text)) : collected(text.split(/\r?\n/).map(readLine));
}

type Kind = 'forbidden' | 'allowed' | 'replacement' | 'credit' | (typeof settings)[number];

interface Row {
  readonly kind: Kind;
  readonly text: string;
}

// `s`: U+2028 and U+2029 end no line of a file.
const creditIn = /^(.*?) = (.*)$/su;

type ReadRow = Row | undefined | { readonly problem: string };

function rowsOf(list: WordList): Row[] {
  const rows = settings.flatMap((kind): Row[] =>
    list[kind] === undefined ? [] : [{ kind, text: String(list[kind]) }],
  );
  const all = (kind: Kind, texts: readonly string[] = []): Row[] =>
    texts.map((text) => ({ kind, text }));
  const credits = Object.entries(list.credits ?? {}).map(([name, text]) => `${name} = ${text}`);
  return [
    ...rows,
    ...all('credit', credits),
    ...all('replacement', list.replacements),
    ...all('allowed', list.allowed),
    ...all('forbidden', list.forbidden),
  ];
}

const signs: Readonly<Partial<Record<Kind, string>>> = {
  forbidden: '',
  allowed: '!',
  replacement: '>',
};
// What would be read as something else, or lose its spaces, stands behind a backslash.
const guarded = /^[#!>\\\s]|\s$|^$/u;

function lineOf(kind: Kind, text: string): string {
  const sign = signs[kind];
  if (sign === undefined) return `# ${kind}: ${text}`;
  return sign + (guarded.test(text) ? `\\${text}` : text);
}

function readLine(line: string): ReadRow {
  if (line.trim() === '') return undefined;
  const setting = /^#\s*([a-z]+):\s*(.*?)\s*$/s.exec(line);
  const kind = ([...settings, 'credit'] as const).find((one) => one === setting?.[1]);
  // Any other line that begins so is a remark about somebody.
  if (kind !== undefined && (kind !== 'credit' || creditIn.test(setting?.[2] ?? ''))) {
    return { kind, text: setting?.[2] ?? '' };
  }
  if (line.startsWith('#')) return undefined;
  const sign = line.startsWith('!')
    ? 'allowed'
    : line.startsWith('>')
      ? 'replacement'
      : 'forbidden';
  const rest = sign === 'forbidden' ? line : line.slice(1);
  return { kind: sign, text: rest.startsWith('\\') ? rest.slice(1) : rest.trim() };
}

const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** RFC 4180. A file of one column is one of forbidden entries. */
function readCsv(text: string): ReadRow[] {
  const rows = cellsOf(text).filter((cells) => cells.some((cell) => cell !== ''));
  const [head] = rows;
  const isHead =
    head?.[0]?.trim().toLowerCase() === 'kind' && head[1]?.trim().toLowerCase() === 'text';
  return rows.slice(isHead ? 1 : 0).map((cells): ReadRow => {
    const [first = '', second] = cells;
    if (cells.length === 1) return { kind: 'forbidden', text: first.trim() };
    const kind = kinds.find((one) => one === first.trim().toLowerCase());
    return kind === undefined
      ? { problem: `there is no kind "${first}"; there are ${kinds.join(', ')}` }
      : { kind, text: second ?? '' };
  });
}

const kinds: readonly Kind[] = ['forbidden', 'allowed', 'replacement', 'credit', ...settings];

function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (
    let row: string[] = [], found = cell.exec(text);
    found !== null && found.index < text.length;
    found = cell.exec(text)
  ) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',' && cell.lastIndex < text.length) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function readJson(text: string): ReadList {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      return { ok: true, list: json as Readonly<Record<string, unknown>> };
    }
    // Nothing but entries.
    return Array.isArray(json) && json.every((entry) => typeof entry === 'string')
      ? { ok: true, list: { forbidden: json } }
      : { ok: false, problem: 'it is neither one list nor an array of entries' };
  } catch {
    return { ok: false, problem: 'it is not JSON' };
  }
}

function collected(rows: readonly ReadRow[]): ReadList {
  const found: Record<string, unknown> = {};
  const texts: Record<'forbidden' | 'allowed' | 'replacement', string[]> = {
    forbidden: [],
    allowed: [],
    replacement: [],
  };
  const credits = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    if (row === undefined) continue;
    if ('problem' in row) return { ok: false, problem: `line ${index + 1}: ${row.problem}` };
    const { kind, text } = row;
    if (kind === 'forbidden' || kind === 'allowed' || kind === 'replacement') {
      texts[kind].push(text);
    } else if (kind !== 'credit') found[kind] = kind === 'anywhere' ? text === 'true' : text;
    else {
      const [, name, credit] = creditIn.exec(text) ?? [];
      if (name === undefined || credit === undefined) {
        return { ok: false, problem: `line ${index + 1}: a credit is written as "licence = MIT"` };
      }
      credits.set(name, credit);
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
