// The port to the keys that sign and verify tokens. The core decides a token's content.

import type { CryptoKey } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly privateKey: CryptoKey;
}

export interface Keys {
  /** The newest key. */
  signing(): Promise<SigningKey>;
  /** The public half of every key that still verifies, as published at /.well-known/jwks.json. */
  published(): Promise<{ readonly keys: readonly PublicJwk[] }>;
}

export interface PublicJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly use: 'sig';
}
