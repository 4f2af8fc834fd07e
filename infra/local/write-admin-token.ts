// The administrator's token of a local engine, written where ADMIN_TOKEN_FILE says.

import { writeFile } from 'node:fs/promises';
import type { Context } from '../../functions/core/context.ts';
import { issueAdminToken } from '../issue-admin-token.ts';

/** Readable by its owner only; good for a day. */
export async function writeAdminToken(context: Context, file: string): Promise<void> {
  const token = await issueAdminToken({ ports: context, settings: context.settings, hours: 24 });
  await writeFile(file, `${token}\n`, { mode: 0o600 });
}
