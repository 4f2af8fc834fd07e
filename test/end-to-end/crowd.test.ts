// Many members join a room of `npm start` together: half the size of `npm run crowd`, since other
// tests run in parallel.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowd } from './crowd-of-joins.ts';
import { inProcess, startServer, type Server } from './server.ts';

describe('a crowd', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(inProcess);
  });
  afterAll(() => server.stop());

  it(
    '[R25] lets 500 join together and agree on presence within 5 s, for under 40 posts each',
    { timeout: 60_000 },
    async () => {
      const members = 500;
      const { refused, agreedAfterMs, posts } = await crowd(server, { members, seconds: 5 });
      expect(refused).toBe(0);
      expect(agreedAfterMs).toBeLessThan(5_000);
      // One by one it would be 250 each.
      expect(Object.values(posts).reduce((sum, count) => sum + count, 0)).toBeLessThan(
        40 * members,
      );
    },
  );
});
