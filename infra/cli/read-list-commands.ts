// The `filter` commands that only read: they show, export, compare and try word lists.

import { writeList } from '../../functions/core/track/word-filter/index.ts';
import { failure, success, usageError } from './command-result.ts';
import { parseResponse } from './filter-api.ts';
import type { FilterCommand } from './filter-options.ts';
import {
  findFormat,
  guessFormat,
  loadListFromFile,
  loadListFromServer,
  unknownFormat,
} from './list-source.ts';
import { formatDifference, formatMatches, formatTable } from './terminal-output.ts';

export const showLists: FilterCommand = async ({ send, values }) => {
  const route = 'GET /api/filters';
  const response = await send(route, { parameters: {} });
  if (!response.ok) return response.result;
  if (values.json === true) return success(response.text);
  const parsed = parseResponse(route, response);
  if (!parsed.ok) return parsed.result;
  const rows = parsed.value.lists.map((list) => ({
    ...list,
    list: list.name,
    action: list.action ?? 'replace',
  }));
  return success(
    formatTable(['list', 'version', 'language', 'action', 'forbidden', 'allowed'], rows),
  );
};

export const showList: FilterCommand = async ({ send, list, values }) => {
  const format = findFormat(values.format ?? (values.json === true ? 'json' : 'text'));
  if (format === undefined) return unknownFormat(values.format);
  const response = await send('GET /api/filters/{list}', {
    parameters: { list },
    query: { format, version: values.version },
  });
  return response.ok ? success(response.text) : response.result;
};

export const exportList: FilterCommand = async ({ send, files, list: name, args, values }) => {
  const [file] = args;
  const format = findFormat(values.format ?? guessFormat(file));
  if (format === undefined) return unknownFormat(values.format);
  const loaded = await loadListFromServer(send, name);
  if (!loaded.ok) return loaded.result;
  const text = writeList(loaded.list, format);
  if (file === undefined || file === '-') return success(text);
  try {
    await files.write(file, text);
  } catch {
    return failure(`Cannot write ${file}.`);
  }
  return success(`Wrote version ${loaded.list.version} of ${name} to ${file}.`);
};

export const diffList: FilterCommand = async (input) => {
  const { send, list: name, args } = input;
  const [from, to] = args;
  if (from === undefined) {
    return usageError('Name a version or a file: filter diff <list> <N|file> [<N>].');
  }
  const isVersion = /^\d+$/.test(from);
  const before = await loadListFromServer(send, name, isVersion ? from : undefined);
  if (!before.ok) return before.result;
  if (isVersion) {
    const after = await loadListFromServer(send, name, to);
    return after.ok ? success(formatDifference(before.list, after.list)) : after.result;
  }
  const file = await loadListFromFile(input, from);
  if (!file.ok) return file.result;
  return success(formatDifference(before.list, { ...before.list, ...file.list }));
};

export const testText: FilterCommand = async (input) => {
  const { send, args, values } = input;
  const text = args.join(' ');
  if (text === '') return usageError('Name a text: filter test <text>.');
  const draft =
    values.draft === undefined ? undefined : await loadListFromFile(input, values.draft);
  if (draft?.ok === false) return draft.result;

  const lists = values.list === undefined ? {} : { lists: values.list };
  const draftList =
    draft === undefined ? {} : { draft: { language: 'en', replacements: ['***'], ...draft.list } };
  const body = { body: text, ...lists, ...draftList };
  const route = 'POST /api/filters/test';
  const response = await send(route, { parameters: {}, body });
  if (!response.ok) return response.result;
  if (values.json === true) return success(response.text);
  const parsed = parseResponse(route, response);
  return parsed.ok ? success(formatMatches(text, parsed.value)) : parsed.result;
};

export const showHistory: FilterCommand = async ({ send, list, values }) => {
  const route = 'GET /api/filters/{list}/history';
  const response = await send(route, { parameters: { list } });
  if (!response.ok) return response.result;
  if (values.json === true) return success(response.text);
  const parsed = parseResponse(route, response);
  if (!parsed.ok) return parsed.result;
  const rows = parsed.value.history.map((change) => ({
    ...change,
    at: change.at ?? 'built in',
    by: change.by ?? '',
    '': change.gone ? 'deleted' : '',
  }));
  return success(formatTable(['version', 'at', 'by', 'entries', 'added', 'removed', ''], rows));
};
