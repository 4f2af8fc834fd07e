// The options by which commands find the server and the admin token, and the environment variables
// that replace them.

import { failure, usageError, type CommandContext, type CommandResult } from './command-result.ts';

export const serverOptions = {
  url: { type: 'string' },
  'token-file': { type: 'string' },
} as const;

interface ServerValues {
  readonly url?: string | undefined;
  readonly 'token-file'?: string | undefined;
}

type ReadToken =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly result: CommandResult };

export function readServerUrl(values: ServerValues, { environment }: CommandContext): string {
  const url = values.url ?? environment['TEN_MINUTE_CHAT_URL'] ?? 'http://localhost:8100';
  return url.replace(/\/$/, '');
}

export async function readAdminToken(
  values: ServerValues,
  { environment, files }: CommandContext,
): Promise<ReadToken> {
  const file = values['token-file'] ?? environment['ADMIN_TOKEN_FILE'];
  if (file === undefined) {
    return {
      ok: false,
      result: usageError(
        'This needs an admin token. Name its file with --token-file or ADMIN_TOKEN_FILE. ' +
          'A local server writes one at start: ADMIN_TOKEN_FILE=.data/admin-token npm start.',
      ),
    };
  }
  const content = await readFileIfAny({ environment, files }, file);
  if (content === undefined) {
    return { ok: false, result: failure(`Cannot read the token file ${file}.`) };
  }
  const token = content.trim();
  return /^\S+$/.test(token)
    ? { ok: true, token }
    : { ok: false, result: failure(`The file ${file} does not contain a token.`) };
}

/** Returns the file's text, or undefined if it can't be read. */
export async function readFileIfAny(
  { files }: CommandContext,
  path: string,
): Promise<string | undefined> {
  try {
    return await files.read(path);
  } catch {
    // The caller names the file in its own message.
    return undefined;
  }
}

/** Returns the first sentence of what `parseArgs` says about wrong arguments. */
export function describeArgumentError(error: unknown): string {
  return error instanceof Error ? (error.message.split('. ', 1)[0]?.concat('.') ?? '') : '';
}
