// Offers the DynamoDB Local that all suites share, if Java 17 is installed. It starts when the
// first suite asks, since a start costs several seconds of processor time.

import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import {
  closeServer,
  hasJava,
  listen,
  spawnDynamodbLocal,
  type DynamodbLocalProcess,
} from './contract/dynamodb-start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Responds to GET with the port of DynamoDB Local. Undefined: there is no Java 17. */
    dynamodbLocalStarter: string | undefined;
  }
}

let local: Promise<DynamodbLocalProcess> | undefined;

const starter = createServer((_request, response) => {
  local ??= spawnDynamodbLocal();
  local.then(
    ({ port }) => response.end(String(port)),
    () => response.destroy(),
  );
});
let url: Promise<string | undefined> | undefined;

const startStarter = async (): Promise<string | undefined> =>
  hasJava() ? `http://127.0.0.1:${String(await listen(starter))}` : undefined;

/** Runs once for each of Vitest's projects, which share the starter. */
export async function setup({ provide }: TestProject): Promise<void> {
  url ??= startStarter();
  provide('dynamodbLocalStarter', await url);
}

export async function teardown(): Promise<void> {
  if (starter.listening) await closeServer(starter);
  await (await local)?.stop();
}
