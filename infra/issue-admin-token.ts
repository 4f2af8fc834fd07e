// Issues admin tokens. The API issues none: only someone who can read the signing secret, or who
// starts the local engine, can get one.

import { issueToken, type TokenSettings } from '../functions/core/access/tokens.ts';
import type { Ports } from '../functions/core/ports.ts';

const hourMilliseconds = 3_600_000;

interface AdminTokenOptions {
  readonly ports: Pick<Ports, 'keys' | 'clock' | 'random'>;
  readonly settings: TokenSettings;
  readonly hours: number;
  readonly isReadOnly?: boolean;
}

export function issueAdminToken({
  ports,
  settings,
  hours,
  isReadOnly = false,
}: AdminTokenOptions): Promise<string> {
  return issueToken({
    ports,
    settings,
    type: 'admin+jwt',
    scopes: isReadOnly ? ['filters:read'] : ['filters:read', 'filters:write'],
    expiresAt: ports.clock.now() + hours * hourMilliseconds,
  });
}
