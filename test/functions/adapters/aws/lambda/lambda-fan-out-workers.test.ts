// Workers by Lambda invocations, over real sockets: against the emulated Lambda, and against one
// that refuses, fails and stays silent.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import * as fanOut from '../../../../../functions/adapters/aws/lambda/lambda-fan-out-workers.ts';
import type { ConnectionId, Served, Shard } from '../../../../../functions/core/ports.ts';
import { createLambdaListener } from '../../../../../infra/local/emulator/emulated-lambda.ts';
import { listen } from '../../../../contract/gateway-client.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const cut = { beyond: 2, min: 1, max: 8 };
const ids = (...names: readonly string[]): readonly ConnectionId[] =>
  names as readonly ConnectionId[];
const shard: Shard = {
  audiences: [
    { frames: ['["é"]', '[2]'], connections: ids('ann=', 'bob=') },
    { frames: [], connections: [] },
  ],
  until: 1_003_000,
};
const served: Served = { gone: ids('ann='), failed: [], left: ids('bob=') };
const secretText = 'nobody may read this';

async function workersAt(
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
    cut,
    clock: { now: () => 1_000_000 + late, wait: () => Promise.resolve() },
    failed: (error) => {
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
const returned =
  (value: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(200, headers).end(JSON.stringify(value));
  };

/** A Lambda that gives these answers, one after another, and how often it was asked. */
function answering(...answers: readonly Answer[]) {
  const asked = { times: 0 };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume().on('end', () => {
      (answers[asked.times++] ?? status(500))(response);
    });
  };
  return { asked, listener };
}

describe('A worker by invocation', () => {
  it('[C18] gets the shard as it is, and its answer comes back', async () => {
    const events: unknown[] = [];
    const { workers, failures } = await workersAt(
      createLambdaListener({
        functions: {
          'fan-out': (event) => {
            events.push(event);
            return Promise.resolve(served);
          },
        },
      }),
    );
    expect(await workers.serve(shard)).toEqual(served);
    expect(events).toEqual([shard]);
    expect(failures).toEqual([]);
    expect(workers.cut).toBe(cut);
  });

  it('[C18] is invoked as the client of the SDK does it, synchronously', async () => {
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
        returned(served)(response);
      });
    };
    const { workers } = await workersAt(listener, { functionName: 'Stack-FanOut_1' });
    await workers.serve(shard);
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

  it('[C18] that finds no concurrency is asked for again, for half a second', async () => {
    const refused = status(429, 'TooManyRequestsException');
    const soon = answering(refused, refused, returned(served));
    const patient = await workersAt(soon.listener);
    expect(await patient.workers.serve(shard)).toEqual(served);
    expect(patient.pauses).toEqual([50, 100]);
    const never = answering(...Array.from({ length: 9 }, () => refused));
    const inVain = await workersAt(never.listener);
    expect(await inVain.workers.serve(shard)).toBe('ended');
    expect(never.asked.times).toBe(4);
    expect(inVain.pauses.reduce((sum, it) => sum + it, 0)).toBeLessThanOrEqual(500);
    expect(inVain.failures).toEqual([
      expect.objectContaining({ name: 'TooManyRequestsException' }),
    ]);
  });

  it.each([
    [
      'failed',
      returned(
        { errorMessage: secretText, errorType: 'Error' },
        { 'x-amz-function-error': 'Unhandled' },
      ),
      'FunctionError',
    ],
    ['answered with something else', returned({ said: secretText }), 'UnknownAnswer'],
    [
      'is not there',
      status(404, 'ResourceNotFoundException:http://x'),
      'ResourceNotFoundException',
    ],
    ['may not be invoked', status(403, 'AccessDeniedException'), 'AccessDeniedException'],
  ] as const)(
    '[C18] [R32] that %s has ended, is invoked once, and reports no message text',
    async (_, answer, name) => {
      const { asked, listener } = answering(answer);
      const { workers, failures } = await workersAt(listener);
      expect(await workers.serve(shard)).toBe('ended');
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
    ['an error of Lambda', status(500, 'ServiceException')],
    [
      'a connection that ends',
      (response: ServerResponse) => {
        response.destroy();
      },
    ],
  ] as const)(
    '[C18] [R32] is not known to have ended after %s, and is not sent the shard again',
    async (_, answer) => {
      const { asked, listener } = answering(answer);
      const { workers, failures } = await workersAt(listener);
      expect(await workers.serve(shard)).toBe('unknown');
      expect(asked.times).toBe(1);
      expect(failures).toHaveLength(1);
    },
  );

  it('[C18] is not asked where a shard is larger than what Lambda takes', async () => {
    const { asked, listener } = answering();
    const { workers } = await workersAt(listener);
    expect(
      await workers.serve({
        ...shard,
        audiences: [{ frames: ['x'.repeat(6 * 1_024 * 1_024)], connections: ids('ann=') }],
      }),
    ).toBe('ended');
    expect(asked.times).toBe(0);
  });
});
