// The DynamoDB engines for the adapters' contracts, one suite on each. dynamodb-start.ts starts
// them; all suites share one DynamoDB Local (test/dynamodb-local.ts).

import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import type { DynamoDb } from '../../functions/adapters/aws/dynamodb/commands.ts';
import { isThorough } from '../thorough.ts';
import {
  connectDynamodbLocal,
  startDynalite,
  startInMemory,
  type Running,
} from './dynamodb-start.ts';

export { names } from './dynamodb-start.ts';

type Suite = (engine: { readonly name: string; readonly client: () => DynamoDb }) => void;

/**
 * Runs a suite on every available DynamoDB engine, and reports an unavailable one as skipped. Use
 * `client` inside tests only.
 */
export function onEachEngine(suite: Suite): void {
  onSimulatedEngine(suite);
  onEachForeignEngine(suite);
}

export function onSimulatedEngine(suite: Suite): void {
  runOn({ name: "the simulator's DynamoDB", start: startInMemory, suite });
}

/**
 * Runs a suite on the engines made by others: Amazon's DynamoDB Local, and dynalite where that
 * cannot run or the run is thorough.
 */
export function onEachForeignEngine(suite: Suite): void {
  const starter = inject('dynamodbLocalStarter');
  if (starter === undefined || isThorough) {
    runOn({ name: 'dynalite', start: startDynalite, suite });
  }
  if (starter !== undefined) {
    const start = async (): Promise<Running> =>
      connectDynamodbLocal(Number(await (await fetch(starter)).text()));
    runOn({ name: 'DynamoDB Local', start, suite });
    return;
  }
  describe('on DynamoDB Local', () => {
    it.skip('NOT RUN: it needs Java 17', () => undefined);
  });
  afterAll(() => {
    console.warn("NOT RUN on Amazon's DynamoDB Local: `java -version` does not tell of Java 17.");
  });
}

function runOn({
  name,
  start,
  suite,
}: {
  readonly name: string;
  readonly start: () => Promise<Running>;
  readonly suite: Suite;
}): void {
  describe(`on ${name}`, () => {
    let running: Running | undefined;
    beforeAll(async () => {
      running = await start();
    });
    afterAll(() => running?.stop());
    suite({
      name,
      client() {
        if (running === undefined) throw new Error(`${name} does not run yet`);
        return running.client;
      },
    });
  });
}
