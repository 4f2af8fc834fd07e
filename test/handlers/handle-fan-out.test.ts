// The `fan-out` function, invoked as in the cloud: by the core's fan-out, through the emulated
// Lambda, to sockets of the emulated API Gateway.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSignedGateway } from '../../functions/adapters/aws/api-gateway/signed-gateway.ts';
import { systemClock } from '../../functions/adapters/system/system-clock.ts';
import { createLambdaFanOutWorkers } from '../../functions/adapters/aws/lambda/lambda-fan-out-workers.ts';
import type { ConnectionId, RoomId, Subscription } from '../../functions/core/ports.ts';
import { fanOutEvents } from '../../functions/core/messaging/fan-out.ts';
import { handler } from '../../functions/handlers/handle-fan-out.ts';
import type { EmulatedConnection } from '../../infra/local/emulator/emulated-websocket-api.ts';
import { createLambdaListener } from '../../infra/local/emulator/emulated-lambda.ts';
import { createManagementApi } from '../../infra/local/emulator/management-api.ts';
import { listen } from '../contract/gateway-client.ts';

const room = 'tea' as RoomId;
const received = new Map<string, string[]>();
const connections = new Map<string, EmulatedConnection>();
const ids = Array.from({ length: 20 }, (_, index) => `c${index}=` as ConnectionId);
const subscriptions = ids.map((connection): Subscription => ({
  room,
  connection,
  member: undefined,
  scopes: ['receive'],
  version: 2,
  joinRef: '1',
  batch: false,
  tokenExpiresAt: undefined,
  leaseExpiresAt: Infinity,
  from: 0,
  epoch: 'e1',
  membership: 0,
  phxRef: 'r',
  typing: false,
  onlineAt: 0,
}));
let invocations = 0;
const stops: (() => unknown)[] = [];
let ports: Parameters<typeof fanOutEvents>[0]['ports'];

beforeAll(async () => {
  for (const id of ids) {
    const socket = {
      OPEN: 1,
      readyState: 1,
      bufferedAmount: 0,
      send: (data: Buffer) => {
        received.set(id, [...(received.get(id) ?? []), data.toString('utf8')]);
      },
    };
    connections.set(id, { socket, lastActiveAt: 0 } as unknown as EmulatedConnection);
  }
  const management = await listen(createManagementApi({ connections }));
  const invokeFanOut = (event: unknown) => {
    invocations += 1;
    return handler(event);
  };
  const functions = await listen(createLambdaListener({ functions: { 'fan-out': invokeFanOut } }));
  vi.stubEnv('AWS_REGION', 'local');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
  vi.stubEnv('CONNECTIONS_ENDPOINT', `http://127.0.0.1:${management.port}/websocket`);
  const gateway = createSignedGateway({
    region: 'local',
    endpoint: `http://127.0.0.1:${management.port}/websocket`,
  });
  const workers = createLambdaFanOutWorkers({
    region: 'local',
    endpoint: `http://127.0.0.1:${functions.port}`,
    functionName: 'fan-out',
    shardLimits: { beyond: 2, min: 5, max: 8 },
    clock: systemClock,
    onFailure: (error) => {
      throw error;
    },
  });
  ports = { gateway, workers, clock: systemClock };
  stops.push(
    () => {
      gateway.stop();
      workers.stop();
    },
    management.stop,
    functions.stop,
  );
});

afterAll(async () => {
  vi.unstubAllEnvs();
  for (const stop of stops) await stop();
});

describe('The fan-out function', () => {
  it('[R32] [C18] posts its shard and reports the connections that are gone', async () => {
    const gone = ids[12];
    const events = [1, 2].map((seq) => ({ event: 'shout', payload: { seq, body: 'Grüße' } }));
    if (gone === undefined) throw new Error('There are twenty.');
    connections.delete(gone);
    const unreachable = await fanOutEvents({
      ports,
      room: { id: room, expiresAt: Infinity },
      subscriptions,
      now: 0,
      events,
    });
    expect(invocations).toBe(3);
    expect(unreachable).toMatchObject({ gone: [subscriptions[12]], failed: [] });
    const frames = [1, 2].map(
      (seq) => `[null,null,"room:tea","shout",{"seq":${seq},"body":"Grüße"}]`,
    );
    for (const id of ids) expect(received.get(id)).toEqual(id === gone ? undefined : frames);
  });

  it('[G8] [C18] rejects an invalid shard without quoting it', async () => {
    await expect(handler({ audiences: [{ frames: [{ body: 'secret' }] }] })).rejects.toThrow(
      /^The event is not a shard\.$/,
    );
  });
});
