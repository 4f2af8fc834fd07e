// A vitest reporter that reports skipped coverage in a run's last lines: the room store's
// contract on Amazon's DynamoDB Local needs Java. It counts nothing and fails nothing.

import type { Reporter, TestModule } from 'vitest/node';

const ON_DYNAMODB_LOCAL = /DynamoDB Local/i;

export default class LastLines implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => ON_DYNAMODB_LOCAL.test(test.fullName));
    if (tests.length === 0) return;
    const ran = tests.filter((test) => test.result().state !== 'skipped').length;
    process.stdout.write(
      ran > 0
        ? `DynamoDB Local (Java): ${ran} tests run.\n`
        : 'DynamoDB Local (Java): not run, since there is no Java 17 here; ' +
            'the room store was tested on dynalite only.\n',
    );
  }
}
