// How the tests run: in Node, three workers at a time: some of the end-to-end ones mostly wait for
// a room to end. Those of pure logic share their modules, which takes a third of the time off them;
// whatever starts servers, or pretends to have another clock, has its own.

import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/long-first.ts';

const pure = ['test/{core,protocol,wire,web,filter-corpus}/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: './test/built-engines.ts',
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // A browser's pages at once, beside the other workers; tests that only wait say otherwise.
    maxConcurrency: 3,
    reporters: ['default', './test/last-lines.ts'],
    projects: [
      { extends: true, test: { name: 'worlds', include: ['test/**/*.test.ts'], exclude: pure } },
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
    ],
    environment: 'node',
    // As long as a browser's locators wait: a second, which is vitest's own, is not much where
    // three workers share two processors.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
