// The tests run in Node, four workers at a time: some of the end-to-end ones mostly wait for a
// room to end. Most files share the modules that their process has loaded, which saves a third of
// their time. Those that replace modules, or modules' settings, load their own.

import { defineConfig } from 'vitest/config';
import { SlowFirstSequencer } from './test/slow-first-sequencer.ts';

const isolated = [
  'test/simulator/**/*.test.ts',
  'test/bench/quotas.test.ts',
  'test/end-to-end/shards.test.ts',
  'test/infra/cli/token-command.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['./test/built-engines.ts', './test/dynamodb-local.ts'],
    pool: 'forks',
    maxWorkers: 4,
    sequence: { sequencer: SlowFirstSequencer },
    // Limits the pages that one browser opens at a time; tests that only wait raise it.
    maxConcurrency: 3,
    reporters: ['default', './test/java-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'isolated', include: isolated } },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: isolated,
          isolate: false,
        },
      },
    ],
    environment: 'node',
    // Vitest's default of one second is too short where four workers share two processors.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
