// The contract of every Keys adapter. The adapters' test files call it.

import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { expect, it } from 'vitest';
import type { Keys } from '../../functions/core/ports.ts';

export function keysContract(make: () => Promise<Keys>): void {
  it('[A9] signs with a key that it publishes', async () => {
    const keys = await make();
    const { kid, alg, privateKey } = await keys.signing();
    const text = await new CompactSign(new TextEncoder().encode('{}'))
      .setProtectedHeader({ alg, kid })
      .sign(privateKey);
    const jwk = (await keys.published()).keys.find((key) => key.kid === kid);
    expect(jwk).toMatchObject({ alg, use: 'sig' });
    await expect(
      compactVerify(
        text,
        await importJWK({ ...jwk, kty: 'OKP', crv: 'Ed25519', x: jwk?.x ?? '' }, alg),
      ),
    ).resolves.toBeDefined();
  });

  it('[A10] publishes public halves only, each once, with its thumbprint as kid', async () => {
    const { keys } = await (await make()).published();
    for (const jwk of keys) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
      expect(jwk.kid).toBe(await calculateJwkThumbprint({ kty: jwk.kty, crv: jwk.crv, x: jwk.x }));
    }
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  });

  it('[A10] does not let the private key be exported', async () => {
    const { privateKey } = await (await make()).signing();
    expect(privateKey).toMatchObject({ type: 'private', extractable: false });
  });

  it('[A10] returns the same key each time', async () => {
    const keys = await make();
    expect((await keys.signing()).kid).toBe((await keys.signing()).kid);
    expect(await keys.published()).toEqual(await keys.published());
  });
}
