// Keys: the contract on both adapters, and tests of each one.

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLocalKeys } from '../../functions/adapters/system/local-keys.ts';
import {
  secretsManager,
  createSecretsManagerKeys,
} from '../../functions/adapters/aws/secrets/secrets-manager-keys.ts';
import type { JsonService } from '../../functions/adapters/aws/client/json-service.ts';
import type { Keys } from '../../functions/core/ports.ts';
import { keysContract } from './keys.ts';

const listKids = async (keys: Keys): Promise<string[]> =>
  (await keys.published()).keys.map(({ kid }) => kid);

describe('the in-process Keys adapter', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  keysContract(() => createLocalKeys());

  it('[A10] creates keys at each start without a file, and keeps them with one', async () => {
    const file = join(folder, 'data', 'key.json');
    expect(await listKids(await createLocalKeys())).not.toEqual(
      await listKids(await createLocalKeys()),
    );
    expect(await listKids(await createLocalKeys({ file }))).toEqual(
      await listKids(await createLocalKeys({ file })),
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('[A10] has the same keys in two processes that start together', async () => {
    const file = join(folder, 'race.json');
    const [one, two] = await Promise.all([createLocalKeys({ file }), createLocalKeys({ file })]);
    expect(await listKids(one)).toEqual(await listKids(two));
  });

  it('[A10] rejects a file without a key, and does not quote it', async () => {
    const file = join(folder, 'bad.json');
    const good = join(folder, 'good.json');
    await createLocalKeys({ file: good });
    const swapped = (await readFile(good, 'utf8')).replace(/"x":"../, '"x":"AA');
    for (const text of ['', 'secret', '{}', swapped]) {
      await writeFile(file, text);
      await expect(createLocalKeys({ file })).rejects.toThrow(
        /^\S+bad\.json is not a signing key of this server\. Delete it/,
      );
      await expect(createLocalKeys({ file })).rejects.not.toThrow(/secret/);
    }
  });
});

describe('the Secrets Manager Keys adapter', () => {
  interface Version {
    readonly secret: string;
    readonly createdAt: number;
  }
  const start = Date.UTC(2030, 0, 1);
  const old: Version = { secret: 'a'.repeat(64), createdAt: start - 86_400_000 };
  let versions: { AWSCURRENT?: Version; AWSPREVIOUS?: Version };
  let calls: number;
  let missing: string;
  let server: Server;
  let service: JsonService;

  // GetSecretValue in AWS JSON 1.1.
  beforeEach(async () => {
    versions = { AWSCURRENT: old };
    calls = 0;
    missing = 'ResourceNotFoundException';
    server = createServer((request, response) => {
      calls += 1;
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const { SecretId, VersionStage } = JSON.parse(body) as {
          SecretId: string;
          VersionStage: 'AWSCURRENT' | 'AWSPREVIOUS';
        };
        const version =
          request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' &&
          SecretId === 'signing'
            ? versions[VersionStage]
            : undefined;
        response.writeHead(version === undefined ? 400 : 200, {
          'content-type': 'application/x-amz-json-1.1',
        });
        response.end(
          JSON.stringify(
            version === undefined
              ? { __type: missing, Message: 'no such version' }
              : { SecretString: version.secret, CreatedDate: version.createdAt / 1_000 },
          ),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    service = secretsManager({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    });
  });
  afterEach(() => {
    service.close();
    server.closeAllConnections();
    server.close();
  });

  const keysAt = (clock: { now: number } = { now: start }): Keys =>
    createSecretsManagerKeys({ service, secretId: 'signing', now: () => clock.now });

  describe('with one version', () => {
    keysContract(() => Promise.resolve(keysAt()));
  });

  describe('with two versions', () => {
    beforeEach(() => {
      versions = {
        AWSCURRENT: { secret: 'b'.repeat(64), createdAt: start - 3_600_000 },
        AWSPREVIOUS: old,
      };
    });
    keysContract(() => Promise.resolve(keysAt()));

    it('[A9] publishes both versions, and signs with the current one', async () => {
      const keys = keysAt();
      const kids = await listKids(keys);
      expect(kids).toHaveLength(2);
      expect((await keys.signing()).kid).toBe(kids[0]);
    });
  });

  it.each(['ResourceNotFoundException', 'InvalidRequestException'])(
    '[A9] treats %s as the absence of a previous version',
    async (name) => {
      missing = name;
      expect(await listKids(keysAt())).toHaveLength(1);
    },
  );

  it('[A10] derives the same key from the same secret in every function', async () => {
    expect(await listKids(keysAt())).toEqual(await listKids(keysAt()));
    // Computed by OpenSSL from the SHA-256 of the secret.
    expect(await listKids(keysAt())).toEqual(['Mj_mLJMsLULaZ_YJSEXeXHUdXWj-KHm5l97y3BWrtB8']);
  });

  it('[A9] reads the secret once in five minutes, and once for concurrent callers', async () => {
    const clock = { now: start };
    const keys = keysAt(clock);
    await Promise.all([keys.signing(), keys.published(), keys.signing()]);
    clock.now += 299_999;
    await keys.signing();
    expect(calls).toBe(2);
    clock.now += 1;
    await keys.signing();
    expect(calls).toBe(4);
  });

  it('[A9] verifies with a new key five minutes before signing with it', async () => {
    const clock = { now: start };
    const keys = keysAt(clock);
    const before = (await keys.signing()).kid;
    versions = {
      AWSCURRENT: { secret: 'b'.repeat(64), createdAt: start + 299_000 },
      AWSPREVIOUS: old,
    };
    clock.now = start + 300_000;
    expect([(await keys.signing()).kid, (await listKids(keys)).length]).toEqual([before, 2]);
    clock.now = start + 599_000;
    expect((await keys.signing()).kid).not.toBe(before);
  });

  it('[A9] keeps its keys while Secrets Manager fails, and retries soon', async () => {
    const clock = { now: start };
    const keys = keysAt(clock);
    const kids = await listKids(keys);
    versions = {};
    missing = 'InternalServiceError';
    clock.now += 300_000;
    expect(await listKids(keys)).toEqual(kids);
    versions = { AWSCURRENT: { secret: 'c'.repeat(64), createdAt: start }, AWSPREVIOUS: old };
    clock.now += 30_000;
    expect(await listKids(keys)).toHaveLength(2);
  });

  it('[A10] throws without a secret, and if the secret is guessable', async () => {
    versions = { AWSCURRENT: { secret: 'short', createdAt: start } };
    await expect(keysAt().signing()).rejects.toThrow('at least 32 random characters');
    versions = {};
    await expect(keysAt().published()).rejects.toThrow();
  });
});
