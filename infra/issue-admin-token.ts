// Administrators' tokens. Nobody gets one over the wire: they are made by whoever can read the
// signing secret, or starts the local engine.

import { issueToken, type TokenSettings } from '../functions/core/access/tokens.ts';
import type { World } from '../functions/core/ports.ts';

const hourMilliseconds = 3_600_000;

export function adminToken({
  world,
  settings,
  hours,
  readsOnly = false,
}: {
  readonly world: Pick<World, 'keys' | 'clock' | 'random'>;
  readonly settings: TokenSettings;
  readonly hours: number;
  readonly readsOnly?: boolean;
}): Promise<string> {
  const scopes = readsOnly ? ['filters:read'] : ['filters:read', 'filters:write'];
  return issueToken({
    world,
    settings,
    type: 'admin+jwt',
    scopes,
    expiresAt: world.clock.now() + hours * hourMilliseconds,
  });
}
