// The administrator's token that is made of a stack's signing secret: the stack that has the secret
// takes it, and no other does.

import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../functions/core/access/tokens.ts';
import { ed25519FromSecret } from '../../../functions/adapters/system/ed25519.ts';
import { systemClock } from '../../../functions/adapters/system/system-clock.ts';
import { tokenSettings } from '../../../functions/config.ts';
import { token } from '../../../infra/cli/token-command.ts';

const secret = 'k'.repeat(64);
const filesWith = (text: string) => ({
  files: { read: () => Promise.resolve(text), write: () => Promise.resolve() },
});

async function verified(text: string, by: string) {
  const { signing, jwk } = await ed25519FromSecret(by);
  const keys = {
    signing: () => Promise.resolve(signing),
    published: () => Promise.resolve({ keys: [jwk] }),
  };
  return verifyToken({
    ports: { keys, clock: systemClock },
    settings: tokenSettings,
    token: text.trim(),
    types: ['admin+jwt'],
  });
}

describe('npx ten-minute-chat token', () => {
  it('[F15] makes a token that the stack of this secret takes, and no other', async () => {
    const { code, text } = await token(['--hours', '2'], filesWith(`${secret}\n`));
    expect(code).toBe(0);
    expect(await verified(text, secret)).toMatchObject({
      ok: true,
      claims: { scopes: ['filters:read', 'filters:write'] },
    });
    expect(await verified(text, 'q'.repeat(64))).toMatchObject({
      ok: false,
      reason: 'unauthorized',
    });
  });

  it('[F15] makes one that only reads', async () => {
    const { text } = await token(['--read-only'], filesWith(secret));
    expect(await verified(text, secret)).toMatchObject({
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
  ])('[F15] says what is wrong with %j', async (args) => {
    expect((await token(args, filesWith(secret))).code).toBe(2);
  });

  it('[F15] says so where there is no secret', async () => {
    expect(await token([], filesWith('\n'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('secret') as unknown,
    });
  });
});
