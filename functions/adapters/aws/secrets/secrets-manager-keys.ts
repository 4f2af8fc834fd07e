// Keys in the cloud, each derived from a version of a secret that CloudFormation generated (64
// random characters, generateSecretString). To rotate, add a version of the secret. The previous
// version still verifies.

import * as v from 'valibot';
import { jsonService, type JsonService, type JsonServiceOptions } from '../client/json-service.ts';
import type { Keys } from '../../../core/ports.ts';
import { ed25519FromSecret, type KeyPair } from '../../system/ed25519.ts';

interface KeySet {
  readonly current: KeyPair & { readonly createdAt: number };
  readonly previous: KeyPair | undefined;
  readonly staleAt: number;
}

/** How long a warm function caches the keys. */
const cacheMs = 5 * 60_000;
/** How long it uses the cached keys after a failed refresh. */
const retryMs = 30_000;

/**
 * Creates the keys. A new key signs only once it is older than the cache. Before that, a warm
 * function may not know it and would refuse its tokens.
 */
export function createSecretsManagerKeys({
  service,
  secretId,
  now = Date.now,
}: {
  readonly service: JsonService;
  readonly secretId: string;
  readonly now?: () => number;
}): Keys {
  let kept: KeySet | undefined;
  let fetching: Promise<KeySet> | undefined;

  const fetchKeys = async (): Promise<KeySet> => {
    const [current, previous] = await Promise.all([
      readKey({ service, secretId, stage: 'AWSCURRENT' }),
      readPrevious({ service, secretId }),
    ]);
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

  const keys = (): Promise<KeySet> =>
    kept !== undefined && now() < kept.staleAt ? Promise.resolve(kept) : (fetching ??= refresh());

  return {
    async signing() {
      const { current, previous } = await keys();
      return (previous !== undefined && now() < current.createdAt + cacheMs ? previous : current)
        .signing;
    },
    async published() {
      const { current, previous } = await keys();
      return {
        keys:
          previous === undefined || previous.jwk.kid === current.jwk.kid
            ? [current.jwk]
            : [current.jwk, previous.jwk],
      };
    },
  };
}

/** Creates the Secrets Manager client. */
export const secretsManager = (
  options: Omit<JsonServiceOptions, 'service' | 'target' | 'version'>,
): JsonService =>
  jsonService({ ...options, service: 'secretsmanager', target: 'secretsmanager', version: '1.1' });

/** `CreatedDate` is in seconds. */
const SecretValue = v.object({
  SecretString: v.optional(v.string()),
  CreatedDate: v.optional(v.number(), 0),
});

interface SecretVersion {
  readonly service: JsonService;
  readonly secretId: string;
}

async function readKey({
  service,
  secretId,
  stage,
}: SecretVersion & { readonly stage: string }): Promise<KeyPair & { createdAt: number }> {
  const { output } = await service.call('GetSecretValue', {
    SecretId: secretId,
    VersionStage: stage,
  });
  const { SecretString: secret, CreatedDate: created } = v.parse(SecretValue, output);
  if (secret === undefined) {
    throw new Error(
      `The signing secret (${stage}) must be a string. ` +
        'Add a version with `aws secretsmanager put-secret-value`.',
    );
  }
  const pair = await ed25519FromSecret(secret);
  return { ...pair, createdAt: created * 1_000 };
}

// A secret that was never rotated has no previous version. Secrets Manager reports this with one of
// two errors.
async function readPrevious(secret: SecretVersion): Promise<KeyPair | undefined> {
  try {
    return await readKey({ ...secret, stage: 'AWSPREVIOUS' });
  } catch (error) {
    if (
      error instanceof Error &&
      (error.name === 'ResourceNotFoundException' || error.name === 'InvalidRequestException')
    ) {
      return undefined;
    }
    throw error;
  }
}
