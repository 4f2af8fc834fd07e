// Keys on one machine: created at start and lost with the process, or kept in a file to keep links
// valid after a restart.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import type { Keys } from '../../core/ports.ts';
import { ed25519FromSeed } from './ed25519.ts';

/** RFC 8037: `d` is the seed. */
const KeptKey = v.object({
  kty: v.literal('OKP'),
  crv: v.literal('Ed25519'),
  x: v.string(),
  d: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
});

/**
 * Reads the private key, a JWK, from `file`, or creates the file, readable by its owner only.
 * Without `file` the key is lost with the process.
 */
export async function createLocalKeys({
  file,
}: { readonly file?: string | undefined } = {}): Promise<Keys> {
  const { signing, jwk } = await ed25519FromSeed(
    file === undefined ? randomBytes(32) : ((await readSeed(file)) ?? (await writeSeed(file))),
  );
  return {
    signing: () => Promise.resolve(signing),
    published: () => Promise.resolve({ keys: [jwk] }),
  };
}

async function readSeed(file: string): Promise<Uint8Array | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const kept = v.safeParse(v.pipe(v.string(), v.parseJson(), KeptKey), text);
  const seed = kept.success ? Buffer.from(kept.output.d, 'base64url') : undefined;
  // The message must not quote the file, which may contain a key even if it is invalid.
  if (
    !kept.success ||
    seed === undefined ||
    (await ed25519FromSeed(seed)).jwk.x !== kept.output.x
  ) {
    throw new Error(
      `${file} is not a signing key of this server. Delete it to have a new one made; ` +
        'links and sessions signed by the old one then end.',
    );
  }
  return seed;
}

async function writeSeed(file: string): Promise<Uint8Array> {
  const seed = randomBytes(32);
  const { jwk } = await ed25519FromSeed(seed);
  await mkdir(dirname(file), { recursive: true });
  try {
    const d = seed.toString('base64url');
    const text = JSON.stringify({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, d });
    await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process has written the file meanwhile.
    const theirs = hasCode(error, 'EEXIST') ? await readSeed(file) : undefined;
    if (theirs === undefined) throw error;
    return theirs;
  }
  return seed;
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
