// Tokens are refused after any change.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { makeKey, payload, sign, verify } from '../core/access/token-builders.ts';
import { nearText } from './mutations.ts';

export async function fuzzTokens() {
  const key = await makeKey('k1');
  const token = await sign(key, payload());
  const [header = '', claims = '', signature = ''] = token.split('.');
  const decode = (part: string) => Buffer.from(part, 'base64url').toString();
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  const variants = fc.oneof(
    nearText(token),
    // The parts' own JSON changed, under the old signature or a new one's form.
    nearText(decode(header)).map((text) => [encode(text), claims, signature].join('.')),
    nearText(decode(claims)).map((text) => [header, encode(text), signature].join('.')),
    nearText(signature).map((text) => [header, claims, text].join('.')),
  );
  assert.ok((await verify(key, token)).ok);
  return fc.asyncProperty(variants, async (variant) => {
    const verified = await verify(key, variant);
    assert.equal(verified.ok, variant === token);
  });
}
