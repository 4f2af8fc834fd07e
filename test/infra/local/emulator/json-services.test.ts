// SQS as our client uses it, with the timers it carries, and Secrets Manager as the SDK uses it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { SQSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  TimerBody,
  sqs,
  createSqsTimers,
} from '../../../../functions/adapters/aws/sqs/sqs-timers.ts';
import type { RoomId } from '../../../../functions/core/ports.ts';
import {
  createJsonServices,
  type QueueFunction,
} from '../../../../infra/local/emulator/json-services.ts';
import { createMessageFiles } from '../../../../infra/local/emulator/waiting-messages.ts';
import { listen } from '../../../contract/gateway-client.ts';

const soon = { timeout: 5_000, interval: 5 };
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(expire: QueueFunction = async () => undefined, directory?: string) {
  const services = createJsonServices({
    queues: { timers: expire },
    secrets: { 'signing-keys': 'sesame' },
    visibilityTimeout: 1,
    ...(directory === undefined ? {} : { waiting: await createMessageFiles(directory) }),
  });
  const { port, stop } = await listen(services.listener);
  const config = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const service = sqs({ ...config, credentials: () => config.credentials });
  const secrets = new SecretsManagerClient(config);
  stops.push(async () => {
    services.stop();
    service.close();
    secrets.destroy();
    await stop();
  });
  const timers = (now: number, queue = 'timers') =>
    createSqsTimers({
      service,
      queueUrl: `${config.endpoint}/000000000000/${queue}`,
      clock: { now: () => now, wait: () => Promise.resolve() },
    });
  return { services, timers, secrets };
}

const timer = { kind: 'end' as const, room: 'room-1' as RoomId, epoch: 'epoch-1', at: 1_000_000 };

describe('the timer queue', () => {
  it('[G7] [L8] delivers a due timer to the timer function as an SQS event', async () => {
    const events: SQSEvent[] = [];
    const { timers } = await start(async (event) => {
      events.push(event);
    });
    await timers(timer.at).set(timer);
    await vi.waitFor(() => {
      expect(events).toHaveLength(1);
    }, soon);
    const [record] = events[0]?.Records ?? [];
    expect(record).toMatchObject({
      eventSource: 'aws:sqs',
      attributes: { ApproximateReceiveCount: '1' },
    });
    expect(v.parse(TimerBody, JSON.parse(record?.body ?? ''))).toEqual(timer);
  });

  it('[L8] delays a timer by whole seconds, up to 15 minutes', async () => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    const { timers } = await start();
    await timers(timer.at - 1_500).set(timer);
    await timers(timer.at - 3_600_000).set({ ...timer, at: timer.at + 3_600_000 });
    await timers(timer.at + 5_000).set(timer);
    const delays = set.mock.calls.map(([, delay]) => delay);
    expect(delays).toEqual(expect.arrayContaining([2_000, 900_000, 0]));
    set.mockRestore();
  });

  it('[L8] delivers a timer three times if its function throws or reports a failure', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const counts: string[] = [];
    const { timers } = await start(async ({ Records }) => {
      counts.push(Records[0]?.attributes.ApproximateReceiveCount ?? '');
      if (counts.length === 1) throw new Error('broken');
      return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    await timers(timer.at).set(timer);
    await vi.waitFor(() => {
      expect(log.mock.calls.flat().join('\n')).toContain('failed 3 times');
    }, soon);
    expect(counts).toEqual(['1', '2', '3']);
    expect(log.mock.calls.flat().join('\n')).not.toContain(timer.room);
    log.mockRestore();
  });

  it('[L9] keeps waiting messages in its folder until the next start', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'queue-'));
    stops.push(async () => {
      rmSync(directory, { recursive: true });
    });
    const first = await start(undefined, directory);
    const later = { ...timer, at: timer.at + 500 };
    await first.timers(timer.at).set(later);
    // As if the process was killed: nothing runs any more, and the last message is cut off.
    first.services.stop();
    writeFileSync(join(directory, 'half.json.part'), '{"queue":"ala');

    const bodies: unknown[] = [];
    const second = await start(async ({ Records }) => {
      for (const { body } of Records) bodies.push(JSON.parse(body));
    }, directory);
    await second.services.resume();
    await vi.waitFor(() => {
      expect(bodies).toEqual([later]);
    }, soon);
    await vi.waitFor(async () => {
      expect(await (await createMessageFiles(directory)).all()).toEqual([]);
    }, soon);
  });

  it('[L8] rejects an unknown queue', async () => {
    const { timers } = await start();
    await expect(timers(timer.at, 'others').set(timer)).rejects.toThrow(/does not exist/);
  });
});

describe('the secrets', () => {
  it('[L8] are returned by id', async () => {
    const { secrets } = await start();
    expect(
      await secrets.send(new GetSecretValueCommand({ SecretId: 'signing-keys' })),
    ).toMatchObject({ SecretString: 'sesame', VersionStages: ['AWSCURRENT'] });
  });

  it('[L8] are refused like in Secrets Manager if there are none', async () => {
    const { secrets } = await start();
    await expect(
      secrets.send(new GetSecretValueCommand({ SecretId: 'others' })),
    ).rejects.toBeInstanceOf(ResourceNotFoundException);
  });
});
