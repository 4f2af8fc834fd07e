// `admin`: the link to the administrators' page, printed or opened for whoever asks. The token
// stands in the fragment, which no server sees.

import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { done, failed, misused, type Files, type Outcome } from './command-result.ts';

interface Ports {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
}

const options = {
  url: { type: 'string' },
  'token-file': { type: 'string' },
  open: { type: 'boolean' },
} as const;

export async function admin(
  args: readonly string[],
  { environment, files }: Ports,
): Promise<Outcome> {
  const values = valuesOf(args);
  if (typeof values === 'string') return misused(values);
  const file = values['token-file'] ?? environment['ADMIN_TOKEN_FILE'];
  if (file === undefined) {
    return misused(
      "An administrator's token is needed: --token-file <file>, or ADMIN_TOKEN_FILE, as the server was started with.",
    );
  }
  const token = await files.read(file).catch(() => undefined);
  if (token === undefined) return failed(`The token file ${file} cannot be read.`);
  if (!/^\S+$/.test(token.trim())) {
    return failed(`The file ${file} holds something else than a token.`);
  }
  const url = values.url ?? environment['TEN_MINUTE_CHAT_URL'] ?? 'http://localhost:8100';
  const link = `${url.replace(/\/$/, '')}/admin#${token.trim()}`;
  if (values.open !== true) return done(link);
  return (await opened(link))
    ? done('Opened in the browser.')
    : failed('No browser could be opened here. Without --open the link is printed.');
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return error instanceof Error ? (error.message.split('. ', 1)[0]?.concat('.') ?? '') : '';
  }
}

function opened(link: string): Promise<boolean> {
  const command =
    process.platform === 'darwin'
      ? 'open'
      : process.platform === 'win32'
        ? 'explorer.exe'
        : 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(command, [link], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
