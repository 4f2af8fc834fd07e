// The port to the keys that sign and verify tokens. The core decides a token's content.

import type { CryptoKey } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly privateKey: CryptoKey;
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

/** A JSON Web Key Set (RFC 7517), as published at /.well-known/jwks.json. */
export interface PublishedKeys {
  readonly keys: readonly PublicJwk[];
}

export interface Keys {
  /**
   * Returns the newest key.
   * @example
   * const { kid, alg, privateKey } = await keys.signing();
   * const token = await new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey);
   */
  signing(): Promise<SigningKey>;

  /** Returns the public half of every key that still verifies. */
  published(): Promise<PublishedKeys>;
}
