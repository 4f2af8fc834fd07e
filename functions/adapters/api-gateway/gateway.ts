// The gateway port on API Gateway's management API (`@connections`), by the AWS SDK. Knows nothing of frames or rooms.

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
  type ApiGatewayManagementApiClientConfig,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { ConnectionId, Gateway } from '../../core/ports.ts';

/** `endpoint`: the WebSocket API's address with its stage, as https. */
export function managementClient({ endpoint, ...rest }: { readonly endpoint: string } & Pick<ApiGatewayManagementApiClientConfig, 'region' | 'credentials'>): ApiGatewayManagementApiClient {
  return new ApiGatewayManagementApiClient({
    ...rest,
    endpoint,
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
}

const encoder = new TextEncoder();

export function apiGatewayGateway({ client }: { readonly client: ApiGatewayManagementApiClient }): Gateway {
  return {
    async post(connection, frame) {
      const data = encoder.encode(frame);
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId: connection, Data: data }));
        return 'sent';
      } catch (error) {
        if (isAnswer(error, { name: 'GoneException', status: 410 })) return 'gone';
        if (isAnswer(error, { name: 'PayloadTooLargeException', status: 413 })) {
          throw new Error(`A frame of ${data.length} bytes is beyond API Gateway's 128 KB for a message. Post it in parts.`, { cause: error });
        }
        throw error;
      }
    },
    // API Gateway chooses the close code itself.
    async close(connection: ConnectionId) {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connection }));
      } catch (error) {
        if (!isAnswer(error, { name: 'GoneException', status: 410 })) throw error;
      }
    },
  };
}

// Both are asked, since a bare 410 without the header that names the exception comes as an unknown error.
function isAnswer(error: unknown, { name, status }: { readonly name: string; readonly status: number }): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === name) return true;
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && metadata.httpStatusCode === status;
}
