// The hash port on its adapter. Vectors: FIPS 180-2 appendix B, in base64url.

import { expect, it } from 'vitest';
import { cryptoHash } from '../../functions/adapters/system/crypto-hash.ts';

it.each([
  ['', '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'],
  ['abc', 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'],
])('hashes "%s" with SHA-256', (text, hash) => {
  expect(cryptoHash.sha256(text)).toBe(hash);
});
