// Loads word lists from the server and from files.

import type { WordList } from '../../functions/core/ports.ts';
import { formats, readList, type Format } from '../../functions/core/track/word-filter/index.ts';
import { failure, usageError, type CommandResult } from './command-result.ts';
import type { ApiFailure, SendRequest } from './filter-api.ts';
import { parseListResponse } from './filter-api-responses.ts';
import type { FilterInput } from './filter-options.ts';
import { readFileIfAny } from './server-options.ts';

type ServerList = { readonly ok: true; readonly list: WordList } | ApiFailure;

export async function loadListFromServer(
  send: SendRequest,
  name: string,
  version?: string,
): Promise<ServerList> {
  const query = version === undefined ? '' : `?version=${encodeURIComponent(version)}`;
  const response = await send({ path: `${listPath(name)}${query}` });
  if (!response.ok) return response;
  const parsed = parseListResponse(response);
  return parsed.ok ? { ok: true, list: parsed.value } : parsed;
}

export const listPath = (name: string): string => `/${encodeURIComponent(name)}`;

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
