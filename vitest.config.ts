// The tests run in Node, four workers at a time: some of the end-to-end ones mostly wait for a
// room to end. Tests of pure logic share their modules, which saves a third of their time; tests
// that start servers or replace the clock have their own.

import { defineConfig } from 'vitest/config';
import { SlowFirstSequencer } from './test/slow-first-sequencer.ts';

const pure = ['test/{core,protocol,wire,web,filter-corpus}/**/*.test.ts'];

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
      { extends: true, test: { name: 'worlds', include: ['test/**/*.test.ts'], exclude: pure } },
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
    ],
    environment: 'node',
    // Vitest's default of one second is too short where four workers share two processors.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
