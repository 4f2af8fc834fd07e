// SHA-256 as the SDK's signer wants it, for where that signer is the reference beside ours. It
// shares nothing with the hash in functions/aws/signature.ts: what is proven cannot be part of the
// proof.

import { createHash, createHmac } from 'node:crypto';

export class Sha256 {
  readonly #hash;
  constructor(secret?: unknown) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('A hash is taken once.');
  }
}
