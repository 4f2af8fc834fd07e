// The gateway port on API Gateway's management API (`@connections`), through the AWS SDK. It is the
// reference for signed-gateway.ts, which needs less CPU time. Knows nothing about frames or rooms.

import type { ApiGatewayManagementApiClientConfig } from '@aws-sdk/client-apigatewaymanagementapi';
import type { ConnectionId, Gateway } from '../../../core/ports.ts';

type SdkGatewayOptions = { readonly endpoint: string } & Pick<
  ApiGatewayManagementApiClientConfig,
  'region' | 'credentials'
>;

export interface SdkGateway extends Gateway {
  /** Closes the connections to API Gateway. */
  stop(): void;
}

const encoder = new TextEncoder();

/** `endpoint`: the WebSocket API's address with its stage, as https. */
export function createSdkGateway(options: SdkGatewayOptions): SdkGateway {
  let loading: ReturnType<typeof load> | undefined;
  // Loaded at the first post, so functions that never post don't wait for it. Lambda's runtime
  // includes the SDK.
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
        if (isServiceError(error, { name: 'GoneException', status: 410 })) return 'gone';
        if (isServiceError(error, { name: 'PayloadTooLargeException', status: 413 })) {
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
        if (!isServiceError(error, { name: 'GoneException', status: 410 })) throw error;
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
  // Retries 429 and 5xx with full jitter.
  maxAttempts: 5,
  // With the SDK's defaults, 50 sockets and no timeout, one hanging post holds up a whole fan-out.
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: 256 },
    httpsAgent: { keepAlive: true, maxSockets: 256 },
  },
});

// Checks both, because the SDK reports a 410 without the exception's header as an unknown error.
function isServiceError(
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
