// Runs the command line as a process: arguments and environment in, text and exit code out.

import { readFile, writeFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { runAdminCommand } from './admin-command.ts';
import { failure, success, usageError, type CommandResult, type Files } from './command-result.ts';
import { runFilterCommand } from './filter-command.ts';
import { helpText } from './help-text.ts';
import { runTokenCommand } from './token-command.ts';
import { runVerifyCommand } from '../verify/verify-command.ts';

const files: Files = {
  read: (path) => (path === '-' ? readStream(process.stdin) : readFile(path, 'utf8')),
  write: (path, content) => writeFile(path, content),
};

const commands = new Map([
  ['filter', runFilterCommand],
  ['admin', runAdminCommand],
  ['token', runTokenCommand],
  ['verify', runVerifyCommand],
]);

export async function runCli(): Promise<void> {
  const [, , command, ...args] = process.argv;
  const { code, text } = await runCommand(command, args);
  if (text !== '') {
    const stream = code === 0 ? process.stdout : process.stderr;
    stream.write(text.endsWith('\n') ? text : `${text}\n`);
  }
  process.exitCode = code;
}

async function runCommand(
  name: string | undefined,
  args: readonly string[],
): Promise<CommandResult> {
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) return success(helpText);
  const run = commands.get(name);
  if (run === undefined) return usageError(`There is no command "${name}".`);
  try {
    return await run(args, { environment: process.env, files });
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}
