// How the tests run: in Node, four workers at a time: some of the end-to-end ones mostly wait for a room to end.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 4,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/last-lines.ts'],
  },
});
