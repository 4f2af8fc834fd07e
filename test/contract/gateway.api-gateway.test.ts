// The gateway contract on the AWS SDK against the emulated API Gateway, and what only this one does.

import { afterEach, describe, expect, it } from 'vitest';
import { apiGatewayGateway, managementClient } from '../../functions/adapters/api-gateway/gateway.ts';
import type { ConnectionId } from '../../functions/core/ports.ts';
import { webSocketApi } from '../../infra/local/emulator/api-gateway-sockets.ts';
import { managementApi } from '../../infra/local/emulator/management-api.ts';
import { describeGateway } from './gateway.ts';
import { listen, openClient } from './gateway-client.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

async function make({ throttle = () => false }: { readonly throttle?: () => boolean } = {}) {
  const ids = new Map<string, ConnectionId>();
  const nothing = () => Promise.resolve({ statusCode: 200 });
  const api = webSocketApi({
    functions: {
      connect: ({ requestContext, queryStringParameters }) => {
        ids.set(queryStringParameters?.['client'] ?? '', requestContext.connectionId as ConnectionId);
        return nothing();
      },
      default: nothing,
      disconnect: nothing,
    },
  });
  const front = await listen();
  front.server.on('upgrade', api.upgrade);
  const management = await listen(managementApi({ connections: api.connections, throttle }));
  const client = managementClient({ endpoint: `http://127.0.0.1:${management.port}/websocket`, region: 'local', credentials });
  let count = 0;
  return {
    gateway: apiGatewayGateway({ client }),
    connect() {
      count += 1;
      const name = `client-${count}`;
      return openClient(`ws://127.0.0.1:${front.port}/websocket?client=${name}`, () => ids.get(name) ?? ('unknown' as ConnectionId));
    },
    async stop() {
      client.destroy();
      await api.stop();
      await Promise.all([front.stop(), management.stop()]);
    },
  };
}

describeGateway('API Gateway', () => make());

describe('the gateway on API Gateway', () => {
  const made: { stop(): Promise<void> }[] = [];
  const start: typeof make = async (options) => {
    const one = await make(options);
    made.push(one);
    return one;
  };
  afterEach(async () => {
    await Promise.all(made.splice(0).map((one) => one.stop()));
  });

  it('[G4] posts again after 429', async () => {
    let refusals = 1;
    const { gateway, connect } = await start({ throttle: () => refusals-- > 0 });
    const ada = await connect();
    expect(await gateway.post(ada.id, 'patience')).toBe('sent');
    expect(refusals).toBe(-1);
  });

  it('says what is wrong with a frame beyond 128 KB', async () => {
    const { gateway, connect } = await start();
    const ada = await connect();
    await expect(gateway.post(ada.id, 'x'.repeat(128 * 1_024 + 1))).rejects.toThrow(/131073 bytes is beyond API Gateway's 128 KB/);
  });
});
