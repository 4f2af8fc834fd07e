// The gateway port on API Gateway's management API (`@connections`), by the AWS SDK: the plain way,
// and the reference of the quick one in signed-gateway.ts. Knows nothing of frames or rooms.

import type { ApiGatewayManagementApiClientConfig } from '@aws-sdk/client-apigatewaymanagementapi';
import type { ConnectionId, Gateway } from '../../../core/ports.ts';

type SdkGatewayOptions = { readonly endpoint: string } & Pick<
  ApiGatewayManagementApiClientConfig,
  'region' | 'credentials'
>;

export interface SdkGateway extends Gateway {
  /** Ends its connections to API Gateway. */
  stop(): void;
}

const encoder = new TextEncoder();

/** `endpoint`: the WebSocket API's address with its stage, as https. */
export function createSdkGateway(options: SdkGatewayOptions): SdkGateway {
  let loading: ReturnType<typeof load> | undefined;
  // Loaded with the first post, so functions that never post don't wait for it. The runtime
  // provides it.
  const load = async () => {
    const sdk = await import('@aws-sdk/client-apigatewaymanagementapi');
    return { sdk, client: new sdk.ApiGatewayManagementApiClient(configuration(options)) };
  };
  const loaded = (): ReturnType<typeof load> => (loading ??= load());
  return {
    async post(connection, frame) {
      const { sdk, client } = await loaded();
      const data = encoder.encode(frame);
      try {
        await client.send(
          new sdk.PostToConnectionCommand({ ConnectionId: connection, Data: data }),
        );
        return 'sent';
      } catch (error) {
        if (isAnswer(error, { name: 'GoneException', status: 410 })) return 'gone';
        if (isAnswer(error, { name: 'PayloadTooLargeException', status: 413 })) {
          throw new Error(
            `A frame of ${data.length} bytes is beyond API Gateway's 128 KB for a message. ` +
              'Post it in parts.',
            { cause: error },
          );
        }
        throw error;
      }
    },
    // API Gateway chooses the close code itself.
    async close(connection: ConnectionId) {
      const { sdk, client } = await loaded();
      try {
        await client.send(new sdk.DeleteConnectionCommand({ ConnectionId: connection }));
      } catch (error) {
        if (!isAnswer(error, { name: 'GoneException', status: 410 })) throw error;
      }
    },
    stop() {
      void loading?.then(({ client }) => {
        client.destroy();
      });
    },
  };
}

const configuration = (options: SdkGatewayOptions): ApiGatewayManagementApiClientConfig => ({
  ...options,
  // 429 and 5xx are tried again with full jitter.
  maxAttempts: 5,
  // The SDK's own defaults, 50 sockets and no timeout, let one hanging post hold a whole fan-out.
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: 256 },
    httpsAgent: { keepAlive: true, maxSockets: 256 },
  },
});

// Both are asked, since a bare 410 without the header that names the exception comes as an unknown
// error.
function isAnswer(
  error: unknown,
  { name, status }: { readonly name: string; readonly status: number },
): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === name) return true;
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata &&
    metadata.httpStatusCode === status
  );
}
