// Keys: the contract on both adapters, then what is particular to each.

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

const kidsOf = async (keys: Keys): Promise<string[]> =>
  (await keys.published()).keys.map(({ kid }) => kid);

describe('in-process keys', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  keysContract(() => createLocalKeys());

  it('[A10] are new at each start without a file, kept with one', async () => {
    const file = join(folder, 'data', 'key.json');
    expect(await kidsOf(await createLocalKeys())).not.toEqual(
      await kidsOf(await createLocalKeys()),
    );
    expect(await kidsOf(await createLocalKeys({ file }))).toEqual(
      await kidsOf(await createLocalKeys({ file })),
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('[A10] are the same for two processes that start together', async () => {
    const file = join(folder, 'race.json');
    const [one, two] = await Promise.all([createLocalKeys({ file }), createLocalKeys({ file })]);
    expect(await kidsOf(one)).toEqual(await kidsOf(two));
  });

  it('[A10] refuse a file that holds no key, without quoting it', async () => {
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

describe('Secrets Manager keys', () => {
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

  // GetSecretValue as AWS JSON 1.1 has it.
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

    it('[A9] publishes both, and signs with the current', async () => {
      const keys = keysAt();
      const kids = await kidsOf(keys);
      expect(kids).toHaveLength(2);
      expect((await keys.signing()).kid).toBe(kids[0]);
    });
  });

  it.each(['ResourceNotFoundException', 'InvalidRequestException'])(
    '[A9] takes %s for no previous version',
    async (name) => {
      missing = name;
      expect(await kidsOf(keysAt())).toHaveLength(1);
    },
  );

  it('[A10] makes the same key of the same secret in every function', async () => {
    expect(await kidsOf(keysAt())).toEqual(await kidsOf(keysAt()));
    // Computed by OpenSSL, from the SHA-256 of the secret.
    expect(await kidsOf(keysAt())).toEqual(['Mj_mLJMsLULaZ_YJSEXeXHUdXWj-KHm5l97y3BWrtB8']);
  });

  it('[A9] asks once in five minutes, and once for many who ask together', async () => {
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

  it('[A9] lets a new key verify five minutes before it signs', async () => {
    const clock = { now: start };
    const keys = keysAt(clock);
    const before = (await keys.signing()).kid;
    versions = {
      AWSCURRENT: { secret: 'b'.repeat(64), createdAt: start + 299_000 },
      AWSPREVIOUS: old,
    };
    clock.now = start + 300_000;
    expect([(await keys.signing()).kid, (await kidsOf(keys)).length]).toEqual([before, 2]);
    clock.now = start + 599_000;
    expect((await keys.signing()).kid).not.toBe(before);
  });

  it('[A9] keeps its keys while Secrets Manager fails, and retries soon', async () => {
    const clock = { now: start };
    const keys = keysAt(clock);
    const kids = await kidsOf(keys);
    versions = {};
    missing = 'InternalServiceError';
    clock.now += 300_000;
    expect(await kidsOf(keys)).toEqual(kids);
    versions = { AWSCURRENT: { secret: 'c'.repeat(64), createdAt: start }, AWSPREVIOUS: old };
    clock.now += 30_000;
    expect(await kidsOf(keys)).toHaveLength(2);
  });

  it('[A10] throws where there never was a key, or a guessable one', async () => {
    versions = { AWSCURRENT: { secret: 'short', createdAt: start } };
    await expect(keysAt().signing()).rejects.toThrow('at least 32 random characters');
    versions = {};
    await expect(keysAt().published()).rejects.toThrow();
  });
});
