// How the tests run: in Node, two workers at a time, so that the end-to-end ones, which start whole servers, keep their speed.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 10_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/last-lines.ts'],
  },
});
