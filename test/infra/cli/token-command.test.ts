// Issues an admin token with a stack's signing secret. Only a stack with that secret accepts it.

import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../functions/core/access/tokens.ts';
import { ed25519FromSecret } from '../../../functions/adapters/system/ed25519.ts';
import { systemClock } from '../../../functions/adapters/system/system-clock.ts';
import { tokenSettings } from '../../../functions/function-environment.ts';
import { runTokenCommand } from '../../../infra/cli/token-command.ts';

const secret = 'k'.repeat(64);
const createFiles = (text: string) => ({
  files: { read: () => Promise.resolve(text), write: () => Promise.resolve() },
});

async function verify(text: string, signingSecret: string) {
  const { signing, jwk } = await ed25519FromSecret(signingSecret);
  const keys = {
    signing: () => Promise.resolve(signing),
    published: () => Promise.resolve({ keys: [jwk] }),
  };
  return verifyToken({
    ports: { keys, clock: systemClock },
    settings: { ...tokenSettings, revokedTokens: [] },
    token: text.trim(),
    types: ['admin+jwt'],
  });
}

describe('npx ten-minute-chat token', () => {
  it('[F15] issues a token that only a stack with this secret accepts', async () => {
    const { code, text } = await runTokenCommand(['--hours', '2'], createFiles(`${secret}\n`));
    expect(code).toBe(0);
    expect(await verify(text, secret)).toMatchObject({
      ok: true,
      claims: { scopes: ['filters:read', 'filters:write'] },
    });
    expect(await verify(text, 'q'.repeat(64))).toMatchObject({
      ok: false,
      reason: 'unauthorized',
    });
  });

  it('[F15] issues a read-only token', async () => {
    const { text } = await runTokenCommand(['--read-only'], createFiles(secret));
    expect(await verify(text, secret)).toMatchObject({
      ok: true,
      claims: { scopes: ['filters:read'] },
    });
  });

  it.each([
    [['--hours', '0']],
    [['--hours', 'ten']],
    [['--hours', '9999']],
    [['--year']],
    [['hello']],
  ])('[F15] rejects the arguments %j', async (args) => {
    expect((await runTokenCommand(args, createFiles(secret))).code).toBe(2);
  });

  it('[F15] reports a missing secret', async () => {
    expect(await runTokenCommand([], createFiles('\n'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('secret') as unknown,
    });
  });
});
