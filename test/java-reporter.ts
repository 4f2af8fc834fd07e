// A vitest reporter whose last line says whether the adapters were tested on DynamoDB Local, which
// needs Java. It counts nothing and fails nothing.

import type { Reporter, TestModule } from 'vitest/node';

const onDynamodbLocal = /DynamoDB Local/i;

export default class JavaReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => onDynamodbLocal.test(test.fullName));
    if (tests.length === 0) return;
    const ran = tests.filter((test) => test.result().state !== 'skipped').length;
    process.stdout.write(
      ran > 0
        ? `DynamoDB Local (Java): ${ran} tests run.\n`
        : 'DynamoDB Local (Java): not run, since there is no Java 17 here; ' +
            'the adapters were tested on dynalite only.\n',
    );
  }
}
