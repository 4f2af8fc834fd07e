// Fan-out workers as Lambda invocations, over real sockets: against the emulated Lambda, and
// against one that refuses, fails or stays silent.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import * as fanOut from '../../../../../functions/adapters/aws/lambda/lambda-fan-out-workers.ts';
import type { ConnectionId, ShardResult, Shard } from '../../../../../functions/core/ports.ts';
import { createLambdaListener } from '../../../../../infra/local/emulator/emulated-lambda.ts';
import { listen } from '../../../../contract/gateway-client.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const shardLimits = { beyond: 2, min: 1, max: 8 };
const ids = (...names: readonly string[]): readonly ConnectionId[] =>
  names as readonly ConnectionId[];
const shard: Shard = {
  audiences: [
    { frames: ['["é"]', '[2]'], connections: ids('ann=', 'bob=') },
    { frames: [], connections: [] },
  ],
  until: 1_003_000,
};
const served: ShardResult = { gone: ids('ann='), failed: [], unsent: ids('bob=') };
const secretText = 'nobody may read this';

async function createWorkers(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  { functionName = 'fan-out', late = 0 } = {},
) {
  const { port, stop } = await listen(listener);
  const failures: unknown[] = [];
  const pauses: number[] = [];
  let at = 0;
  const workers = fanOut.createLambdaFanOutWorkers({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
    functionName,
    shardLimits,
    clock: { now: () => 1_000_000 + late, wait: () => Promise.resolve() },
    onFailure: (error) => {
      failures.push(error);
    },
    pauses: {
      now: () => at,
      draw: () => 1,
      wait: async (milliseconds) => {
        pauses.push(milliseconds);
        at += milliseconds;
      },
    },
  });
  stops.push(() => {
    workers.stop();
  }, stop);
  return { workers, failures, pauses };
}

type Answer = (response: ServerResponse) => void;
const status =
  (code: number, type = 'SomeException'): Answer =>
  (response) => {
    response
      .writeHead(code, { 'x-amzn-errortype': type, 'x-amzn-requestid': 'request-1' })
      .end(JSON.stringify({ message: secretText }));
  };
const respondWith =
  (value: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(200, headers).end(JSON.stringify(value));
  };

/** A Lambda that gives these answers in turn, and counts its invocations. */
function createAnswers(...answers: readonly Answer[]) {
  const asked = { times: 0 };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume().on('end', () => {
      (answers[asked.times++] ?? status(500))(response);
    });
  };
  return { asked, listener };
}

describe('A Lambda fan-out worker', () => {
  it('[C18] gets the shard unchanged, and returns its answer', async () => {
    const events: unknown[] = [];
    const { workers, failures } = await createWorkers(
      createLambdaListener({
        functions: {
          'fan-out': (event) => {
            events.push(event);
            return Promise.resolve(served);
          },
        },
      }),
    );
    expect(await workers.postShard(shard)).toEqual(served);
    expect(events).toEqual([shard]);
    expect(failures).toEqual([]);
    expect(workers.shardLimits).toBe(shardLimits);
  });

  it("[C18] is invoked synchronously, with the same request as the SDK's client", async () => {
    const seen: {
      readonly method: string | undefined;
      readonly url: string | undefined;
      readonly signed: string | undefined;
      readonly body: string;
    }[] = [];
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      let body = '';
      request.on('data', (data: Buffer) => {
        body += data.toString();
      });
      request.on('end', () => {
        const {
          method,
          url,
          headers: { authorization, 'x-amz-invocation-type': type },
        } = request;
        expect(type).toBeUndefined();
        seen.push({
          method,
          url,
          signed: /Credential=a\/\d{8}\/local\/lambda\/aws4_request/
            .exec(authorization ?? '')?.[0]
            .slice(0, 13),
          body,
        });
        respondWith(served)(response);
      });
    };
    const { workers } = await createWorkers(listener, { functionName: 'Stack-FanOut_1' });
    await workers.postShard(shard);
    const { port, stop } = await listen(listener);
    const client = new LambdaClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    stops.push(() => {
      client.destroy();
    }, stop);
    await client.send(
      new InvokeCommand({ FunctionName: 'Stack-FanOut_1', Payload: JSON.stringify(shard) }),
    );
    expect(seen).toHaveLength(2);
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject({ signed: 'Credential=a/' });
  });

  it('[C18] is retried for half a second without free concurrency', async () => {
    const refused = status(429, 'TooManyRequestsException');
    const soon = createAnswers(refused, refused, respondWith(served));
    const patient = await createWorkers(soon.listener);
    expect(await patient.workers.postShard(shard)).toEqual(served);
    expect(patient.pauses).toEqual([50, 100]);
    const never = createAnswers(...Array.from({ length: 9 }, () => refused));
    const refusedWorkers = await createWorkers(never.listener);
    expect(await refusedWorkers.workers.postShard(shard)).toBe('ended');
    expect(never.asked.times).toBe(4);
    expect(refusedWorkers.pauses.reduce((sum, it) => sum + it, 0)).toBeLessThanOrEqual(500);
    expect(refusedWorkers.failures).toEqual([
      expect.objectContaining({ name: 'TooManyRequestsException' }),
    ]);
  });

  it.each([
    [
      'failed',
      respondWith(
        { errorMessage: secretText, errorType: 'Error' },
        { 'x-amz-function-error': 'Unhandled' },
      ),
      'FunctionError',
    ],
    ['returned something else', respondWith({ said: secretText }), 'UnknownAnswer'],
    [
      'does not exist',
      status(404, 'ResourceNotFoundException:http://x'),
      'ResourceNotFoundException',
    ],
    ['may not be invoked', status(403, 'AccessDeniedException'), 'AccessDeniedException'],
  ] as const)(
    '[C18] [R32] that %s counts as ended, is invoked once, and leaks no message text',
    async (_, answer, name) => {
      const { asked, listener } = createAnswers(answer);
      const { workers, failures } = await createWorkers(listener);
      expect(await workers.postShard(shard)).toBe('ended');
      expect(asked.times).toBe(1);
      expect(failures).toEqual([
        expect.objectContaining({
          name,
          message: expect.not.stringContaining(secretText) as string,
        }),
      ]);
    },
  );

  it.each([
    ['a Lambda error', status(500, 'ServiceException')],
    [
      'a connection that ends',
      (response: ServerResponse) => {
        response.destroy();
      },
    ],
  ] as const)(
    '[C18] [R32] has an unknown fate after %s, and is not invoked again',
    async (_, answer) => {
      const { asked, listener } = createAnswers(answer);
      const { workers, failures } = await createWorkers(listener);
      expect(await workers.postShard(shard)).toBe('unknown');
      expect(asked.times).toBe(1);
      expect(failures).toHaveLength(1);
    },
  );

  it("[C18] is not invoked with a shard beyond Lambda's payload limit", async () => {
    const { asked, listener } = createAnswers();
    const { workers } = await createWorkers(listener);
    expect(
      await workers.postShard({
        ...shard,
        audiences: [{ frames: ['x'.repeat(6 * 1_024 * 1_024)], connections: ids('ann=') }],
      }),
    ).toBe('ended');
    expect(asked.times).toBe(0);
  });
});
