// `filter`: manages the word lists of a running server. Parses the arguments and runs the command
// that they name.

import { parseArgs } from 'node:util';
import { success, usageError, type CommandContext, type CommandResult } from './command-result.ts';
import { createFilterApi } from './filter-api.ts';
import { filterOptions, type FilterCommand, type FilterValues } from './filter-options.ts';
import { helpText } from './help-text.ts';
import * as read from './read-list-commands.ts';
import { describeArgumentError, readAdminToken, readServerUrl } from './server-options.ts';
import * as write from './write-list-commands.ts';

const commands: ReadonlyMap<string, FilterCommand> = new Map([
  ['list', read.showLists],
  ['show', read.showList],
  ['export', read.exportList],
  ['diff', read.diffList],
  ['test', read.testText],
  ['history', read.showHistory],
  ['add', write.addEntries],
  ['remove', write.removeEntries],
  ['import', write.importList],
  ['rollback', write.rollbackList],
  ['delete', write.deleteList],
]);

export async function runFilterCommand(
  args: readonly string[],
  context: CommandContext,
): Promise<CommandResult> {
  const parsed = parseArguments(args);
  if (typeof parsed === 'string') return usageError(parsed);
  const { values, positionals } = parsed;
  const [name, ...rest] = positionals;
  if (values.help === true || name === undefined || name === 'help') return success(helpText);
  const command = commands.get(name);
  if (command === undefined) return usageError(`There is no command "filter ${name}".`);

  const takesList = name !== 'list' && name !== 'test';
  if (takesList && rest[0] === undefined) {
    return usageError(`Name a list: filter ${name} <list>.`);
  }
  const admin = await readAdminToken(values, context);
  if (!admin.ok) return admin.result;

  return command({
    ...context,
    send: createFilterApi({ url: readServerUrl(values, context), token: admin.token }),
    values,
    list: takesList ? (rest[0] ?? '') : '',
    args: takesList ? rest.slice(1) : rest,
  });
}

interface ParsedArguments {
  readonly values: FilterValues;
  readonly positionals: readonly string[];
}

function parseArguments(args: readonly string[]): ParsedArguments | string {
  try {
    return parseArgs({ args: [...args], options: filterOptions, allowPositionals: true });
  } catch (error) {
    return describeArgumentError(error);
  }
}
