// The emulated Lambda, used by the SDK's client.

import {
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createLambdaListener,
  type LambdaOptions,
} from '../../../../infra/local/emulator/emulated-lambda.ts';
import { listen } from '../../../contract/gateway-client.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(options: LambdaOptions) {
  const { port, stop } = await listen(createLambdaListener(options));
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new LambdaClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  stops.push(() => {
    client.destroy();
  }, stop);
  return {
    endpoint,
    invoke: (name: string, payload: unknown) =>
      client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) })),
  };
}

const functions = {
  double: (event: unknown) =>
    Promise.resolve({ twice: 2 * (event as { readonly number: number }).number }),
  broken: () => Promise.reject(new Error('nobody may read this')),
};

describe('The emulated Lambda', () => {
  it('[L8] runs a function and returns its result', async () => {
    const { invoke } = await start({ functions });
    const { StatusCode, FunctionError, Payload } = await invoke('double', { number: 21 });
    expect({ StatusCode, FunctionError, said: Payload?.transformToString() }).toEqual({
      StatusCode: 200,
      FunctionError: undefined,
      said: '{"twice":42}',
    });
  });

  it('[L8] reports a failed function in a header, with status 200', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { invoke } = await start({ functions });
    const { StatusCode, FunctionError, Payload } = await invoke('broken', {});
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(Payload?.transformToString()).not.toContain('nobody');
    logged.mockRestore();
  });

  it('[L8] rejects unknown functions, large events, unsigned or throttled requests', async () => {
    const { invoke, endpoint } = await start({ functions });
    await expect(invoke('toString', {})).rejects.toThrow(ResourceNotFoundException);
    await expect(invoke('double', 'x'.repeat(6 * 1_024 * 1_024))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
    expect(
      (
        await fetch(`${endpoint}/2015-03-31/functions/double/invocations`, {
          method: 'POST',
          body: '{}',
        })
      ).status,
    ).toBe(403);
    const throttled = await start({ functions, throttle: () => true });
    await expect(throttled.invoke('double', { number: 1 })).rejects.toThrow(
      TooManyRequestsException,
    );
  });
});
