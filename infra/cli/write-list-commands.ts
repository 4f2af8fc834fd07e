// The `filter` commands that change word lists.

import type { WordList } from '../../functions/core/ports.ts';
import { parseWholeList, isSameList } from '../../functions/core/track/word-filter/index.ts';
import { failure, success, usageError, type CommandResult } from './command-result.ts';
import { parseResponse, type ApiSuccess } from './filter-api.ts';
import type { FilterCommand, FilterInput } from './filter-options.ts';
import { loadListFromFile, loadListFromServer, type ListFields } from './list-source.ts';
import { readFileIfAny } from './server-options.ts';
import { formatDifference } from './terminal-output.ts';

export const addEntries: FilterCommand = (input) =>
  editEntries(input, 'add', input.values.allow === true ? 'allow' : 'add');

export const removeEntries: FilterCommand = (input) =>
  editEntries(input, 'remove', input.values.allow === true ? 'disallow' : 'remove');

async function editEntries(
  input: FilterInput,
  command: 'add' | 'remove',
  field: 'add' | 'remove' | 'allow' | 'disallow',
): Promise<CommandResult> {
  const { send, list, args } = input;
  if (args.length === 0) {
    return usageError(`Name the entries: filter ${command} <list> <entry>...`);
  }
  const route = 'PATCH /api/filters/{list}';
  const response = await send(route, { parameters: { list }, body: { [field]: args } });
  if (response.ok) return describeWrite(input, route, response);
  if (response.status !== 404) return response.result;
  return failure(
    `There is no word list "${list}". ` +
      `Create it with: npx ten-minute-chat filter import ${list} <file>`,
  );
}

export const importList: FilterCommand = async (input) => {
  const { send, list: name, values } = input;
  if (values.expect !== undefined && !/^\d+$/.test(values.expect)) {
    return usageError(`--expect takes a version, not "${values.expect}".`);
  }
  const file = await loadListFromFile(input, input.args[0]);
  if (!file.ok) return file.result;
  const loaded = await loadListFromServer(send, name);
  if (!loaded.ok && loaded.status !== 404) return loaded.result;
  if (loaded.ok && values.new === true) return failure(`There is already a list ${name}.`);

  const current: Partial<WordList> = loaded.ok ? loaded.list : {};
  const { version: _, ...currentFields } = current;
  const list = {
    language: 'en',
    replacements: ['***'],
    ...currentFields,
    ...file.list,
    ...(values.add === true ? mergeEntries(current, file.list) : {}),
    name,
  };
  if (values['dry-run'] === true) return showImport(input, current, list);
  if (loaded.ok && values.expect === undefined && isUnchanged(loaded.list, list)) {
    return success(`No changes: ${name} is still at version ${loaded.list.version}.`);
  }

  const expected = values.expect === undefined ? current.version : Number(values.expect);
  const headers: Readonly<Record<string, string>> =
    expected === undefined ? { 'if-none-match': '*' } : { 'if-match': `"${expected}"` };
  const route = 'PUT /api/filters/{list}';
  const response = await send(route, { parameters: { list: name }, body: list, headers });
  return response.ok ? describeWrite(input, route, response) : response.result;
};

export const rollbackList: FilterCommand = async (input) => {
  const version = Number(input.args[0]);
  if (!Number.isSafeInteger(version)) {
    return usageError('Name a version: filter rollback <list> <N>.');
  }
  const route = 'POST /api/filters/{list}/rollback';
  const parameters = { list: input.list };
  const response = await input.send(route, { parameters, body: { version } });
  return response.ok ? describeWrite(input, route, response) : response.result;
};

export const deleteList: FilterCommand = async ({ send, list, values }) => {
  const route = 'DELETE /api/filters/{list}';
  const response = await send(route, { parameters: { list } });
  if (!response.ok) return response.result;
  if (values.json === true) return success(response.text);
  const parsed = parseResponse(route, response);
  if (!parsed.ok) return parsed.result;
  const lastVersion = parsed.value.version - 1;
  return success(
    `Deleted ${list}. Restore it with: npx ten-minute-chat filter rollback ${list} ${lastVersion}`,
  );
};

type WriteRoute =
  'PUT /api/filters/{list}' | 'PATCH /api/filters/{list}' | 'POST /api/filters/{list}/rollback';

/** Describes a new version, with the server's warnings about common words. */
function describeWrite(
  { values, list }: FilterInput,
  route: WriteRoute,
  response: ApiSuccess,
): CommandResult {
  if (values.json === true) return success(response.text);
  const parsed = parseResponse(route, response);
  if (!parsed.ok) return parsed.result;
  const change = parsed.value;
  const { version, added, removed } = change;
  const missing = 'missing' in change ? change.missing : [];
  const warnings = 'warnings' in change ? change.warnings : [];
  return success(
    [
      `${list} is now at version ${version}: ${added} added, ${removed} removed.`,
      ...missing.map((entry) => `Not in the list: ${entry}`),
      ...warnings.map(
        ({ entry, words }) => `Warning: "${entry}" matches common words: ${words.join(', ')}`,
      ),
    ].join('\n'),
  );
}

/** Shows what an import would change, and how the filter would treat a sample. */
async function showImport(
  input: FilterInput,
  current: Partial<WordList>,
  list: ListFields,
): Promise<CommandResult> {
  const difference = formatDifference(current, list);
  const { sample: samplePath } = input.values;
  if (samplePath === undefined) return success(difference);
  const content = await readFileIfAny(input, samplePath);
  if (content === undefined) return failure(`Cannot read ${samplePath}.`);

  const sample = content.split(/\r?\n/).filter((line) => line !== '');
  const body = { draft: list, sample };
  const route = 'POST /api/filters/dry-run';
  const response = await input.send(route, { parameters: {}, body });
  if (!response.ok) return response.result;
  const parsed = parseResponse(route, response);
  if (!parsed.ok) return parsed.result;
  const { newlyCaught, noLongerCaught, caught, released } = parsed.value;
  return success(
    [
      difference,
      `Newly caught: ${newlyCaught}`,
      ...caught.map(({ text }) => `  ${text}`),
      `No longer caught: ${noLongerCaught}`,
      ...released.map(({ text }) => `  ${text}`),
    ].join('\n'),
  );
}

function isUnchanged(current: WordList, sent: ListFields): boolean {
  const read = parseWholeList(current.name, sent);
  return read.ok && isSameList(current, read.list);
}

function mergeEntries(current: Partial<WordList>, file: ListFields): ListFields {
  const merge = (key: 'forbidden' | 'allowed'): readonly unknown[] => [
    ...new Set<unknown>([...(current[key] ?? []), ...((file[key] ?? []) as readonly unknown[])]),
  ];
  const allowed = merge('allowed');
  return { forbidden: merge('forbidden'), ...(allowed.length === 0 ? {} : { allowed }) };
}
