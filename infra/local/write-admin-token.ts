// Writes the administrator token of a local engine to ADMIN_TOKEN_FILE.

import { writeFile } from 'node:fs/promises';
import type { Context } from '../../functions/core/context.ts';
import { issueAdminToken } from '../issue-admin-token.ts';

/** Only its owner can read the file. The token is valid for a day. */
export async function writeAdminToken(context: Context, file: string): Promise<void> {
  const token = await issueAdminToken({ ports: context, settings: context.settings, hours: 24 });
  await writeFile(file, `${token}\n`, { mode: 0o600 });
}
