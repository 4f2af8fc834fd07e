// Keys in the cloud, from a secret that CloudFormation made (64 random characters, generateSecretString): its SHA-256 is the
// Ed25519 seed. To rotate is to put a new version of the secret; the version before goes on verifying.

import { createHash } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Keys } from '../../core/ports.ts';
import { ed25519FromSeed, type KeyPair } from './ed25519.ts';

interface KeySet {
  readonly current: KeyPair & { readonly createdAt: number };
  readonly previous: KeyPair | undefined;
  readonly staleAt: number;
}

/** How long a warm function goes without asking again. */
const cacheMs = 5 * 60_000;
/** How long it waits after a failed refresh, on the keys it has. */
const retryMs = 30_000;
const leastSecretCharacters = 32;

/**
 * A new key signs only once it is older than the cache: until then some warm function may not know it yet, and would refuse its tokens.
 */
export function secretsManagerKeys({ client, secretId, now = Date.now }: {
  readonly client: SecretsManagerClient;
  readonly secretId: string;
  readonly now?: () => number;
}): Keys {
  let kept: KeySet | undefined;
  let fetching: Promise<KeySet> | undefined;

  const fetchKeys = async (): Promise<KeySet> => {
    const [current, previous] = await Promise.all([readKey({ client, secretId, stage: 'AWSCURRENT' }), readPrevious({ client, secretId })]);
    return { current, previous, staleAt: now() + cacheMs };
  };

  const refresh = async (): Promise<KeySet> => {
    try {
      kept = await fetchKeys();
    } catch (error) {
      if (kept === undefined) throw error;
      kept = { ...kept, staleAt: now() + retryMs };
    } finally {
      fetching = undefined;
    }
    return kept;
  };

  const keys = (): Promise<KeySet> => (kept !== undefined && now() < kept.staleAt ? Promise.resolve(kept) : (fetching ??= refresh()));

  return {
    async signing() {
      const { current, previous } = await keys();
      return (previous !== undefined && now() < current.createdAt + cacheMs ? previous : current).signing;
    },
    async published() {
      const { current, previous } = await keys();
      return { keys: previous === undefined || previous.jwk.kid === current.jwk.kid ? [current.jwk] : [current.jwk, previous.jwk] };
    },
  };
}

interface SecretVersion {
  readonly client: SecretsManagerClient;
  readonly secretId: string;
}

async function readKey({ client, secretId, stage }: SecretVersion & { readonly stage: string }): Promise<KeyPair & { createdAt: number }> {
  const { SecretString: secret, CreatedDate: created } = await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage }));
  if (secret === undefined || secret.length < leastSecretCharacters) {
    throw new Error(`The signing secret (${stage}) must be a string of at least ${leastSecretCharacters} random characters. Put a new version of it.`);
  }
  const pair = await ed25519FromSeed(createHash('sha256').update(secret, 'utf8').digest());
  return { ...pair, createdAt: created?.getTime() ?? 0 };
}

// A secret that was never rotated has no such version: Secrets Manager answers the one or the other.
async function readPrevious(secret: SecretVersion): Promise<KeyPair | undefined> {
  try {
    return await readKey({ ...secret, stage: 'AWSPREVIOUS' });
  } catch (error) {
    if (error instanceof Error && (error.name === 'ResourceNotFoundException' || error.name === 'InvalidRequestException')) return undefined;
    throw error;
  }
}
