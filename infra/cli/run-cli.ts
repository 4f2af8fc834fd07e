// The command line as a process: arguments and environment in, text and exit code out.

import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { failed, misused, type Files, type Outcome } from './command-result.ts';
import { admin } from './admin-command.ts';
import { filter } from './filter-command.ts';
import { help } from './help-text.ts';
import { token } from './token-command.ts';

const files: Files = {
  read: (path) => (path === '-' ? text(process.stdin) : readFile(path, 'utf8')),
  write: (path, content) => writeFile(path, content),
};

const commands = new Map(Object.entries({ filter, admin, token }));

export async function main(): Promise<void> {
  const [, , command, ...args] = process.argv;
  const { code, text: said } = await outcomeOf(command, args);
  if (said !== '') {
    (code === 0 ? process.stdout : process.stderr).write(said.endsWith('\n') ? said : `${said}\n`);
  }
  process.exitCode = code;
}

async function outcomeOf(command: string | undefined, args: readonly string[]): Promise<Outcome> {
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    return { code: 0, text: help };
  }
  const act = commands.get(command);
  if (act === undefined) return misused(`There is no command "${command}".`);
  try {
    return await act(args, { environment: process.env, files });
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
