// Loads word lists from the server and from files.

import type { WordList } from '../../functions/core/ports.ts';
import {
  formats,
  parseLists,
  readList,
  type Format,
} from '../../functions/core/track/word-filter/index.ts';
import { failure, usageError, type CommandResult } from './command-result.ts';
import {
  parseResponse,
  unexpectedResponse,
  type ApiFailure,
  type SendRequest,
} from './filter-api.ts';
import type { FilterInput } from './filter-options.ts';
import { readFileIfAny } from './server-options.ts';

type ServerList = { readonly ok: true; readonly list: WordList } | ApiFailure;

export async function loadListFromServer(
  send: SendRequest,
  name: string,
  version?: string,
): Promise<ServerList> {
  const route = 'GET /api/filters/{list}';
  const response = await send(route, { parameters: { list: name }, query: { version } });
  if (!response.ok) return response;
  const content = parseResponse(route, response);
  if (!content.ok) return content;

  const { hits: _, ...fields } = content.value;
  const parsed = parseLists(fields);
  if (!parsed.ok) return unexpectedResponse(response.status, parsed.problem);
  const [list] = parsed.lists;
  return list === undefined
    ? unexpectedResponse(response.status, 'The list is missing.')
    : { ok: true, list };
}

export type ListFields = Readonly<Record<string, unknown>>;

type FileList =
  | { readonly ok: true; readonly list: ListFields }
  | { readonly ok: false; readonly result: CommandResult };

export async function loadListFromFile(
  input: FilterInput,
  path: string | undefined,
): Promise<FileList> {
  const fail = (result: CommandResult): FileList => ({ ok: false, result });
  if (path === undefined) return fail(usageError('Name a file, or - for standard input.'));
  const format = findFormat(input.values.format ?? guessFormat(path));
  if (format === undefined) return fail(unknownFormat(input.values.format));
  const content = await readFileIfAny(input, path);
  if (content === undefined) return fail(failure(`Cannot read ${path}.`));
  const read = readList(content, format);
  if (!read.ok) return fail(failure(`${path}: ${read.problem}.`));

  // The command names the list, whatever name the file was exported under. The server counts
  // versions and hits.
  const { version: _version, hits: _hits, name: _name, ...list } = read.list;
  return { ok: true, list };
}

export const findFormat = (name: string): Format | undefined =>
  formats.find((format) => format === name);

export function guessFormat(path = ''): Format {
  if (path.endsWith('.json')) return 'json';
  return path.endsWith('.csv') ? 'csv' : 'text';
}

export const unknownFormat = (name = ''): CommandResult =>
  usageError(`There is no format "${name}". Use ${formats.join(', ')}.`);
