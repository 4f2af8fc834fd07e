// The administrator's token of a local engine, written where ADMIN_TOKEN_FILE says.

import { writeFile } from 'node:fs/promises';
import { issueToken } from '../../functions/core/access/tokens.ts';
import type { Context } from '../../functions/core/context.ts';

const dayMilliseconds = 24 * 3_600_000;

/** Readable by its owner only; good for a day. */
export async function writeAdminToken(context: Context, file: string): Promise<void> {
  const token = await issueToken({
    world: context, settings: context.settings, type: 'admin+jwt', scopes: ['filters:read', 'filters:write'], expiresAt: context.clock.now() + dayMilliseconds,
  });
  await writeFile(file, `${token}\n`, { mode: 0o600 });
}
