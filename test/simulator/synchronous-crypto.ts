// WebCrypto works in a thread pool, so the order of its results depends on the machine and a run
// would not be repeatable. Here the four calls that tokens and member ids need return
// synchronously, with the same results. Only for simulating processes.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  KeyObject,
  sign,
  verify,
  webcrypto,
} from 'node:crypto';
import type { Keys } from '../../functions/core/ports.ts';

type Bytes = Uint8Array<ArrayBuffer>;

// The DER of an Ed25519 private key (RFC 8410) without its 32 bytes.
const derPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Installs one key, the same in every process, and a synchronous WebCrypto. */
export async function synchronousKeys(): Promise<Keys> {
  const privateNode = createPrivateKey({
    key: Buffer.concat([derPrefix, Buffer.alloc(32, 7)]),
    format: 'der',
    type: 'pkcs8',
  });
  const { kty = '', crv = '', x = '', d = '' } = privateNode.export({ format: 'jwk' });
  const { subtle } = webcrypto;
  const privateKey = await subtle.importKey('jwk', { kty, crv, x, d }, 'Ed25519', false, ['sign']);
  const publicKey = await subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
  const privateObject = KeyObject.from(privateKey);
  const publicObject = createPublicKey(privateNode);

  // Ed25519 signatures are deterministic, so signatures made here need no verification.
  const signed = new Map<string, Buffer>();
  const textOf = (data: Bytes): string =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
  const exact = (buffer: Buffer): ArrayBuffer => Uint8Array.from(buffer).buffer;

  const answering = {
    sign: (_algorithm: unknown, _key: unknown, data: Bytes): Promise<ArrayBuffer> => {
      const text = textOf(data);
      const signature = signed.get(text) ?? sign(null, data, privateObject);
      if (signed.size > 1_000) signed.clear();
      signed.set(text, signature);
      return Promise.resolve(exact(signature));
    },
    verify: (
      ...[, , signature, data]: readonly [unknown, unknown, Bytes, Bytes]
    ): Promise<boolean> =>
      Promise.resolve(
        signed.get(textOf(data))?.equals(signature) ?? verify(null, data, publicObject, signature),
      ),
    digest: (_algorithm: unknown, data: Bytes): Promise<ArrayBuffer> =>
      Promise.resolve(exact(createHash('sha256').update(data).digest())),
    importKey: () => Promise.resolve(publicKey),
  };
  Object.assign(globalThis.crypto.subtle, answering);

  const jwk = { kty, crv, x, kid: 'k1', alg: 'EdDSA', use: 'sig' } as const;
  return {
    signing: () => Promise.resolve({ kid: 'k1', alg: 'EdDSA', privateKey }),
    published: () => Promise.resolve({ keys: [jwk] }),
  };
}
