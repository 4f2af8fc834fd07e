// Builders for token tests: ports with a stopped clock, and forged tokens.

import { base64url, exportJWK, generateKeyPair, CompactSign } from 'jose';
import type { Claims, TokenType } from '../../../functions/core/access/tokens.ts';
import { verifyToken } from '../../../functions/core/access/tokens.ts';
import type { Keys, PublicJwk, SigningKey } from '../../../functions/core/ports.ts';
import type { Refusal } from '../../../functions/protocol/reasons.ts';

export const settings = {
  issuer: 'https://chat.example',
  audience: 'ten-minute-chat',
  revokedTokens: ['token-revoked'],
};
export const start = Date.UTC(2030, 0, 1);
export const startSeconds = start / 1_000;

export interface TestKey {
  readonly signing: SigningKey;
  readonly jwk: PublicJwk;
}

export async function makeKey(kid: string, alg: 'EdDSA' | 'ES256' = 'EdDSA'): Promise<TestKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const { kty = '', crv = '', x = '', y } = await exportJWK(publicKey);
  return {
    signing: { kid, alg, privateKey },
    jwk: { kty, crv, x, ...(y === undefined ? {} : { y }), kid, alg, use: 'sig' },
  };
}

/** Creates keys, of which the first signs. All are published. */
export const createTestKeys = (first: TestKey, ...older: readonly TestKey[]): Keys => ({
  signing: () => Promise.resolve(first.signing),
  published: () => Promise.resolve({ keys: [first, ...older].map(({ jwk }) => jwk) }),
});

let ids = 0;
export const createTokenPorts = (keys: Keys, now = start) => ({
  keys,
  clock: { now: () => now, wait: () => Promise.resolve() },
  random: { id: (length: number) => String((ids += 1)).padStart(length, '0') },
});

export const header = (key: TestKey): Record<string, unknown> => ({
  alg: key.signing.alg,
  typ: 'room+jwt',
  kid: key.signing.kid,
});
export const payload = (): Record<string, unknown> => ({
  iss: settings.issuer,
  aud: settings.audience,
  room: 'room-a',
  scope: 'send receive',
  iat: startSeconds,
  exp: startSeconds + 600,
  jti: 'token-1',
});

/** Signs any header and payload texts. */
export async function forge({
  key,
  head,
  body,
}: {
  readonly key: TestKey;
  readonly head: string;
  readonly body: string;
}): Promise<string> {
  const parts = [head, body].map((part) => base64url.encode(part)).join('.');
  return `${parts}.${await signature(key, parts)}`;
}

export async function signature(key: TestKey, signed: string): Promise<string> {
  const algorithm = key.signing.alg === 'EdDSA' ? 'Ed25519' : { name: 'ECDSA', hash: 'SHA-256' };
  return base64url.encode(
    new Uint8Array(
      await crypto.subtle.sign(algorithm, key.signing.privateKey, new TextEncoder().encode(signed)),
    ),
  );
}

/** Signs claims with jose, as another program would. */
export const sign = (key: TestKey, claims: Record<string, unknown>): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: key.signing.alg, typ: 'room+jwt', kid: key.signing.kid })
    .sign(key.signing.privateKey);

export const verify = (
  key: TestKey,
  token: string,
  { now = start, types = ['room+jwt'] as readonly TokenType[] } = {},
): Promise<{ ok: true; claims: Claims } | Refusal> =>
  verifyToken({ ports: createTokenPorts(createTestKeys(key), now), settings, token, types });
