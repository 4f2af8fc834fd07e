// Before the first test: starts the DynamoDB Local that all suites share, if Java 17 is installed.
// Each start would cost several seconds of processor time.

import type { TestProject } from 'vitest/node';
import {
  hasJava,
  spawnDynamodbLocal,
  type DynamodbLocalProcess,
} from './contract/dynamodb-start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Undefined: there is no Java 17. */
    dynamodbLocalPort: number | undefined;
  }
}

let local: DynamodbLocalProcess | undefined;

export async function setup({ provide }: TestProject): Promise<void> {
  if (hasJava()) local ??= await spawnDynamodbLocal();
  provide('dynamodbLocalPort', local?.port);
}

export async function teardown(): Promise<void> {
  await local?.stop();
}
