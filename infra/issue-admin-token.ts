// Administrators' tokens. Nobody gets one over the wire: they are made by whoever can read the
// signing secret, or starts the local engine.

import { issueToken, type TokenSettings } from '../functions/core/access/tokens.ts';
import type { Ports } from '../functions/core/ports.ts';

const hourMilliseconds = 3_600_000;

export function adminToken({
  ports,
  settings,
  hours,
  readsOnly = false,
}: {
  readonly ports: Pick<Ports, 'keys' | 'clock' | 'random'>;
  readonly settings: TokenSettings;
  readonly hours: number;
  readonly readsOnly?: boolean;
}): Promise<string> {
  const scopes = readsOnly ? ['filters:read'] : ['filters:read', 'filters:write'];
  return issueToken({
    ports,
    settings,
    type: 'admin+jwt',
    scopes,
    expiresAt: ports.clock.now() + hours * hourMilliseconds,
  });
}
