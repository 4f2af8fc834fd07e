// The gateway contract against the emulated API Gateway, with the AWS SDK and with our own
// signed requests, and tests of these two only.

import { afterEach, describe, expect, it } from 'vitest';
import { createSdkGateway } from '../../functions/adapters/aws/api-gateway/sdk-gateway.ts';
import { createSignedGateway } from '../../functions/adapters/aws/api-gateway/signed-gateway.ts';
import type { ConnectionId, Gateway } from '../../functions/core/ports.ts';
import { createWebSocketApi } from '../../infra/local/emulator/emulated-websocket-api.ts';
import { createManagementApi } from '../../infra/local/emulator/management-api.ts';
import { describeGateway } from './gateway.ts';
import { listen, openClient } from './gateway-client.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

type Start = (endpoint: string) => { readonly gateway: Gateway; stop(): void };

const createSdkCase: Start = (endpoint) => {
  const gateway = createSdkGateway({ endpoint, region: 'local', credentials });
  return {
    gateway,
    stop: () => {
      gateway.stop();
    },
  };
};
const createSignedCase: Start = (endpoint) => {
  const gateway = createSignedGateway({
    endpoint,
    region: 'local',
    credentials: () => credentials,
  });
  return {
    gateway,
    stop: () => {
      gateway.stop();
    },
  };
};
const ways = [
  { name: 'API Gateway, by the SDK', way: createSdkCase },
  { name: 'API Gateway, by signed requests', way: createSignedCase },
];

async function make(
  way: Start,
  { throttle = () => false }: { readonly throttle?: () => boolean } = {},
) {
  const ids = new Map<string, ConnectionId>();
  const doNothing = () => Promise.resolve({ statusCode: 200 });
  const api = createWebSocketApi({
    functions: {
      connect: ({ requestContext, queryStringParameters }) => {
        ids.set(
          queryStringParameters?.['client'] ?? '',
          requestContext.connectionId as ConnectionId,
        );
        return doNothing();
      },
      default: doNothing,
      disconnect: doNothing,
    },
  });
  const front = await listen();
  front.server.on('upgrade', api.upgrade);
  const management = await listen(createManagementApi({ connections: api.connections, throttle }));
  const { gateway, stop } = way(`http://127.0.0.1:${management.port}/websocket`);
  let count = 0;
  return {
    gateway,
    connect() {
      count += 1;
      const name = `client-${count}`;
      return openClient(
        `ws://127.0.0.1:${front.port}/websocket?client=${name}`,
        () => ids.get(name) ?? ('unknown' as ConnectionId),
      );
    },
    async stop() {
      stop();
      await api.stop();
      await Promise.all([front.stop(), management.stop()]);
    },
  };
}

for (const { name, way } of ways) describeGateway(name, () => make(way));

describe.each(ways)('the gateway: $name', ({ way }) => {
  const made: { stop(): Promise<void> }[] = [];
  const start = async (options?: Parameters<typeof make>[1]) => {
    const one = await make(way, options);
    made.push(one);
    return one;
  };
  afterEach(async () => {
    await Promise.all(made.splice(0).map((one) => one.stop()));
  });

  it('[G4] retries a post after 429', async () => {
    let refusals = 1;
    const { gateway, connect } = await start({ throttle: () => refusals-- > 0 });
    const ada = await connect();
    expect(await gateway.post(ada.id, 'patience')).toBe('sent');
    expect(refusals).toBe(-1);
  });

  it('explains why a frame of more than 128 KB fails', async () => {
    const { gateway, connect } = await start();
    const ada = await connect();
    await expect(gateway.post(ada.id, 'x'.repeat(128 * 1_024 + 1))).rejects.toThrow(
      /131073 bytes is beyond API Gateway's 128 KB/,
    );
  });
});
