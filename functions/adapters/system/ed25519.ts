// An Ed25519 signing key from its 32-byte seed, in the forms that the port Keys returns. The
// adapters of the port provide the seeds.

import { createHash, createPrivateKey } from 'node:crypto';
import { calculateJwkThumbprint, importPKCS8 } from 'jose';
import type { PublicJwk, SigningKey } from '../../core/ports.ts';

export interface KeyPair {
  readonly signing: SigningKey;
  readonly jwk: PublicJwk;
}

// RFC 8410 section 7: the PKCS #8 form of an Ed25519 private key is these bytes, then the seed.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The kid is the public key's RFC 7638 thumbprint, so the same seed has the same kid everywhere.
 */
export async function ed25519FromSeed(seed: Uint8Array): Promise<KeyPair> {
  if (seed.length !== 32) throw new RangeError('An Ed25519 seed has 32 bytes.');
  const key = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { kty, crv, x } = key.export({ format: 'jwk' });
  if (kty === undefined || crv === undefined || x === undefined) {
    throw new Error('This Node.js cannot export an Ed25519 key.');
  }
  const kid = await calculateJwkThumbprint({ kty, crv, x });
  const privateKey = await importPKCS8(
    key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    'EdDSA',
  );
  return {
    signing: { kid, alg: 'EdDSA', privateKey },
    jwk: { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' },
  };
}

const minSecretCharacters = 32;

/**
 * Derives the key from a signing secret, whose SHA-256 is the seed. Throws if the secret is too
 * short.
 */
export function ed25519FromSecret(secret: string): Promise<KeyPair> {
  if (secret.length < minSecretCharacters) {
    throw new RangeError(`A signing secret has at least ${minSecretCharacters} random characters.`);
  }
  return ed25519FromSeed(createHash('sha256').update(secret, 'utf8').digest());
}
