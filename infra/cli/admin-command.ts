// `admin`: prints or opens the link to the admin page. The token is in the link's fragment, which
// browsers don't send to servers.

import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import {
  failure,
  success,
  usageError,
  type CommandContext,
  type CommandResult,
} from './command-result.ts';
import {
  describeArgumentError,
  readAdminToken,
  readServerUrl,
  serverOptions,
} from './server-options.ts';

const options = { ...serverOptions, open: { type: 'boolean' } } as const;

export async function runAdminCommand(
  args: readonly string[],
  context: CommandContext,
): Promise<CommandResult> {
  const values = parseValues(args);
  if (typeof values === 'string') return usageError(values);
  const read = await readAdminToken(values, context);
  if (!read.ok) return read.result;

  const link = `${readServerUrl(values, context)}/admin#${read.token}`;
  if (values.open !== true) return success(link);
  return (await openInBrowser(link))
    ? success('Opened in the browser.')
    : failure('Cannot open a browser here. Run it without --open to print the link.');
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return describeArgumentError(error);
  }
}

const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer.exe' };

function openInBrowser(link: string): Promise<boolean> {
  const command = openers[process.platform] ?? 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(command, [link], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
